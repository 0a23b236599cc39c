import { isBallot, isReview } from '../fact/kinds.ts'
import type { Places } from '../fact/places.ts'
import { uuidOf } from '../hash.ts'
import type { MessageView, ReviewView, SkipView } from '../tree/view.ts'
import { isoOf } from './date.ts'
import { LABELS } from './layout.ts'
import { type Fields, isMap } from './parsed.ts'

/** [XP5] Reactions: those given, and Open-Assistant's hidden ones raised by what was turned down here. */
export function emojisOf({ given, skips }: MessageView): Fields | undefined {
  if (skips.length === 0) return undefined
  const counts = new Map<string, unknown>(Object.entries(mapIn(given?.emojis)))
  for (const skip of skips) counts.set(codeOf(skip), Number(counts.get(codeOf(skip)) ?? 0) + 1)
  return Object.fromEntries(counts)
}

function codeOf({ kind }: SkipView): string {
  return isReview(kind) ? '_skip_labeling' : isBallot(kind) ? '_skip_ranking' : '_skip_reply'
}

/** [XP5] Per label the mean of all values and their number, those given counted as often as they say. */
export function labelsOf({ given, reviews }: MessageView): Fields | undefined {
  if (reviews.length === 0) return undefined
  const before = mapIn(given?.labels)
  const here = LABELS.filter((label) => reviews.some(({ labels }) => Object.hasOwn(labels, label)))
  return { ...before, ...Object.fromEntries(here.map((label) => [label, combined(before[label], label, reviews)])) }
}

function combined(given: unknown, label: string, reviews: readonly ReviewView[]): Fields {
  const before = mapIn(given)
  const told = typeof before.value === 'number' && typeof before.count === 'number'
  const [value, count] = told ? [before.value as number, before.count as number] : [0, 0]
  const values = reviews.flatMap(({ labels }) => labels[label] ?? [])
  const sum = values.reduce((total, each) => total + each, 0)
  return { ...before, value: (value * count + sum) / (count + values.length), count: count + values.length }
}

/**
 * [XP5] Single judgements by kind, each with the UUID of its fact: those given, then ours. `ranking` is
 * Open-Assistant's event and hangs on the parent; `review` and `skip` are our own.
 */
export function eventsOf(message: MessageView, tree: string): Fields | undefined {
  const ours = {
    ranking: message.ballots.map((ballot) => ({
      type: 'ranking',
      id: uuidOf(ballot.fact),
      user_id: ballot.contributor,
      created_date: isoOf(ballot.at),
      ...rankingOf(ballot.order),
      ranking_parent_id: message.id,
      message_tree_id: tree,
      not_rankable: ballot.not_rankable
    })),
    review: message.reviews.map(({ fact, contributor, at, labels }) => ({
      type: 'review',
      id: uuidOf(fact),
      user_id: contributor,
      created_date: isoOf(at),
      labels
    })),
    skip: message.skips.map(({ fact, contributor, kind, reason }) => ({
      type: 'skip',
      id: uuidOf(fact),
      user_id: contributor,
      task: kind,
      reason
    }))
  }
  const added = Object.entries(ours).filter(([, events]) => events.length > 0)
  if (added.length === 0) return undefined
  const before = mapIn(message.given?.events)
  const lists = added.map(([kind, events]) => [kind, [...listIn(before[kind]), ...events]])
  return { ...before, ...Object.fromEntries(lists) }
}

/**
 * [XP5] Open-Assistant's two fields, both best first. Its list of ids has no ties, so `ranking` tells them: for each id
 * how many stand above it, 0, 1, 1, 3. In which order the replies were shown is not part of it.
 */
export function rankingOf(order: Places<string>): { ranking: number[]; ranked_message_ids: string[] } {
  const above = (i: number) => order.slice(0, i).flat().length
  const ranking = order.flatMap((place, i) => [place].flat().map(() => above(i)))
  return { ranking, ranked_message_ids: order.flat() }
}

function mapIn(value: unknown): Fields {
  return isMap(value) ? value : {}
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
