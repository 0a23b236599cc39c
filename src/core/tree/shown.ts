import type { MessageId, TreeId } from '../fact/fact.ts'
import type { Judged } from './growth.ts'
import type { RankingSet } from './ranking.ts'
import type { MessageView } from './view.ts'

/** The messages of a tree as its view shows them: parents before children, replies in rank order. */
export function shownMessages(
  tree: TreeId,
  judged: ReadonlyMap<MessageId, Judged>,
  sets: readonly RankingSet[],
  ranks: ReadonlyMap<MessageId, number | undefined>
): MessageView[] {
  const consensusOf = new Map(sets.map(({ parent, consensus }) => [parent.id, consensus]))
  const views = new Map<MessageId, MessageView>()
  for (const message of judged.values()) views.set(message.id, viewOf(message, ranks, consensusOf.get(message.id)))
  const rankOf = (id: MessageId) => views.get(id)?.rank ?? Number.POSITIVE_INFINITY
  const ordered: MessageView[] = []
  // A loop and not a recursion: an imported thread may be deeper than the stack.
  const next: MessageId[] = [tree]
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    const view = views.get(id)
    if (!view) continue
    ordered.push(view)
    // A stable sort: replies without a rank keep their order.
    const replies = (judged.get(id)?.children ?? []).toSorted((a, b) =>
      rankOf(a) === rankOf(b) ? 0 : rankOf(a) - rankOf(b)
    )
    next.push(...replies.reverse())
  }
  return ordered
}

function viewOf(
  message: Judged,
  ranks: ReadonlyMap<MessageId, number | undefined>,
  consensus: MessageView['consensus']
): MessageView {
  const { fact, versions: _, children: __, accepted, firstVerdict: ___, reviewsWanted: ____, ...rest } = message
  const given = typeof message.given?.rank === 'number' ? message.given.rank : undefined
  const rank = ranks.has(message.id) ? ranks.get(message.id) : given
  return {
    ...rest,
    fact: fact.id,
    device: fact.device,
    ...(consensus && { consensus }),
    ...(accepted !== undefined && { accepted }),
    ...(rank !== undefined && { rank })
  }
}
