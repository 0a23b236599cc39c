import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TreeView } from '../tree/view.ts'
import { exported, fourReplies, json } from './conformance.ts'

type Node = { message_id: string; role: string; rank?: number; replies?: Node[] }

/** What Open-Assistant's loader takes for a reward model (open-assistant.md 5.5): each is better than those after it. */
function rankedByTheirLoader(line: string): string[] {
  const { replies = [] } = (JSON.parse(line) as { prompt: Node }).prompt
  const ranked = replies.filter(({ role, rank }) => role === 'assistant' && rank !== undefined)
  return ranked.toSorted((a, b) => Number(a.rank) - Number(b.rank)).map(({ message_id }) => message_id)
}

/** The tree as it would be if this were the order of its replies. */
function ordered(view: TreeView, places: readonly (readonly string[])[]): TreeView {
  const order = places.map((place) => (place.length > 1 ? place : (place[0] as string)))
  const above = new Map(places.flatMap((place, at) => place.map((id) => [id, places.slice(0, at).flat().length])))
  const messages = view.messages.map((message) => {
    const rank = above.get(message.id)
    if (message.parent === undefined)
      return { ...message, consensus: { order, certainty: order.slice(1).map(() => 0.7), settled: true } }
    return rank === undefined ? message : { ...message, rank }
  })
  return { ...view, messages }
}

describe('replies that tie', () => {
  const { view, replies } = fourReplies({ order: [0, 1, 2, 3] })
  const made = view()

  it('[XP9] are never better or worse than each other to a reader of ranks', () => {
    const places = fc
      .tuple(fc.shuffledSubarray(replies, { minLength: 4 }), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }))
      .map(([ids, apart]) => {
        const all: string[][] = []
        for (const [at, id] of ids.entries())
          if (at === 0 || apart[at - 1]) all.push([id])
          else all.at(-1)?.push(id)
        return all
      })
    fc.assert(
      fc.property(places, (order) => {
        const [line = ''] = exported([ordered(made, order)])
        const placeOf = (id: string) => order.findIndex((place) => place.includes(id))
        const ranked = rankedByTheirLoader(line).map(placeOf)
        // One of every place, and each strictly worse than the one before.
        expect(ranked).toEqual(order.map((_, at) => at))
      })
    )
  })

  it('[XP9] carry one rank, the number of those above; the others none, and stand last', () => {
    const [a, b, c, d] = replies as [string, string, string, string]
    const [line = ''] = exported([ordered(made, [[d], [c, a], [b]])])
    const [smaller, other] = [a, c].toSorted()
    const { replies: given = [] } = (JSON.parse(line) as { prompt: Node }).prompt
    expect(given.map(({ message_id, rank }) => [message_id, rank])).toEqual([
      [d, 0],
      [smaller, 1],
      [b, 3],
      [other, undefined]
    ])
  })

  it('[XP9] of those that tie one in the export carries the rank', () => {
    const [a, b, c, d] = replies as [string, string, string, string]
    const [smaller, other] = [a, c].toSorted()
    const tied = ordered(made, [[d], [c, a], [b]])
    const messages = tied.messages.map((each) => (each.id === smaller ? { ...each, deleted: true } : each))
    const { replies: given = [] } = (JSON.parse(exported([{ ...tied, messages }])[0] ?? '') as { prompt: Node }).prompt
    expect(given.map(({ message_id, rank }) => [message_id, rank])).toEqual([
      [d, 0],
      [other, 1],
      [b, 3]
    ])
  })

  it('[XP14] are no pair, and stand in one place of a list', () => {
    const [a, b, c, d] = replies as [string, string, string, string]
    const tied = ordered(made, [[d], [c, a], [b]])
    const [list] = json<{ places: string[][]; pairs: { tie: boolean }[] }>(exported([tied], { format: 'lists' }))
    expect(list?.places).toEqual([[d], [c, a], [b]])
    expect(list?.pairs.map(({ tie }) => tie)).toEqual([false, false, false, true, false, false])
    const pairs = json<{ chosen_id: string; rejected_id: string }>(exported([tied], { format: 'pairs' }))
    expect(pairs.map(({ chosen_id, rejected_id }) => [chosen_id, rejected_id])).toEqual([
      [d, c],
      [d, a],
      [d, b],
      [c, b],
      [a, b]
    ])
  })
})
