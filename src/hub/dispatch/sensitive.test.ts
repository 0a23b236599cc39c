import { afterAll, describe, expect, it } from 'vitest'
import type { ImportAs } from '../../core/dataset/import.ts'
import type { TaskKind } from '../../core/fact/kinds.ts'
import { removeFolders } from '../examples/folders.ts'
import { treeLine, World } from '../examples/world.ts'
import { lendingOf, type Task } from './lending.ts'

afterAll(removeFolders)

/** As of a tree whose prompt, so the file says, three people found violent. */
const violent = (line: string) => line.replace('"role":"prompter"', `$&,"labels":{"violence":{"value":0.75,"count":3}}`)

/** What is lent of these trees, by the names of their messages. */
async function lent(
  lines: readonly string[],
  kind: TaskKind,
  { as = 'growing' as ImportAs, rules = 'understory' } = {}
) {
  const world = await World.begin({ rules })
  await world.import(lines.join(''), as)
  const hand = await world.member(10)
  const wish = { kinds: [kind], langs: ['en'], count: 9, nonce: world.system.random(8) }
  const { id = '' } = (await world.hub.lend(hand.device, wish)) ?? {}
  const lending = await world.store.read((tx) => tx.lending(id))
  await world.store.close()
  return { shown: lending?.shown ?? [], ...(lending && 'sensitive' in lending && { sensitive: lending.sensitive }) }
}

describe('what may be hard to read (real store)', () => {
  it('[SE3] a lending names the places of such messages', async () => {
    const { shown, sensitive } = await lent([treeLine('a'), violent(treeLine('b')), treeLine('c')], 'assistant_reply')
    expect([...shown].sort()).toEqual(['a', 'b', 'c'])
    expect(sensitive).toEqual([shown.indexOf('b')])
  })

  it('[SE3] where there are none it says nothing of them, and is as long as ever', async () => {
    expect(await lent([treeLine('a')], 'assistant_reply')).not.toHaveProperty('sensitive')
  })

  it.each([
    ['prompts to rank', 'rank_initial_prompts', { as: 'prompts' as ImportAs }],
    ['replies to rank', 'rank_assistant_replies', { as: 'ranking' as ImportAs }],
    ["what Open-Assistant's requests hand out", 'assistant_reply', { rules: 'open-assistant' }]
  ] as const)('[SE3] so does one of %s', async (_, kind, how) => {
    const many = Array.from({ length: 14 }, (_, n) => violent(treeLine(`p${n}`)))
    const { shown, sensitive } = await lent(many, kind, how)
    const prompts = shown.flatMap((version, at) => (/^p\d+$/.test(version) ? [at] : []))
    expect(prompts.length).toBeGreaterThan(0)
    expect(sensitive).toEqual(prompts)
  })

  it('[SE3] nobody who is to review a message is told of it, not even by another task of the batch', async () => {
    const world = await World.begin()
    const thread = ['root', 'answer']
    const tasks: Task[] = [
      { kind: 'prompter_reply', target: 'answer', candidates: [], thread, sensitive: ['root', 'answer'] },
      { kind: 'label_assistant_reply', target: 'answer', candidates: [], thread, sensitive: ['root'] }
    ]
    const head = { device: 'd'.repeat(64), lang: 'en', at: 1, until: 2, nonce: new Uint8Array(8) }
    expect(lendingOf(tasks, 0, head, world.system)).toMatchObject({ shown: ['root', 'answer'], sensitive: [0] })
    expect(lendingOf(tasks.slice(0, 1), 0, head, world.system)).toMatchObject({ sensitive: [0, 1] })
    await world.store.close()
  })
})
