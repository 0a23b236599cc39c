import { brotliCompressSync, constants } from 'node:zlib'
import { type DayItem, dayOfWork, readMessages } from './day-of-work.ts'
import { oneDevice, SLOW, workOffline } from './one-device.ts'
import type { Shape } from './relay.ts'

const RUNS = {
  uncut: { days: 1, cutAfter: 0 },
  cut: { days: 1, cutAfter: 4000 },
  week: { days: 5, cutAfter: 6000 }
} as const
const GIVE_UP_MS = 300_000

export type Figures = {
  up_bytes: number
  down_bytes: number
  /** From the start of connecting to the last receipt. */
  seconds: number
  cuts: number
  /** Contributions that reached the hub though it held them. */
  duplicates: number
  /** Contributions that the hub does not hold in the end. */
  lost: number
  /** Bytes of the device's work that were given to a socket more than once, deflated as it does; and the most after one cut. */
  resent_bytes: number
  most_resent_after_a_cut: number
}

/** The day's contributions through the real engine and the real hub, over a shaped link. */
export async function syncDay(
  file: string
): Promise<{ runs: Record<keyof typeof RUNS, Figures>; floor_bytes: number }> {
  const messages = readMessages(file)
  const days = Array.from({ length: 5 }, (_, day) => dayOfWork(messages, day))
  const figures = {} as Record<keyof typeof RUNS, Figures>
  for (const name of ['uncut', 'cut', 'week'] as const) {
    const { days: count, cutAfter } = RUNS[name]
    figures[name] = await dayOverLink(file, days.slice(0, count).flat(), { ...SLOW, cutAfter })
  }
  return { runs: figures, floor_bytes: floorOf(days[0] ?? []) }
}

/** A day as JSON lines in one brotli stream, in bytes. */
export function floorOf(day: readonly DayItem[]): number {
  return inBrotli(day.map(({ json }) => json))
}

/** Lines in one brotli stream, in bytes. */
export function inBrotli(lines: readonly string[]): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 }
  return brotliCompressSync(lines.map((line) => `${line}\n`).join(''), { params }).byteLength
}

/** What was done with no link goes up over this one. */
export async function dayOverLink(file: string, day: readonly DayItem[], shape: Shape): Promise<Figures> {
  const one = await oneDevice(file, shape)
  const { hub, device, relay, store, parts } = one
  try {
    const items = await workOffline(one, day)
    hub.counts.duplicates = 0
    one.byBadLink()
    const started = performance.now()
    await device.start()
    await device.synced(GIVE_UP_MS)
    const seconds = (performance.now() - started) / 1000
    const held = await store.read((tx) => Promise.all(items.map((id) => tx.fact(id))))
    return {
      up_bytes: relay.carried.up,
      down_bytes: relay.carried.down,
      seconds: Math.round(seconds * 10) / 10,
      cuts: relay.carried.cuts,
      duplicates: hub.counts.duplicates,
      lost: held.filter((fact) => fact === undefined).length,
      resent_bytes: parts.again.deflated,
      most_resent_after_a_cut: parts.mostAgain
    }
  } finally {
    await one.close()
  }
}
