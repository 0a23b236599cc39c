import { afterAll, describe, expect, it } from 'vitest'
import { until } from '../examples/conformance.ts'
import { removeFolders } from '../examples/folders.ts'
import { treeLine, World } from '../examples/world.ts'

afterAll(removeFolders)

describe('the lottery', () => {
  it('draws as many prompts as a language has room for; each draw can be replayed from its seed', async () => {
    const world = await World.begin({ seed: 5 })
    const lines = Array.from({ length: 14 }, (_, i) =>
      treeLine(`p${i}`, { replies: 0, lang: i < 12 ? 'en' : 'am', by: `author ${i % 3}` })
    )
    await world.import(lines.join(''), 'prompts')
    const trees = await world.store.read((tx) => tx.trees())
    const count = (lang: string, state: string) =>
      trees.filter((tree) => tree.lang === lang && tree.state === state).length
    expect([count('en', 'growing'), count('en', 'prompt_lottery_waiting'), count('am', 'growing')]).toEqual([10, 2, 2])
    // An author first, by the order of their names, then one of that author's prompts, by the order of ids.
    const left = new Map([0, 1, 2].map((by) => [`author ${by}`, [] as string[]]))
    for (let i = 0; i < 12; i++) left.get(`author ${i % 3}`)?.push(`p${i}`)
    for (const prompts of left.values()) prompts.sort()
    const draws = (await drawsOf(world)).filter(({ tree }) => Number(tree.slice(1)) < 12)
    expect(draws).toHaveLength(10)
    expect(new Set(draws.map(({ seed }) => seed)).size).toBe(10)
    for (const { tree, seed } of draws) {
      const authors = [...left].filter(([, prompts]) => prompts.length > 0)
      const [, prompts] = authors[seed % authors.length]!
      expect(prompts.splice(Math.floor(seed / authors.length) % prompts.length, 1)).toEqual([tree])
    }
    await world.store.close()
  })

  it('draws the next one when a tree stops growing, and none while there is no room', async () => {
    const world = await World.begin()
    const lines = Array.from({ length: 12 }, (_, i) => treeLine(`p${i}`, { replies: 0 }))
    await world.import(lines.join(''), 'prompts')
    const [first] = await drawsOf(world)
    await world.decide([{ kind: 'halt', v: 1, tree: first!.tree, at: 1 }])
    const draws = await drawsOf(world)
    expect(draws).toHaveLength(11)
    const trees = await world.store.read((tx) => tx.trees())
    expect(trees.filter(({ state }) => state === 'growing')).toHaveLength(10)
    await world.store.close()
  })

  it('[DI9] draws besides once too few of the growing trees have work left to lend', async () => {
    const world = await World.begin()
    const lines = Array.from({ length: 20 }, (_, i) => treeLine(`p${i}`, { replies: 0 }))
    await world.import(lines.join(''), 'prompts')
    await world.import(treeLine('other', { replies: 0, lang: 'am' }), 'prompts')
    const seen: (readonly [lent: number, drawn: number])[] = []
    for (let byte = 10; byte < 19; byte++) {
      const lent = await world.borrow(await world.member(byte), 'assistant_reply', 50, 'en')
      seen.push([lent.length, (await drawsOf(world)).filter(({ tree }) => tree !== 'other').length])
    }
    // Each root takes three answers. Six trees with work are enough, and there are but 20.
    const rounds = [...Array(3).fill([10, 10]), ...Array(3).fill([6, 16]), ...Array(3).fill([4, 20])]
    expect(seen).toEqual(rounds)
    expect((await world.store.read((tx) => tx.treeCounts())).map(({ lang, count }) => [lang, count])).toEqual([
      ['am', 1],
      ['en', 20]
    ])
    await world.store.close()
  })

  it('of an author’s prompts draws one of those that ballots find best', async () => {
    const world = await World.begin()
    const lines = (names: readonly string[]) => names.map((id) => treeLine(id, { replies: 0 })).join('')
    const first = Array.from({ length: 10 }, (_, n) => `g${n}`)
    await world.import(lines(first), 'growing')
    await world.import(lines(['p', 'q', 'r']), 'prompts')
    for (const byte of [10, 11]) {
      const hand = await world.member(byte)
      const [task] = await world.borrow(hand, 'rank_initial_prompts', 1, 'en')
      const lending = await world.store.read((tx) => tx.lending(task!.task[0]))
      const candidates = lending!.tasks[0]!.candidates!.map((at) => lending!.shown[at] ?? '')
      const order = ['q', 'r', 'p'].map((id) => candidates.indexOf(id))
      await world.take(await hand.seals(hand.answer('rank_initial_prompts', task!.task, { order })))
    }
    for (const tree of first.slice(0, 3)) await world.decide([{ kind: 'halt', v: 1, tree, at: 1 }])
    expect((await drawsOf(world)).map(({ tree }) => tree)).toEqual(['q', 'r', 'p'])
    await world.store.close()
  })

  it('[PE3] draws no prompt of who is banned', async () => {
    const world = await World.begin()
    const [hand, moderator] = [await world.member(10), await world.member(11, 'moderator')]
    const [prompt] = await world.borrow(hand, 'initial_prompt', 1, 'en')
    const [segment] = await hand.seals(hand.writing('initial_prompt', prompt!.task, 'Why is moss green?'))
    await world.take([segment!])
    const { contributor = '' } = world.hub.ingest.people.get(hand.device) ?? {}
    await world.take(await moderator.seals({ kind: 'ban', v: 1, contributor, at: 1 }))
    for (const byte of [12, 13, 14]) {
      const other = await world.member(byte)
      const [label] = await world.borrow(other, 'label_initial_prompt')
      const labels = { spam: 0, lang_mismatch: 0 }
      if (label) await world.take(await other.seals(other.answer('label_initial_prompt', label.task, { labels })))
    }
    expect((await world.store.read((tx) => tx.treeCounts())).map(({ state }) => state)).toEqual([
      'prompt_lottery_waiting'
    ])
    expect(await drawsOf(world)).toEqual([])
    await world.store.close()
  })

  it('a tree that ends brings one of the backlog of its language, as often as the rules say', async () => {
    const world = await World.begin()
    await world.import(['b0', 'b1', 'b2'].map((id) => treeLine(id, { replies: 2 })).join(''), 'backlog')
    await world.import(treeLine('other', { replies: 2, lang: 'am' }), 'backlog')
    await world.import(['g0', 'g1'].map((id) => treeLine(id, { replies: 2 })).join(''))
    const always = { kind: 'rules', v: 1, parameters: { p_activate_backlog_tree: 1 }, at: 1 }
    const states = async () =>
      Object.fromEntries(
        (await world.store.read((tx) => tx.treeCounts())).map(({ lang, state, count }) => [`${lang} ${state}`, count])
      )
    await world.decide([{ ...always, parameters: { p_activate_backlog_tree: 0 } }], world.hub.identity.organizer)
    await world.decide([{ kind: 'halt', v: 1, tree: 'g0', at: 1 }])
    expect(await states()).toMatchObject({ 'en backlog_ranking': 3 })
    await world.decide([{ ...always, at: 2 }], world.hub.identity.organizer)
    await world.decide([{ kind: 'halt', v: 1, tree: 'g1', at: 1 }])
    expect(await states()).toMatchObject({ 'en backlog_ranking': 2, 'en ranking': 1, 'am backlog_ranking': 1 })
    await world.store.close()
  })
})

