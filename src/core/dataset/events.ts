import type { Places } from '../fact/places.ts'
import { uuidOf } from '../hash.ts'
import type { MessageView } from '../tree/view.ts'
import { isoOf } from './date.ts'
import { mapIn } from './judged.ts'
import type { Fields } from './parsed.ts'

/**
 * [XP5] Single judgements by kind, each with the UUID of its fact: those given, then ours. `emoji` and `ranking` are
 * Open-Assistant's events, the latter on the parent of what it ranks; `report` too, which it never wrote. `review`,
 * `label` (free labels) and `skip` are our own; they are the raw values behind `labels`.
 *
 * @param words whether the text of reports may leave: it is for moderators.
 */
export function eventsOf(message: MessageView, tree: string, words: boolean): Fields | undefined {
  const ours: Readonly<Record<string, Fields[]>> = {
    emoji: message.emojis.map((event) => ({ ...told('emoji', event), emoji: event.emoji })),
    ranking: message.ballots.map((ballot) => ({
      ...told('ranking', ballot),
      ...rankingOf(ballot.order),
      ranking_parent_id: message.id,
      message_tree_id: tree,
      not_rankable: ballot.not_rankable,
      ...(ballot.untouched && { untouched: true }),
      ...(ballot.good !== undefined && { good: ballot.good })
    })),
    review: message.reviews.map((review) => ({
      ...told('review', review),
      labels: review.labels,
      ...(review.unsure.length > 0 && { unsure: review.unsure }),
      ...(review.evidence && { evidence: review.evidence })
    })),
    label: message.freeLabels
      .filter(({ report }) => !report)
      .map((free) => ({ ...told('label', free), labels: free.labels })),
    report: message.freeLabels
      .filter(({ report }) => report)
      .map((free) => ({
        ...told('report', free),
        report_type: Object.keys(free.labels).sort().join(' ') || 'message',
        reason: words ? (free.report?.text ?? '') : '',
        labels: free.labels
      })),
    skip: message.skips.map(({ fact, contributor, kind, reason }) => ({
      ...{ type: 'skip', id: uuidOf(fact), user_id: contributor },
      ...{ task: kind, reason }
    }))
  }
  const added = Object.entries(ours).filter(([, events]) => events.length > 0)
  if (added.length === 0) return undefined
  const before = mapIn(message.given?.events)
  const lists = added.map(([kind, events]) => [kind, [...listIn(before[kind]), ...events]])
  return { ...before, ...Object.fromEntries(lists) }
}

function told(type: string, { fact, contributor, at }: { fact: string; contributor: string; at: number }): Fields {
  return { type, id: uuidOf(fact), user_id: contributor, created_date: isoOf(at) }
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

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
