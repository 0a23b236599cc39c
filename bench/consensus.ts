import { rankedPairs } from '../src/core/consensus/ranked-pairs.ts'
import { agree, type Ratings } from '../src/core/consensus/understory.ts'
import { Chance } from '../src/core/examples/chance.ts'
import type { Places } from '../src/core/fact/places.ts'
import { UNDERSTORY } from '../src/core/rules.ts'

/** Noise of a judgement, in standard deviations of quality, and share of people who judge at random or not at all. */
const LEVELS = {
  low: { noise: 0.5, careless: 0.03 },
  middle: { noise: 1, careless: 0.1 },
  high: { noise: 1.5, careless: 0.25 }
}
type Level = (typeof LEVELS)[keyof typeof LEVELS]

const SETS = 10_000
/** Of sets of replies, the rest have three. */
const PAIRS = 0.35
const REVIEWS = 3
/** Of reviewers; they say neither how good nor how helpful a reply is. */
const UNANSWERED = 0.08
/** Replies that seem closer tie, where they may. */
const ALIKE = 0.1
/** Minutes for a ballot over two replies, and for each further one. */
const MINUTES = [3, 1.5] as const

/** Replies with their hidden quality, and what people will say of them. */
type Case = {
  readonly quality: ReadonlyMap<string, number>
  readonly ballots: readonly Places<string>[]
  /** The same people, where nothing may tie. */
  readonly strict: readonly Places<string>[]
  readonly ratings: readonly Ratings[]
}
type Outcome = { readonly order: Places<string>; readonly ballots: number }
type Way = (given: Case) => Outcome

const WAYS: Readonly<Record<string, Way>> = {
  'ranked pairs, three ballots': ({ strict }) => ({ order: rankedPairs(strict.slice(0, 3)) ?? [], ballots: 3 }),
  'scores, three ballots': (given) => asking({ ...given, ratings: [] }, { num_required_rankings: 3, max_rankings: 3 }),
  'scores and ratings, three ballots': (given) => asking(given, { num_required_rankings: 3, max_rankings: 3 }),
  'scores, as many ballots as needed': (given) => asking({ ...given, ratings: [] }),
  understory: (given) => asking(given)
}

/** Asks for ballots until they settle the order. */
function asking({ quality, ballots, ratings }: Case, limits: Partial<typeof UNDERSTORY> = {}): Outcome {
  for (let count = 1; ; count++) {
    const said = agree([...quality.keys()], ballots.slice(0, count), { ...UNDERSTORY, ...limits }, ratings)
    if (said?.settled) return { order: said.order, ballots: count }
  }
}

/**
 * Sets of replies with hidden qualities, judged with noise and without care.
 *
 * @returns by way and level: Kendall's tau-a against the truth, the part of the distance to 1 that is gone against
 *   ranked pairs, the share of sets whose best reply was found, ballots and minutes a set; and for `understory` by
 *   hundredths stated how many of so certain places are indeed in order.
 */
export function consensusFigures() {
  const rows: Record<string, Record<string, number>> = {}
  const stated: Record<string, Record<string, string>> = {}
  for (const [name, level] of Object.entries(LEVELS)) {
    const cases = casesOf(level)
    let base = 0
    for (const [way, run] of Object.entries(WAYS)) {
      const outcomes = cases.map((given) => ({ ...given, ...run(given) }))
      const pairs = outcomes.flatMap(({ quality, order }) => pairsOf(quality, order))
      const tau = mean(pairs)
      base ||= tau
      rows[`${name}: ${way}`] = {
        tau: round(tau),
        gone: round((tau - base) / (1 - base)),
        best: round(mean(outcomes.map(bestFound))),
        ballots: round(mean(outcomes.map(({ ballots }) => ballots))),
        minutes: round(mean(outcomes.map(({ ballots, quality }) => ballots * minutesOf(quality.size))))
      }
    }
    stated[name] = calibration(cases)
  }
  return { rows, stated }
}

function minutesOf(replies: number): number {
  return MINUTES[0] + MINUTES[1] * (replies - 2)
}

