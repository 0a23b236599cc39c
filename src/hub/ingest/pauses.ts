import type { WriteTx } from '../store/store.ts'

/** Stamps between which this hub gave none, since it did not run: the last before, and the first after. */
export type Pause = readonly [before: number, after: number]

/** Older ones are forgotten: a device that was away for longer hears the words that changed. */
const MOST = 200
/** A hub that begins with its clock behind leaves out so many milliseconds, for receipts of a state that was lost. */
const LEFT_OUT = 60_000
const KEY = 'pauses'

/**
 * [RC1] The hub begins. A state that an older one has replaced has given stamps in just such a pause: that is how a device
 * which has heard one tells of it, also once this state has given later ones.
 * @param last stamp given so far. @param now milliseconds since 1970.
 * @returns all pauses that are known, the new one last.
 */
export async function beginsAgain(tx: WriteTx, last: number, now: number): Promise<readonly Pause[]> {
  const before = JSON.parse((await tx.meta(KEY)) ?? '[]') as readonly Pause[]
  const next: Pause = [last, now > last ? now : last + LEFT_OUT]
  const pauses = [...before, next].slice(-MOST)
  await tx.setMeta(KEY, JSON.stringify(pauses))
  return pauses
}

/** Whether no stamp of this state can be this one. */
export function isInPause(pauses: readonly Pause[], stamp: number): boolean {
  return pauses.some(([before, after]) => stamp > before && stamp < after)
}
