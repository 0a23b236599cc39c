import type { MessageId } from '../fact/fact.ts'
import type { MessageView, TreeView } from '../tree/view.ts'
import { type LeftOut, withConsent } from './consent.ts'
import { ranksOf } from './ranks.ts'
import { isList, isSelected, type Selection, selectMessages } from './select.ts'

/** What of one tree is in an export, whatever its format. */
export type Cut = {
  readonly view: TreeView
  /** Depth first, replies by their rank, unranked ones last; each with the rank that the export gives it. */
  readonly messages: readonly MessageView[]
  /** Nothing in it hangs on anything. */
  readonly list: boolean
  readonly leftOut: CutLeftOut
}

export type CutLeftOut = {
  readonly consent: LeftOut
  /** Messages that are wanted, but hang on one that is left out. */
  readonly orphans: number
  /** Messages that reviewers' flags hold back, unless everything is given. */
  readonly held: number
}

export const NOTHING_LEFT_OUT: CutLeftOut = { consent: { messages: 0, judgements: 0 }, orphans: 0, held: 0 }

/** [XP4] [XP6] [XP8] [XP9] [XP10] */
export function cutOf(view: TreeView, selection: Selection, consented: (contributor: string) => boolean): Cut {
  const list = isList(selection)
  if (!isSelected(view, selection)) return { view, messages: [], list, leftOut: NOTHING_LEFT_OUT }
  const selected = selectMessages(view.messages, selection)
  const { messages: kept, leftOut } = withConsent(selected.messages, consented, list)
  const ids = new Set(kept.map(({ id }) => id))
  const ranks = ranksOf(view.messages, (id) => ids.has(id))
  const ranked = kept.map((message) => withRank(message, ranks))
  return {
    view,
    messages: list ? ranked : depthFirst(ranked),
    list,
    leftOut: { consent: leftOut, orphans: selected.orphans, held: selected.held }
  }
}

/** A message without a rank gets none: its consensus may be open still. */
function withRank(message: MessageView, ranks: ReadonlyMap<MessageId, number | undefined>): MessageView {
  if (message.rank === undefined || !ranks.has(message.id)) return message
  const { rank: _, ...rest } = message
  const rank = ranks.get(message.id)
  return rank === undefined ? rest : { ...rest, rank }
}

function depthFirst(messages: readonly MessageView[]): MessageView[] {
  const below = Map.groupBy(messages, ({ parent }) => parent)
  const ordered: MessageView[] = []
  // No recursion: threads may be 200 replies deep, and stacks are not ours to fill.
  const open = [...messages.slice(0, 1)]
  for (let message = open.pop(); message; message = open.pop()) {
    ordered.push(message)
    open.push(...(below.get(message.id) ?? []).sort(byRank).reverse())
  }
  return ordered
}

/** Those of one rank, or of none, stay as they were. */
function byRank(a: MessageView, b: MessageView): number {
  return (a.rank ?? Number.MAX_VALUE) - (b.rank ?? Number.MAX_VALUE)
}
