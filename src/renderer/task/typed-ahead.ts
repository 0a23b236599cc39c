/**
 * Letters typed between finishing a text and the coming of the next task: whoever writes fast means them for the next
 * one, and the field they went into is gone a moment later.
 */
let ahead: { readonly path: string; readonly text: string } | undefined

/**
 * @param path of the task that comes next.
 * @param finished what was handed in.
 * @param now what stands in its field as the next task comes; what was typed elsewhere than at the end stays behind.
 */
export function typeAhead(path: string, finished: unknown, now: unknown): void {
  ahead = undefined
  if (typeof finished !== 'string' || typeof now !== 'string' || !now.startsWith(finished)) return
  const text = now.slice(finished.length)
  if (text !== '') ahead = { path, text }
}

/** Puts what was typed ahead where the caret of the field is, as if it were typed now; once, and only into this task. */
export function putTypedAhead(path: string, field: HTMLTextAreaElement | null | undefined): void {
  const typed = ahead?.path === path ? ahead.text : undefined
  ahead = undefined
  if (typed === undefined || !field) return
  field.setRangeText(typed, field.selectionStart, field.selectionEnd, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
