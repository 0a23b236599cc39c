import type { MessageId } from '../fact/fact.ts'
import type { Places } from '../fact/places.ts'
import { compareBytes } from '../json.ts'
import type { BallotView, MessageView } from '../tree/view.ts'
import type { Cut } from './cut.ts'
import { isTrainable, threadsIn } from './turns.ts'

/** Replies to one message that an order was found for. */
export type RankedSet = {
  readonly parent: MessageView
  /** From the root to the parent. */
  readonly thread: readonly MessageView[]
  /** Best first; those in one place tie. */
  readonly places: readonly (readonly MessageView[])[]
  /** Replies that no order speaks of. */
  readonly others: readonly MessageView[]
  /** For each place but the last how sure it is above the next, 0.5 to 1; undefined: an import gave the order. */
  readonly certainty?: readonly number[]
  /** False: more ballots are wanted. */
  readonly settled: boolean
}

/** How two replies stand to each other. */
export type Comparison = {
  readonly above: MessageView
  readonly below: MessageView
  readonly tie: boolean
  readonly certainty?: number
  readonly ballots: Tally
}

/** Ballots that have the one above the other, the other above it, or the two alike. */
export type Tally = { readonly for: number; readonly against: number; readonly tied: number }

/** Of the ballots that say how many are good enough, how many count this reply among them. */
export type Good = { readonly yes: number; readonly of: number }

/** [XP14] The sets of replies in an export that can be compared: by their ballots, else by the ranks that an import gave. */
export function rankedSets(cut: Cut): RankedSet[] {
  const threadTo = threadsIn(cut)
  const below = Map.groupBy(cut.messages.filter(isTrainable), ({ parent }) => parent)
  return cut.messages.flatMap((parent) => {
    const replies = below.get(parent.id) ?? []
    const thread = replies.length > 1 ? threadTo(parent) : undefined
    const set = thread && setOf(parent, thread, replies)
    return set && set.places.flat().length > 1 ? [set] : []
  })
}

function setOf(parent: MessageView, thread: readonly MessageView[], replies: readonly MessageView[]): RankedSet {
  const { consensus } = parent
  if (!consensus) {
    const places = byGivenRank(replies)
    return { parent, thread, places, others: replies.filter(({ rank }) => rank === undefined), settled: true }
  }
  const byId = new Map(replies.map((reply) => [reply.id, reply]))
  const kept = consensus.order.map((place) => [place].flat().flatMap((id) => byId.get(id) ?? []))
  const named = new Set(consensus.order.flat())
  return {
    ...{ parent, thread, settled: consensus.settled },
    places: kept.filter((place) => place.length > 0),
    others: replies.filter(({ id }) => !named.has(id)),
    certainty: throughGaps(kept, consensus.certainty)
  }
}

function byGivenRank(replies: readonly MessageView[]): MessageView[][] {
  const ranked = Map.groupBy(
    replies.filter(({ rank }) => rank !== undefined),
    ({ rank }) => rank
  )
  return [...ranked].sort(([a = 0], [b = 0]) => a - b).map(([, place]) => place)
}

/** Where a place is not in the export, the surest step over it counts. */
function throughGaps(places: readonly (readonly MessageView[])[], certainty: readonly number[]): number[] {
  const kept = places.flatMap((place, at) => (place.length > 0 ? [at] : []))
  return kept.slice(1).map((to, i) => surest(certainty, kept[i] as number, to))
}

/**
 * The certainty between two places that are no neighbours: that of the surest step between them. To be above a reply
 * is hardly less certain than to be above one that is better than it.
 */
function surest(certainty: readonly number[], from: number, to: number): number {
  return certainty.slice(from, to).reduce((most, each) => Math.max(most, each), 0.5)
}

/** [XP14] Each two of a set, ties too. */
export function comparisonsIn({ places, certainty, parent }: RankedSet): Comparison[] {
  const placed = places.flatMap((place, at) => place.map((reply) => ({ reply, at })))
  return placed.flatMap(({ reply: above, at }, i) =>
    placed.slice(i + 1).map(({ reply: below, at: under }) => ({
      ...{ above, below, tie: at === under },
      ...(certainty && at !== under && { certainty: surest(certainty, at, under) }),
      ballots: tally(parent.ballots, above.id, below.id)
    }))
  )
}

/** Ballots that found nothing to rank are no voices. */
function tally(ballots: readonly BallotView[], above: MessageId, below: MessageId): Tally {
  const signs = ballots
    .filter(({ not_rankable }) => !not_rankable)
    .map(({ order }) => [placeIn(order, above), placeIn(order, below)])
    .flatMap(([a = -1, b = -1]) => (a < 0 || b < 0 ? [] : [Math.sign(b - a)]))
  const count = (sign: number) => signs.filter((each) => each === sign).length
  return { for: count(1), against: count(-1), tied: count(0) }
}

/** -1: the ballot leaves it out. */
function placeIn(order: Places<MessageId>, id: MessageId): number {
  return order.findIndex((place) => (typeof place === 'string' ? place === id : place.includes(id)))
}

/** [XP14] undefined: nobody said how many are good enough. */
export function goodOf(parent: MessageView, reply: MessageId): Good | undefined {
  const said = parent.ballots.flatMap(({ order, good, not_rankable }) => {
    const at = placeIn(order, reply)
    return good === undefined || at < 0 || not_rankable ? [] : [order.slice(0, at).flat().length < good]
  })
  return said.length === 0 ? undefined : { yes: said.filter((each) => each).length, of: said.length }
}

/** In the order of their facts: when a ballot came says nothing. */
export function ballotsOf({ ballots }: MessageView): BallotView[] {
  return [...ballots].sort((a, b) => compareBytes(a.fact, b.fact))
}
