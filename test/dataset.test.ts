import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linesOf } from './device-folder.ts'
import { cleanUp, newFolder, PRACTICE, succeeds, understory } from './understory.ts'

type Json = Readonly<Record<string, unknown>>
type Node = Json & { readonly message_id: string; readonly replies?: readonly Node[] }

const message = (id: string, role: string, more: object = {}) => ({
  ...{
    message_id: id,
    role,
    text: `Text of ${id}`,
    lang: 'en',
    review_count: 3,
    review_result: true,
    user_id: `user of ${id}`
  },
  ...more
})
const READY = JSON.stringify({
  message_tree_id: 'r',
  tree_state: 'ready_for_export',
  prompt: message('r', 'prompter', {
    replies: [
      message('r0', 'assistant', { rank: 0 }),
      message('r1', 'assistant', { rank: 1 }),
      message('r2', 'assistant', { review_result: false, replies: [message('r3', 'prompter')] }),
      message('r4', 'assistant', { deleted: true })
    ]
  })
})

/** The command line gives the dataset of a folder in every format. */
describe('the dataset', () => {
  const data = newFolder()
  const from = (...args: string[]) => ['export', '--data', data, ...args]
  const given = async (...args: string[]) => linesOf<Json>((await succeeds(from(...args))).stdout)
  afterAll(cleanUp)
  beforeAll(async () => {
    const file = join(newFolder(), 'ready.jsonl')
    writeFileSync(file, `${READY}\n`)
    await succeeds(['import', file, PRACTICE, '--data', data])
  })

  it('has Open-Assistant\u2019s options, each with its effect', async () => {
    const ids = async (...args: string[]) =>
      (await given('--format', 'messages', ...args)).map(({ message_id }) => message_id)
    expect(await ids()).toEqual(['r', 'r0', 'r1'])
    expect(await ids('--include-deleted', '--include-spam')).toEqual(['r', 'r0', 'r1', 'r2', 'r3', 'r4'])
    expect(await ids('--spam-only')).toEqual(['r2'])
    expect(await ids('--deleted-only')).toEqual(['r4'])
    expect(await ids('--user', 'user of r3')).toEqual(['r3'])
    expect(await ids('--prompts-only', '--state', 'all', '--lang', 'sw', '--include-spam')).toHaveLength(3)
    expect(await ids('--synthetic-only')).toEqual([])
    expect(await given('--state', 'all', '--limit', '2')).toHaveLength(2)
    const { stderr } = await succeeds(from())
    expect(stderr).toMatch(
      /^1 trees, 3 messages, 1 lines\.\nLeft out, since what they answer is left out: 1 messages\.$/m
    )
  })

  it('says where nothing fits, and why it may be', async () => {
    const said = async (...args: string[]) => (await succeeds(from(...args))).stderr.trimEnd().split('\n').slice(1)
    expect(await said('--user', 'nobody')).toEqual([
      'Nothing fits. Of the contributor "nobody" it has no message; ids of contributors are the user_id of messages.'
    ])
    expect(await said('--lang', 'qaa')).toEqual([
      'Nothing fits. "understory stats" counts the trees by state; --state all takes every one.'
    ])
  })

  it('has formats for training, and hides ids alike in all of them', async () => {
    const [thread] = await given('--format', 'threads', '--anonymizer-seed', '42')
    const [pair] = await given('--format', 'pairs', '--anonymizer-seed', '42')
    const [list] = await given('--format', 'lists', '--anonymizer-seed', '42')
    const [tree] = await given('--anonymizer-seed', '42')
    const root = (tree?.prompt as Node | undefined)?.message_id
    expect(root).toMatch(/^[0-9a-f]{64}$/)
    for (const line of [tree, thread, pair, list]) expect(line?.message_tree_id).toBe(root)
    expect(pair).toMatchObject({
      prompt: [{ role: 'user', content: 'Text of r' }],
      chosen: [{ content: 'Text of r0' }]
    })
  })

  it('writes Parquet to a file', async () => {
    const file = join(newFolder(), 'd.parquet')
    await succeeds(from('--format', 'parquet', '--out', file))
    const bytes = readFileSync(file)
    expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1'])
  })

  it('gives facts from which the same trees are derived', async () => {
    const file = join(newFolder(), 'facts.jsonl')
    await succeeds(from('--format', 'facts', '--out', file))
    const derived = linesOf<Json>((await succeeds(['derive', file])).stdout)
    expect(derived).toHaveLength(43)
  })

  it('writes a folder with everything, whole and only once', async () => {
    const folder = join(newFolder(), 'dataset')
    const { stdout, stderr } = await succeeds(from('--dataset', folder, '--state', 'all', '--include-spam'))
    expect(stdout).toBe('')
    expect(stderr).toMatch(/43 trees/)
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
    expect(manifest.given.trees).toBe(43)
    for (const { name } of manifest.files) expect(existsSync(join(folder, name))).toBe(true)
    const again = await understory(from('--dataset', folder))
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('There is something in the folder')])
  })

  it('says what cannot be meant', async () => {
    const { code, stderr, stdout } = await understory(from('--user', 'x', '--state', 'all'))
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('--user gives messages of trees in every state, so --state cannot go with it')
  })

  it('says how the project stands, in words and for scripts', async () => {
    const words = (await succeeds(['stats', '--data', data])).stdout
    expect(words).toMatch(/^Trees\n {2}language +growing +initial_prompt_review +ranking +ready_for_export\n/)
    const stats = JSON.parse((await succeeds(['stats', '--data', data, '--json'])).stdout)
    expect(stats).toMatchObject({
      trees: { growing: 14, ready_for_export: 1 },
      contributors: 0,
      judgements: { reviews: 0 }
    })
  })

  it('says of what a hub has received and not yet placed, as in a crowd, that it is not in it', async () => {
    const db = new DatabaseSync(join(data, 'hub.sqlite'))
    db.exec('INSERT INTO unplaced SELECT max(hash) FROM segments')
    const { stderr } = await succeeds(from())
    expect(stderr).toMatch(/^Not in it: 1 segments/m)
    expect((await succeeds(from('--format', 'facts'))).stderr).not.toContain('Not in it')
    expect((await succeeds(['check', '--data', data])).stderr).toContain('1 trees and segments are still')
    db.exec('DELETE FROM unplaced')
    db.close()
  })
})
