import type { MessageView, TreeView } from '../tree/view.ts'
import { isoOf } from './date.ts'
import { eventsOf } from './events.ts'
import { emojisOf, labelsOf } from './judged.ts'
import type { Fields } from './parsed.ts'

export type Detail = {
  readonly labels: boolean
  readonly events: boolean
  /** What was turned down counts as hidden reactions. */
  readonly skips: boolean
  /** The text of reports too. */
  readonly reports: boolean
}

/** [XP3] A message's fields, in no order and without its replies. */
export function fieldsOf(message: MessageView, tree: TreeView, { labels, events, skips, reports }: Detail): Fields {
  const {
    emojis,
    labels: givenLabels,
    events: givenEvents,
    ...own
  } = message.given ? changed(message) : written(message)
  const all = {
    ...own,
    emojis: emojisOf(message, skips) ?? emojis,
    labels: labels ? (labelsOf(message) ?? givenLabels) : undefined,
    events: events ? (eventsOf(message, tree.id, reports) ?? givenEvents) : undefined,
    message_id: message.id,
    ...parentOf(message),
    text: message.text ?? '',
    ...(message.text === null && { erased: true }),
    ...(message.flagged?.length && { flagged: message.flagged }),
    // An amended text says whose: the UUID of the fact that it came by.
    ...(message.version !== message.id && { version: message.version })
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** What an import gave, as it gave it, except where facts made since say otherwise. */
function changed({ given = {}, ...now }: MessageView): Fields {
  const fields: Record<string, unknown> = { ...given }
  if (now.reviews.length > 0) {
    fields.review_count = now.reviewCount
    if (typeof given.review_result !== 'boolean') fields.review_result = resultOf(now)
  }
  if ((given.deleted === true) !== now.deleted) fields.deleted = now.deleted
  if ((typeof given.rank === 'number' ? given.rank : undefined) !== now.rank) fields.rank = now.rank
  return fields
}

/** A message that was written here. */
function written(message: MessageView): Fields {
  return {
    user_id: message.contributor,
    created_date: message.at === undefined ? undefined : isoOf(message.at),
    role: message.role,
    lang: message.lang,
    review_count: message.reviewCount,
    review_result: resultOf(message),
    deleted: message.deleted,
    rank: message.rank,
    synthetic: false
  }
}

/** As Open-Assistant gives it: a rejection counts as one only after more than two reviews. */
function resultOf({ accepted, reviewCount }: Pick<MessageView, 'accepted' | 'reviewCount'>): boolean | undefined {
  return accepted === true || (accepted === false && reviewCount > 2) ? accepted : undefined
}

/** A `parent_id` of null among what was given: a root that said null, or a reply whose line left it to the nesting. */
function parentOf({ given, parent }: MessageView): Fields {
  if (given?.parent_id === null) return { parent_id: parent === undefined ? null : undefined }
  return { parent_id: parent }
}
