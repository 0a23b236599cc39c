import * as v from 'valibot'
import { decodeCbor, encodeCbor } from '../core/cbor.ts'
import { hashOf } from '../core/hash.ts'
import type { Counts } from '../core/progress/tally.ts'
import { Refused } from './refusal.ts'

/** [PR2] What a hub tells all devices of how its project goes. */
export type Standing = {
  /** When it was counted, in seconds since 1970. */
  readonly at: number
  /** Of the last seven days, and of all time. */
  readonly week: Counts
  readonly all: Counts
  /** How many people did something this week, named or not. */
  readonly workers: number
  readonly langs: readonly LanguageStanding[]
  readonly goals: readonly GoalStanding[]
  /** Those who did most this week and may be named, the most first. */
  readonly people: readonly PersonStanding[]
}
export type LanguageStanding = {
  readonly lang: string
  readonly week: Counts
  readonly all: Counts
  /** Tasks that nobody has, to write, judge and rank. */
  readonly open: Counts
}
export type GoalStanding = {
  readonly lang?: string
  readonly tasks: number
  readonly done: number
  /** Seconds since 1970. */
  readonly from: number
  readonly until?: number
}
/** Those with as many points share a place. */
export type PersonStanding = { readonly name: string; readonly points: number; readonly place: number }

/** [PR2] A second over a link of 2G. */
export const MAX_STANDING_BYTES = 2000
const MOST = 50
const LONGEST_NAME = 100

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const ThreeCounts = v.tuple([Count, Count, Count])
const Lang = v.pipe(v.string(), v.maxLength(200))
const Body = v.tuple([
  v.literal(1),
  Count,
  ThreeCounts,
  ThreeCounts,
  Count,
  v.pipe(v.array(v.tuple([Lang, ThreeCounts, ThreeCounts, ThreeCounts])), v.maxLength(MOST)),
  v.pipe(v.array(v.tuple([v.nullable(Lang), Count, Count, Count, v.nullable(Count)])), v.maxLength(MOST)),
  v.pipe(v.array(v.tuple([v.pipe(v.string(), v.maxLength(LONGEST_NAME)), Count, Count])), v.maxLength(MOST))
])

/**
 * [PR2] `[1, at, week, all, workers, [[lang, week, all, open]...], [[lang, tasks, done, from, until]...], [[name, points,
 * place]...]]`. What does not fit is left out from the ends: people first, then languages.
 */
export function writeStanding(standing: Standing): Uint8Array {
  let { langs, people } = { ...standing, langs: standing.langs.slice(0, MOST), people: standing.people.slice(0, MOST) }
  const goals = standing.goals.slice(0, MOST)
  for (;;) {
    const bytes = encode({ ...standing, langs, goals, people })
    if (bytes.byteLength <= MAX_STANDING_BYTES || (people.length === 0 && langs.length === 0)) return bytes
    if (people.length > 0) people = people.slice(0, -1)
    else langs = langs.slice(0, -1)
  }
}

function encode({ at, week, all, workers, langs, goals, people }: Standing): Uint8Array {
  return encodeCbor([
    ...[1, at, week, all, workers],
    langs.map(({ lang, ...counts }) => [lang, counts.week, counts.all, counts.open]),
    goals.map(({ lang = null, tasks, done, from, until = null }) => [lang, tasks, done, from, until]),
    people.map(({ name, points, place }) => [name, points, place])
  ])
}

/** @throws {Refused} malformed, too-large, or newer-version. */
export function readStanding(bytes: Uint8Array): Standing {
  if (bytes.byteLength > 2 * MAX_STANDING_BYTES) throw new Refused('too-large', 'standing')
  const value = decoded(bytes)
  if (Array.isArray(value) && typeof value[0] === 'number' && value[0] > 1)
    throw new Refused('newer-version', 'standing')
  const read = v.safeParse(Body, value)
  if (!read.success) throw new Refused('malformed', `standing: ${read.issues[0].message}`)
  const [, at, week, all, workers, langs, goals, people] = read.output
  return {
    ...{ at, week, all, workers },
    langs: langs.map(([lang, ...counts]) => ({ lang, week: counts[0], all: counts[1], open: counts[2] })),
    goals: goals.map(([lang, tasks, done, from, until]) => ({
      ...(lang !== null && { lang }),
      ...{ tasks, done, from },
      ...(until !== null && { until })
    })),
    people: people.map(([name, points, place]) => ({ name, points, place }))
  }
}

function decoded(bytes: Uint8Array): unknown {
  try {
    return decodeCbor(bytes)
  } catch (cause) {
    throw new Refused('malformed', 'standing', { cause })
  }
}

/** The receiver's own place among those who may be named. */
export type OwnStanding = { readonly place: number; readonly points: number; readonly of: number }

/** Names what a device is told, so that it crosses a link only once. When it was counted is no news. */
export function versionOfStanding(standing: Standing, mine?: OwnStanding): string {
  const own = mine ? [mine.place, mine.points, mine.of] : []
  return hashOf('standing', [encode({ ...standing, at: 0 }), own]).slice(0, 16)
}
