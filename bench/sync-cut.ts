import { dayOfWork, readMessages } from './day-of-work.ts'
import { SLOW } from './one-device.ts'
import type { Outages } from './relay.ts'
import { dayOverLink, type Figures, floorOf } from './sync-day.ts'

/** After each cut nobody gets through for so long, in milliseconds. */
const DOWN = 2000
/** Where the first cut falls is chance: at its latest, in the middle, and early. */
const OUTAGES: Readonly<Record<string, Outages | undefined>> = {
  uncut: undefined,
  every_15_s: { first: 15_000, up: 15_000, down: DOWN },
  every_15_s_early: { first: 2500, up: 15_000, down: DOWN },
  every_6_s: { first: 6000, up: 6000, down: DOWN },
  every_6_s_middle: { first: 4000, up: 6000, down: DOWN },
  every_6_s_early: { first: 2000, up: 6000, down: DOWN }
}

export type CutFigures = Figures & {
  bytes: number
  /** Against the run without cuts. */
  times_uncut_seconds: number
  times_uncut_bytes: number
  /** Against the day as JSON lines in one brotli stream. */
  times_floor_bytes: number
}

/** A day of work over 20 kbit/s and 600 ms, cut in a rhythm, down for two seconds each time. */
export async function syncCut(file: string): Promise<{ runs: Record<string, CutFigures>; floor_bytes: number }> {
  const day = dayOfWork(readMessages(file), 0)
  const floor = floorOf(day)
  const runs: Record<string, CutFigures> = {}
  for (const [name, outages] of Object.entries(OUTAGES)) {
    const figures = await dayOverLink(file, day, { ...SLOW, cutAfter: 0, ...(outages && { outages }) })
    const bytes = figures.up_bytes + figures.down_bytes
    const { uncut = { seconds: figures.seconds, bytes } } = runs
    runs[name] = {
      ...figures,
      bytes,
      times_uncut_seconds: ratio(figures.seconds, uncut.seconds),
      times_uncut_bytes: ratio(bytes, uncut.bytes),
      times_floor_bytes: ratio(bytes, floor)
    }
  }
  return { runs, floor_bytes: floor }
}

export function ratio(a: number, b: number): number {
  return Math.round((100 * a) / b) / 100
}
