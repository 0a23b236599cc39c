import { expect, it } from 'vitest'
import type { TaskKind } from '../../core/fact/kinds.ts'
import { uuidOf } from '../../core/hash.ts'
import { POINTS } from '../../core/progress/tally.ts'
import { readStanding } from '../../sync/standing.ts'
import { secondsNow } from '../../sync/system.ts'
import { type Hand, treeLine, World } from '../examples/world.ts'

// Titles are lines of docs/regressions.md.

it('points are not opaque: whoever has the published table counts what the list says, of everybody alike', async () => {
  const world = await World.begin()
  await world.import(Array.from({ length: 6 }, (_, i) => treeLine(`t${i}`)).join(''))
  const terms = (await world.store.read((tx) => tx.fact(world.hub.project)))?.content.terms
  const did = new Map<string, TaskKind[]>()
  const does = async (hand: Hand, name: string, kind: TaskKind, fields: Record<string, unknown>) => {
    for (const { task } of await world.borrow(hand, kind, 2)) {
      const isText = kind === 'assistant_reply'
      const answer = isText ? hand.writing(kind, task, `Words of ${name}, ${task[1]}`) : hand.answer(kind, task, fields)
      await world.take(await hand.seals(answer))
      did.set(name, [...(did.get(name) ?? []), kind])
    }
  }
  const hands: Hand[] = []
  for (const [i, name] of ['Ada', 'Bo'].entries()) {
    const hand = await world.member(21 + i)
    const { device } = hand
    const grant = { device, role: 'contributor', contributor: uuidOf(device), name, at: secondsNow(world.system) + 1 }
    await world.decide([{ kind: 'grant', v: 1, ...grant }])
    await world.take(await hand.seals({ kind: 'consent', v: 1, terms, saved: 1 }))
    hands.push(hand)
  }
  await does(hands[0]!, 'Ada', 'assistant_reply', {})
  await does(hands[1]!, 'Bo', 'label_assistant_reply', { labels: { spam: 0 } })
  await does(hands[1]!, 'Bo', 'assistant_reply', {})
  const told = await world.hub.standings.tell(hands[0]!.device, undefined)
  const counted = Object.fromEntries(readStanding(told!.body).people.map(({ name, points }) => [name, points]))
  const byTheTable = [...did].map(([name, kinds]) => [name, kinds.reduce((sum, kind) => sum + POINTS[kind], 0)])
  expect(counted).toEqual(Object.fromEntries(byTheTable))
  expect(Object.keys(counted)).toHaveLength(2)
})
