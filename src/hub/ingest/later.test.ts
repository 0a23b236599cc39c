import { afterAll, describe, expect, it } from 'vitest'
import { removeFolders } from '../examples/folders.ts'
import { treeLine, World } from '../examples/world.ts'
import type { HubStore, WriteTx } from '../store/store.ts'

afterAll(removeFolders)

/** What a fault of the program trips over, as long as it is there. */
type Trap = { call: 'placeFact' | 'factsOf'; tree: string } | { call: undefined }

/** A store in which one call about one tree fails. */
function trapped(store: HubStore, trap: Trap): HubStore {
  const guarded = (tx: WriteTx): WriteTx =>
    new Proxy(tx, {
      get(under, name: keyof WriteTx) {
        const call = under[name] as (...args: unknown[]) => unknown
        return (...args: unknown[]) => {
          if (name === trap.call && args.includes(trap.tree)) throw new TypeError('a fault of the program')
          return call.apply(under, args)
        }
      }
    })
  return {
    read: (work) => store.read(work),
    scrub: () => store.scrub(),
    close: () => store.close(),
    write: (work) => store.write((tx) => work(guarded(tx)))
  }
}

describe('what a crowd has left to do', () => {
  it.each(['placeFact', 'factsOf'] as const)(
    '[HS8] is done but for what cannot be, also at a start; that is told, and tried again: %s',
    async (call) => {
      const trap: Trap = { call: undefined } as Trap
      const engine = (store: HubStore) => trapped(store, trap)
      const world = await World.begin({ engine })
      const hand = await world.member(10)
      for (const tree of ['a', 'b', 'c']) await world.import(treeLine(tree, { replies: 0 }))
      const answers: Record<string, string> = {}
      const borrowed = await world.borrow(hand, 'assistant_reply', 3)
      for (let n = 0; n < 65; n++) world.hub.turns.enter()
      for (const { task, target } of borrowed) {
        const segments = await hand.seals(hand.writing('assistant_reply', task, `For ${target}.`))
        answers[target] = segments[0]?.ids[0] ?? ''
        const taken = world.take(segments)
        world.system.pass(5)
        await taken
      }
      const outcomes = () => Promise.all(['a', 'b', 'c'].map((tree) => world.outcome(answers[tree] as string)))
      Object.assign(trap, { call, tree: 'b' })
      expect(await world.borrow(await world.member(11), 'label_assistant_reply')).toHaveLength(2)
      expect(await outcomes()).toEqual(['merged', 'received', 'merged'])
      expect(world.log.filter((line) => line.startsWith('set aside'))).toHaveLength(1)
      await world.store.close()
      await world.start(engine)
      expect(await world.store.read((tx) => tx.hasStale())).toBe(true)
      trap.call = undefined
      world.system.pass(60_000)
      await world.hub.ingest.later.fresh()
      expect(await outcomes()).toEqual(['merged', 'merged', 'merged'])
      await world.store.close()
    }
  )
})