/** For each pair 1 if it is in its true order, -1 if it is turned, 0 if it ties. */
function pairsOf(quality: ReadonlyMap<string, number>, order: Places<string>): number[] {
  const place = (id: string) => order.findIndex((each) => [each].flat().includes(id))
  const ids = [...quality.keys()].sort((a, b) => (quality.get(b) ?? 0) - (quality.get(a) ?? 0))
  return ids.flatMap((a, i) => ids.slice(i + 1).map((b) => Math.sign(place(b) - place(a))))
}

function bestFound({ quality, order }: { quality: Case['quality']; order: Places<string> }): number {
  const first = [order[0] ?? []].flat()
  const best = [...quality].sort(([, a], [, b]) => b - a)[0]?.[0]
  return first.length === 1 && first[0] === best ? 1 : 0
}

/** What is said of neighbouring places after two, three and five ballots, in tenths: stated and true. */
function calibration(cases: readonly Case[]): Record<string, string> {
  const buckets = new Map<number, { stated: number[]; true: number[] }>()
  for (const { quality, ballots, ratings } of cases) {
    for (const count of [2, 3, 5]) {
      const said = agree([...quality.keys()], ballots.slice(0, count), UNDERSTORY, ratings)
      for (const [i, certainty] of (said?.certainty ?? []).entries()) {
        const key = Math.min(9, Math.floor(certainty * 10))
        const bucket = buckets.get(key) ?? { stated: [], true: [] }
        buckets.set(key, bucket)
        for (const a of [said?.order[i] ?? []].flat()) {
          for (const b of [said?.order[i + 1] ?? []].flat()) {
            bucket.stated.push(certainty)
            bucket.true.push((quality.get(a) ?? 0) > (quality.get(b) ?? 0) ? 1 : 0)
          }
        }
      }
    }
  }
  const sorted = [...buckets].sort(([a], [b]) => a - b)
  return Object.fromEntries(
    sorted.map(([key, each]) => [
      `0.${key}`,
      `${mean(each.stated).toFixed(2)} true ${mean(each.true).toFixed(2)} of ${each.true.length}`
    ])
  )
}

function casesOf({ noise, careless }: Level): Case[] {
  const chance = new Chance(12)
  const random = () => chance.next()
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Array.from({ length: SETS }, () => {
    const ids = random() < PAIRS ? ['a', 'b'] : ['a', 'b', 'c']
    const quality = new Map(ids.map((id) => [id, normal()]))
    const seen = (id: string) => (quality.get(id) ?? 0) + noise * normal()
    // Who is careless leaves the start order, which is one of chance, or makes one.
    const voters = Array.from({ length: UNDERSTORY.max_rankings }, () => {
      const eye = new Map(ids.map((id) => [id, seen(id)]))
      const order = chance.shuffled(ids)
      return random() < careless
        ? { order }
        : { order: order.sort((a, b) => (eye.get(b) ?? 0) - (eye.get(a) ?? 0)), eye }
    })
    const ratings = ids.flatMap((id) =>
      Array.from({ length: REVIEWS }, (): Ratings => {
        if (random() < careless) return random() < 0.5 ? new Map() : new Map([[id, Math.floor(random() * 5) / 4]])
        const mark = Math.round(Math.min(4, Math.max(0, seen(id) + 2))) / 4
        return random() < UNANSWERED ? new Map() : new Map([[id, mark]])
      })
    )
    const ballots = voters.map(({ order, eye }) => (eye ? tied(order, eye) : order))
    return { quality, ballots, strict: voters.map(({ order }) => order), ratings }
  })
}

/** Neighbours that seem alike share a place. */
function tied(order: readonly string[], eye: ReadonlyMap<string, number>): Places<string> {
  const places: string[][] = []
  for (const id of order) {
    const last = places.at(-1)
    const before = last?.at(-1)
    if (last && before !== undefined && (eye.get(before) ?? 0) - (eye.get(id) ?? 0) < ALIKE) last.push(id)
    else places.push([id])
  }
  return places
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
