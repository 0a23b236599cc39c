import { uuidOf } from '../hash.ts'
import type { BallotView, MessageView } from '../tree/view.ts'
import type { Cut } from './cut.ts'
import { isoOf } from './date.ts'
import type { Ids } from './ids.ts'
import { meansOf } from './judged.ts'
import type { Fields } from './parsed.ts'
import { ballotsOf, comparisonsIn, goodOf, type RankedSet, rankedSets } from './ranked.ts'
import { partOf, type Split } from './split.ts'
import { alternates, placeOf, turnOf } from './turns.ts'

/** [XP14] Ranked lists for reward models: the whole truth of an order, ties, raw ballots and certainty and all. */
export function listsOf(cut: Cut, ids: Ids, split?: Split): Fields[] {
  return rankedSets(cut)
    .filter(({ thread }) => alternates(thread))
    .map((set) => lineOf(cut, set, ids, split))
}

function lineOf(cut: Cut, set: RankedSet, ids: Ids, split: Split | undefined): Fields {
  const { parent, thread, places, others, certainty, settled } = set
  const inExport = new Set([...places.flat(), ...others].map(({ id }) => id))
  const laid = (fields: object) => new Map(Object.entries(fields))
  return {
    ...placeOf(cut, parent, ids),
    split: partOf(cut.view, split),
    parent_id: ids.message(parent.id),
    prompt: thread.map((message) => laid(turnOf(message))),
    replies: [...places.flat(), ...others].map((reply) => laid(replyOf(parent, reply, ids))),
    places: places.map((place) => place.map(({ id }) => ids.message(id))),
    ...(certainty && { certainty }),
    settled,
    pairs: comparisonsIn(set).map(({ above, below, tie, certainty: sure, ballots }) =>
      laid({
        ...{ above: ids.message(above.id), below: ids.message(below.id), tie },
        ...(sure !== undefined && { certainty: sure }),
        ...ballots
      })
    ),
    ballots: ballotsOf(parent).map((ballot) => laid(ballotOf(ballot, inExport, ids)))
  }
}

function replyOf(parent: MessageView, reply: MessageView, ids: Ids): Fields {
  const labels = meansOf(reply)
  const good = goodOf(parent, reply.id)
  return {
    ...turnOf(reply),
    message_id: ids.message(reply.id),
    ...(reply.rank !== undefined && { rank: reply.rank }),
    ...(good && { good: new Map(Object.entries(good)) }),
    ...(Object.keys(labels).length > 0 && { labels })
  }
}

/** A ballot as it was given, best first; replies that are not in the export are left out of it. */
function ballotOf(ballot: BallotView, inExport: ReadonlySet<string>, ids: Ids): Fields {
  const named = (some: readonly string[]) => some.filter((id) => inExport.has(id)).map((id) => ids.message(id))
  return {
    id: ids.message(uuidOf(ballot.fact)),
    user_id: ids.user(ballot.contributor),
    created_date: isoOf(ballot.at),
    order: ballot.order.map((place) => named([place].flat())).filter((place) => place.length > 0),
    shown: named(ballot.shown),
    not_rankable: ballot.not_rankable,
    untouched: ballot.untouched,
    ...(ballot.good !== undefined && { good: ballot.good })
  }
}
