import type { Rates } from '../../client/settings.ts'
import { minutesFor } from '../../client/sync/transfer.ts'
import type { Batch } from '../../client/work.ts'
import { isBallot } from '../../core/fact/kinds.ts'
import { type Basis, estimate, type Pace, roundMinutes } from '../../core/progress/pace.ts'
import type { Wish, WishedKind } from './wish.ts'

/** What a wish will cost its person: work, and what has to be fetched for it. */
export type Cost = {
  /** In minutes, by the shortest and the longest of the kinds wished for. */
  readonly least: number
  readonly most: number
  readonly basis: Basis
  readonly bytes: number
  /** To fetch it over a link like the last one; undefined: there was none to tell by. */
  readonly fetch: number | undefined
}

/**
 * Bytes to fetch for a task with all that it shows: as 100 English trees had them, 50 replies with their threads 57 kB,
 * 50 rankings of about three replies 190 kB.
 */
const COMMON_BYTES = { ballot: 3800, other: 1150 }
/** Fewer tasks say more of their texts than of their kind. */
const ENOUGH = 10
/** Around a message: its role and language, and how documents frame it. */
const FRAME = 60

/** @param here all batches on this device: other work will be about as long. */
export function costOf(
  wish: Pick<Wish, 'kinds' | 'count' | 'minutes'>,
  pace: Pace,
  here: readonly Batch[],
  rates: Rates
): Cost {
  const [lang] = here.flatMap(({ tasks }) => tasks.slice(0, 1).map((task) => task.lang))
  const tasks = wish.kinds.map((kind) => ({ kind, lang: lang ?? 'und' }))
  const seconds = tasks.map((task) => pace(task).seconds * wish.count)
  const bounded = (some: number) => Math.min(roundMinutes(some), wish.minutes ?? Number.POSITIVE_INFINITY)
  const each = wish.kinds.map((kind) => bytesOf(kind, here))
  const mean = each.reduce((sum, bytes) => sum + bytes, 0) / Math.max(1, each.length)
  const bytes = Math.round(mean * wish.count)
  const fetch = minutesFor(0, bytes, rates)
  return {
    least: bounded(Math.min(...seconds)),
    most: bounded(Math.max(...seconds)),
    basis: estimate(pace, tasks).basis,
    ...{ bytes, fetch }
  }
}

/** The fewest of some numbers that fill a time, to ask for. */
export function countFor(minutes: number, kinds: readonly WishedKind[], pace: Pace, counts: readonly number[]): number {
  const seconds = kinds.map((kind) => pace({ kind, lang: 'und' }).seconds)
  const wanted = (minutes * 60) / Math.min(...seconds)
  return counts.find((count) => count >= wanted) ?? counts.at(-1) ?? 1
}

function bytesOf(kind: WishedKind, here: readonly Batch[]): number {
  const tasks = here.flatMap((batch) => batch.tasks.filter((task) => task.kind === kind))
  if (tasks.length < ENOUGH) return isBallot(kind) ? COMMON_BYTES.ballot : COMMON_BYTES.other
  const texts = tasks.flatMap(({ thread, candidates }) => [...thread, ...candidates])
  const bytes = texts.reduce((sum, { text }) => sum + FRAME + new TextEncoder().encode(text ?? '').byteLength, 0)
  return bytes / tasks.length
}
