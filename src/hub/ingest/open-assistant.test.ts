import { afterAll, describe, expect, it } from 'vitest'
import { removeFolders } from '../examples/folders.ts'
import { type Hand, treeLine, World } from '../examples/world.ts'

afterAll(removeFolders)

const SETTLED = { max_active_trees: 10, p_activate_backlog_tree: 1, min_active_rankings_per_lang: 0 }

async function begin(parameters: Record<string, number> = SETTLED): Promise<World> {
  const world = await World.begin({ rules: 'open-assistant' })
  await world.decide([{ kind: 'rules', v: 1, parameters, at: 0 }], world.hub.identity.organizer)
  return world
}

/** Writes an answer to a message, lent to do so. */
async function replies(world: World, hand: Hand, target: string, text: string): Promise<string> {
  const head = { device: hand.device, until: 2e9, at: 1, nonce: world.system.random(8), lang: 'en' }
  const tasks = [{ kind: 'assistant_reply', target: 0 }]
  const lent = await world.hub.lendContent({ kind: 'lending', v: 1, ...head, shown: [target], tasks })
  const [segment] = await hand.seals(hand.writing('assistant_reply', [lent.id, 0], text))
  await world.take([segment!])
  return segment!.ids[0]!
}

describe('a hub under the rules of Open-Assistant (real store, time by hand)', () => {
  it('[OA5] declines the same text within two hours, of the same person, in whichever tree', async () => {
    const world = await begin()
    await world.import(['a', 'b', 'c', 'd'].map((id) => treeLine(id, { replies: 0 })).join(''))
    const [ada, bo] = [await world.member(10), await world.member(11)]
    const first = await replies(world, ada, 'a', 'Moss is green.')
    world.system.pass(3600 * 1000)
    const again = await replies(world, ada, 'b', ' Moss is green.')
    const others = await replies(world, bo, 'c', 'Moss is green.')
    world.system.pass(7200 * 1000)
    const later = await replies(world, ada, 'd', 'Moss is green.')
    expect(await Promise.all([first, again, others, later].map((fact) => world.outcome(fact)))).toEqual([
      'merged',
      'returned same-text-again',
      'merged',
      'merged'
    ])
    await world.store.close()
  })

  it('[OA5] declines a first message that is too long, and whatever a disabled account hands in', async () => {
    const world = await begin()
    await world.import(treeLine('a', { replies: 0 }))
    const [ada, bo, moderator] = [await world.member(10), await world.member(11), await world.member(12, 'moderator')]
    const [prompt] = await world.borrow(ada, 'initial_prompt', 1, 'en')
    const [segment] = await ada.seals(ada.writing('initial_prompt', prompt!.task, 'x'.repeat(2001)))
    await world.take([segment!])
    expect(await world.outcome(segment!.ids[0]!)).toBe('returned too-long')
    const { contributor = '' } = world.hub.ingest.people.get(bo.device) ?? {}
    await world.take(await moderator.seals({ kind: 'ban', v: 1, contributor, at: 1 }))
    expect(await world.outcome(await replies(world, bo, 'a', 'Moss.'))).toBe('returned user-disabled')
    await world.store.close()
  })

  it('[OA5] a tree that comes to rest gives its place to one of the backlog that has something to rank', async () => {
    const world = await begin()
    await world.import(
      ['thin', 'thick'].map((id) => treeLine(id, { replies: id === 'thin' ? 1 : 3 })).join(''),
      'backlog'
    )
    const ada = await world.member(10)
    const [prompt] = await world.borrow(ada, 'initial_prompt', 1, 'en')
    await world.take(await ada.seals(ada.writing('initial_prompt', prompt!.task, 'Why is moss green?')))
    const none = { toxicity: 0, humor: 0, creativity: 0, violence: 0, pii: 0, not_appropriate: 0, hate_speech: 0 }
    const labels = { spam: 0, lang_mismatch: 0, quality: 1, sexual_content: 0, ...none }
    for (const byte of [11, 12, 13]) {
      const hand = await world.member(byte)
      const [label] = await world.borrow(hand, 'label_initial_prompt', 1, 'en')
      await world.take(await hand.seals(hand.answer('label_initial_prompt', label!.task, { labels })))
    }
    const state = async (tree: string) => (await world.store.read((tx) => tx.tree(tree)))?.state
    expect(await state('thick')).toBe('ranking')
    expect(['aborted_low_grade', 'backlog_ranking']).toContain(await state('thin'))
    await world.store.close()
  })

  it('[DI7] ballots that put a reply first weigh for its author in the lottery, for a month', async () => {
    const world = await begin({ ...SETTLED, goal_tree_size: 3, num_required_rankings: 1 })
    await world.import(treeLine('a', { replies: 0 }))
    const [ada, bo, cy] = [await world.member(10), await world.member(11), await world.member(12)]
    const texts = [await replies(world, ada, 'a', 'One.'), await replies(world, bo, 'a', 'Two.')]
    const versions = (await world.view('a')).messages.slice(1).map(({ version, fact }) => ({ version, fact }))
    const best = versions.findIndex(({ fact }) => fact === texts[1])
    const head = { device: cy.device, until: 2e9, at: 1, nonce: world.system.random(8), lang: 'en' }
    const tasks = [{ kind: 'rank_assistant_replies', target: 0, candidates: [1, 2] }]
    const shown = ['a', ...versions.map(({ version }) => version)]
    const lent = await world.hub.lendContent({ kind: 'lending', v: 1, ...head, shown, tasks })
    await world.take(await cy.seals(cy.answer('rank_assistant_replies', [lent.id, 0], { order: [best, 1 - best] })))
    const { contributor = '' } = world.hub.ingest.people.get(bo.device) ?? {}
    const at = Math.floor(world.system.now() / 1000)
    expect(await world.store.read((tx) => tx.firstsSince(at))).toEqual([{ author: contributor, count: 1 }])
    expect(await world.store.read((tx) => tx.firstsSince(at + 1))).toEqual([])
    await world.store.close()
  })
})
