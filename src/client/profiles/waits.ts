/** So many are mistypes. */
const FREE = 3
const MOST_MS = 5 * 60_000

/**
 * [PF6] How long after the last wrong PIN another one is taken, in milliseconds: 2 s after the third, then twice as long
 * each time. It keeps off who sits at this computer; who copies its disk tries elsewhere.
 */
export function waitAfter(wrong: number): number {
  return wrong < FREE ? 0 : Math.min(MOST_MS, 2000 * 2 ** (wrong - FREE))
}

/** [PF6] What is left of it. A clock that was set back makes it no longer than it was at first. */
export function waitLeft({ count, at }: { readonly count: number; readonly at: number }, now: number): number {
  const wait = waitAfter(count)
  return Math.max(0, Math.min(wait, at + wait - now))
}
