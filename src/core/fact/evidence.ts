/**
 * A passage of the judged text that shows why a flag is set: from `start` up to and without `end`, counted in code points.
 *
 * Code points, since they are the same for every script and reader: a UTF-16 offset cuts what lies beyond U+FFFF where
 * the reader is no JavaScript, and where one sign as people see it ends and the next begins differs from one version of
 * Unicode to the next. Screens widen a passage to whole signs before it is given.
 */
export type Passage = { readonly label: string; readonly start: number; readonly end: number }

/** [JU2] The passages that lie in the text; of an erased one (null) there are none. */
export function passagesIn(text: string | null, passages: readonly Passage[] = []): readonly Passage[] {
  if (text === null || passages.length === 0) return []
  const length = codePointsIn(text)
  return bare(passages).filter(({ end }) => end <= length)
}

/** Without what later versions may have written beside. */
export function bare(passages: readonly Passage[]): readonly Passage[] {
  return passages.map(({ label, start, end }) => ({ label, start, end }))
}

function codePointsIn(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
