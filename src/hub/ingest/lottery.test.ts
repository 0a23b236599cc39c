import { afterAll, describe, expect, it } from 'vitest'
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