describe('a fact that touches many trees', () => {
  it('[HS8] is on disk at once, and the trees are derived some at a time, also by the next run', async () => {
    const world = await World.begin()
    const names = Array.from({ length: 210 }, (_, n) => `t${n}`)
    await world.import(names.map((id) => treeLine(id, { replies: 0 })).join(''))
    const wanted = async () => (await world.store.read((tx) => tx.needs())).length
    expect(await wanted()).toBe(210)
    const rules = (depth: number) => ({ kind: 'rules', v: 1, parameters: { max_tree_depth: depth }, at: 10 - depth })
    await world.decide([rules(0)], world.hub.identity.organizer)
    await until(async () => !(await world.store.read((tx) => tx.hasStale())))
    expect(await wanted()).toBe(0)
    // As if the program had ended before it came to them.
    await world.store.write((tx) => tx.addStale('all'))
    await world.store.close()
    await world.start()
    expect(await world.store.read((tx) => tx.hasStale())).toBe(false)
    await world.store.close()
  })
})

/** In the order in which they were drawn. */
async function drawsOf(world: World): Promise<{ tree: string; seed: number }[]> {
  return world.store.read(async (tx) => {
    const draws: { tree: string; seed: number }[] = []
    for (const hash of await tx.allSegments())
      for (const { content } of (await tx.segment(hash))?.facts ?? [])
        if (content.kind === 'lottery') draws.push({ tree: content.tree as string, seed: content.seed as number })
    return draws
  })
}
