import { useLayoutEffect } from 'react'

export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)
/** The key for commands, as it stands on this keyboard. */
export const MOD = isMac ? '⌘' : 'Ctrl'

/** Keys that work wherever the focus is. Undefined: that one does nothing now. */
export type TaskKeys = {
  finish?: (() => void) | undefined
  skip?: (() => void) | undefined
  report?: (() => void) | undefined
  /** Everything is kept anyhow; whoever presses it wants to be sure. */
  save?: (() => void) | undefined
  undo?: (() => void) | undefined
  /** To the open task before and after this one; what is given stays as a draft. */
  previous?: (() => void) | undefined
  next?: (() => void) | undefined
  /** The control that has the focus has something of its own to undo. */
  undoesItself?: () => boolean
}

export function useTaskKeys({ undoesItself, undo, ...keys }: TaskKeys): void {
  const { finish, skip, report, save, previous, next } = keys
  // As soon as the screen shows: a key pressed at once must not be lost.
  useLayoutEffect(() => {
    const heard = (event: KeyboardEvent) => {
      const others = { finish, skip, report, save, previous, next }
      const act = actionOf(event, { ...others, ...(!undoesItself?.() && { undo }) })
      if (!act) return
      event.preventDefault()
      event.stopPropagation()
      act()
    }
    // Before the control that has the focus: it would take Ctrl+Enter for a press.
    addEventListener('keydown', heard, true)
    return () => removeEventListener('keydown', heard, true)
  }, [finish, skip, report, save, previous, next, undo, undoesItself])
}

function actionOf(event: KeyboardEvent, keys: TaskKeys): (() => void) | undefined {
  const { finish, skip, report, save, undo, previous, next } = keys
  if (isComposing(event) || event.repeat) return undefined
  if (!(isMac ? event.metaKey : event.ctrlKey) || event.altKey) return undefined
  if (event.key === 'Enter' && !event.shiftKey) return finish
  if (event.code === 'KeyS' && event.shiftKey) return skip
  if (event.code === 'KeyF' && event.shiftKey) return report
  if (event.key === 'PageUp') return previous
  if (event.key === 'PageDown') return next
  if (event.code === 'KeyS') return save
  if (event.code === 'KeyZ' && !event.shiftKey) return undo
  return undefined
}

/** The key belongs to an input method. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.key === 'Process' || event.keyCode === 229
}
