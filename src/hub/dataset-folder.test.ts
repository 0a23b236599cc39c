import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { beforeAll, describe, expect, it } from 'vitest'
import { exportTrees } from '../core/dataset/export.ts'
import { hiddenIds } from '../core/dataset/ids.ts'
import { readFact } from '../core/fact/json-lines.ts'
import { Project } from '../core/project/project.ts'
import { UNDERSTORY } from '../core/rules.ts'
import { writeDataset } from './dataset-folder.ts'
import { newFolder } from './examples/folders.ts'
import { World } from './examples/world.ts'
import { type DatasetOptions, exportDataset } from './export.ts'
import { exportFacts } from './export-facts.ts'
import { statsIn } from './stats.ts'
import { TERMS_HASH } from './terms.ts'

const message = (id: string, role: string, text: string, more: object = {}) => ({
  ...{ message_id: id, role, text, lang: 'en', review_count: 3, review_result: true },
  ...more
})
const ready = (id: string, replies: object[], more: object = {}) =>
  `${JSON.stringify({ message_tree_id: id, tree_state: 'ready_for_export', prompt: { ...message(id, 'prompter', `Question ${id}?`), replies }, ...more })}\n`
const LINES = [
  ready('a', [
    message('a1', 'assistant', 'Moss needs shade.', { rank: 0 }),
    message('a2', 'assistant', 'Moss needs sun.', { rank: 1 })
  ]),
  ready('b', [message('b1', 'assistant', 'Write to anna@tal.de for more about the ferns of the north.')]),
  ready('c', [message('c1', 'assistant', 'Write to  ANNA@tal.de for more about the ferns of the north.')]),
  ready('d', [message('d1', 'assistant', 'Rejected text', { review_result: false })])
].join('')
const TREE = { message_tree_id: 'g', tree_state: 'growing', prompt: message('g', 'prompter', 'Growing?') }

/** A project with trees that were imported, and one that two people answer: one has accepted the terms. */
async function world(): Promise<World> {
  const made = await World.begin()
  await made.import(LINES, 'as-is')
  await made.import(`${JSON.stringify(TREE)}\n`)
  for (const [byte, text] of [
    [11, 'Given with consent'],
    [12, 'Given without consent']
  ] as const) {
    const hand = await made.member(byte)
    const [task] = await made.borrow(hand, 'assistant_reply', 1)
    const consent = { kind: 'consent', v: 1, terms: TERMS_HASH, saved: 1_700_000_000 }
    const answer = hand.writing('assistant_reply', task?.task ?? ['', 0], text)
    expect(await made.take(await hand.seals(...(byte === 11 ? [consent] : []), answer))).not.toContain(undefined)
  }
  return made
}

function filesIn(folder: string): Record<string, Buffer> {
  const names = [...readdirSync(folder), ...readdirSync(join(folder, 'reports')).map((name) => `reports/${name}`)]
  return Object.fromEntries(
    names.filter((name) => name !== 'reports').map((name) => [name, readFileSync(join(folder, name))])
  )
}

async function dataset(from: World, options: DatasetOptions = {}): Promise<Record<string, Buffer>> {
  const folder = join(newFolder(), 'dataset')
  await writeDataset(from.store, folder, options)
  return filesIn(folder)
}

const lines = (bytes: Buffer | undefined) => (bytes?.toString() ?? '').split('\n').filter((line) => line !== '')

describe('a dataset in a folder', () => {
  let made: World
  let files: Record<string, Buffer>
  beforeAll(async () => {
    made = await world()
    files = await dataset(made)
  })

  it('[XP16] holds every format, a card, a manifest and two reports', () => {
    expect(Object.keys(files).toSorted()).toEqual([
      'README.md',
      'facts.jsonl',
      'lists.train.jsonl',
      'lists.validation.jsonl',
      'manifest.json',
      'messages.jsonl',
      'messages.train.parquet',
      'messages.validation.parquet',
      'pairs.train.jsonl',
      'pairs.validation.jsonl',
      'reports/near-duplicates.jsonl',
      'reports/personal-data.jsonl',
      'threads.train.jsonl',
      'threads.validation.jsonl',
      'trees.jsonl'
    ])
    expect(lines(files['trees.jsonl'])).toHaveLength(4)
    expect(lines(files['messages.jsonl'])).toHaveLength(8)
    expect(lines(files['pairs.train.jsonl']).length + lines(files['pairs.validation.jsonl']).length).toBe(1)
  })

  it('[XP16] its manifest names the hash, size and lines of every other file, and what they were made of', async () => {
    const manifest = JSON.parse(files['manifest.json']?.toString() ?? '')
    const notes = Object.entries(files)
      .filter(([name]) => name !== 'manifest.json')
      .map(([name, bytes]) => ({
        name,
        bytes: bytes.byteLength,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        ...(name.endsWith('.jsonl') && { lines: lines(bytes).length })
      }))
    expect(manifest.files).toEqual(notes.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    expect(manifest).toMatchObject({
      project: { id: made.hub.project, name: 'Example' },
      facts: { count: lines(files['facts.jsonl']).length },
      rules: { ...UNDERSTORY },
      given: { trees: 4, messages: 8 },
      options: {},
      found: { near_duplicates: 1, personal: { email: 2 } }
    })
  })

  it('[XP16] is the same bytes again, and others after one more fact', async () => {
    expect(await dataset(made)).toEqual(files)
    const more = await world()
    await more.decide([{ kind: 'halt', v: 1, tree: 'a', at: 1_700_000_000 }])
    const after = await dataset(more)
    expect(after['manifest.json']).not.toEqual(files['manifest.json'])
  })

  it('[XP18] [XP19] reports where personal data and near-duplicates are, without what they say', () => {
    const personal = lines(files['reports/personal-data.jsonl']).map((line) => JSON.parse(line))
    expect(personal).toEqual([
      { message_id: 'b1', message_tree_id: 'b', kind: 'email', at: 9, length: 11 },
      { message_id: 'c1', message_tree_id: 'c', kind: 'email', at: 10, length: 11 }
    ])
    expect(files['reports/near-duplicates.jsonl']?.toString()).toMatch(/\["b1", "c1"\]/)
    expect(files['reports/personal-data.jsonl']?.toString()).not.toMatch(/anna/i)
  })

  it('[XP15] its Parquet files hold the same messages as its lines', async () => {
    const rows = await Promise.all(
      ['train', 'validation'].map((part) => {
        const bytes = files[`messages.${part}.parquet`] ?? Buffer.alloc(0)
        return parquetReadObjects({
          file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
        })
      })
    )
    const ids = rows.flat().map(({ message_id }) => message_id)
    expect(ids.toSorted()).toEqual(
      lines(files['messages.jsonl'])
        .map((line) => JSON.parse(line).message_id)
        .toSorted()
    )
  })

  it('[XP16] its card says what, by whose licence, by which rules, and where to look', () => {
    const card = files['README.md']?.toString() ?? ''
    expect(card).toMatch(/^---\nlicense: apache-2\.0\nlanguage:\n- "en"\n/)
    for (const said of [
      '# Example',
      '4 trees, 8 messages',
      'Apache License 2.0',
      'rules `understory`',
      'email 2',
      '## Known limits'
    ])
      expect(card).toContain(said)
  })

  it('[XP17] its facts make the same trees again; texts that are not in the dataset are sealed', () => {
    const project = new Project(UNDERSTORY)
    for (const line of lines(files['facts.jsonl'])) project.add(readFact(line))
    const views = project.trees().flatMap((tree) => project.view(tree) ?? [])
    const given = { labels: true, origin: `understory:${made.hub.project}` }
    expect([...exportTrees(views, given)]).toEqual(lines(files['trees.jsonl']))
    expect(views.find(({ id }) => id === 'g')?.messages.map(({ text }) => text)).toEqual([null, null, null])
    expect(files['facts.jsonl']?.toString()).not.toMatch(/Rejected text|Given with/)
  })

  it('[XP6] [XP17] no file of any option holds the text of someone without consent', async () => {
    for (const options of [
      { state: 'all', includeSpam: true, events: true },
      { state: 'all', includeSpam: true, ids: hiddenIds('1') }
    ] as const) {
      const all = await dataset(made, options)
      const text = Object.values(all)
        .map((bytes) => bytes.toString('latin1'))
        .join()
      expect(text).toContain('Given with consent')
      expect(text).not.toContain('Given without consent')
    }
    const facts: string[] = []
    const { sealed } = await exportFacts(made.store, true, (line) => void facts.push(line))
    expect(sealed).toBe(1)
    expect(facts.join()).toMatch(/Rejected text.*Given with consent|Given with consent.*Rejected text/s)
    expect(facts.join()).not.toContain('Given without consent')
  })

  it('[XP11] hidden ids are hidden in every file, and the facts, which are their own ids, are not among them', async () => {
    const hidden = await dataset(made, { ids: hiddenIds('1'), state: 'all', includeSpam: true })
    expect(Object.keys(hidden)).not.toContain('facts.jsonl')
    const text = Object.entries(hidden)
      .map(([, bytes]) => bytes.toString('latin1'))
      .join()
    expect(text).not.toMatch(/"(a1|b1|c1)"/)
    expect(text).toContain(hiddenIds('1').message('a1'))
  })

  it('[XP16] a limit is kept, and the folder of an other thing is not touched', async () => {
    const few = await dataset(made, { limit: 2 })
    expect(lines(few['trees.jsonl'])).toHaveLength(2)
    const folder = newFolder()
    mkdirSync(join(folder, 'x'))
    writeFileSync(join(folder, 'x', 'mine'), '')
    await expect(writeDataset(made.store, join(folder, 'x'), {})).rejects.toMatchObject({ code: 'F9' })
    expect(readdirSync(folder)).toEqual(['x'])
    expect(readdirSync(join(folder, 'x'))).toEqual(['mine'])
  })

  it('[XP8] a limit of a contributor counts messages', async () => {
    const out: string[] = []
    const summary = await exportDataset(made.store, { state: 'all', user: 'nobody' }, (line) => void out.push(line))
    expect(summary.lines).toBe(0)
    const view = await made.view('g')
    const who = view.messages.find(({ text }) => text === 'Given with consent')?.contributor ?? ''
    const theirs = await exportDataset(
      made.store,
      { user: who, includeSpam: true, limit: 1 },
      (line) => void out.push(line)
    )
    expect([theirs.lines, out.length]).toEqual([1, 1])
  })

  it('[XP20] stats say how the project stands', async () => {
    expect(await statsIn(made.store)).toMatchObject({
      trees: { growing: 1, ready_for_export: 4 },
      trees_by_language: { en: { growing: 1, ready_for_export: 4 } },
      messages: { accepted: 9, rejected: 1, 'under review': 2 },
      contributors: 2,
      wanted: { label_assistant_reply: expect.any(Number) },
      active_seconds: { assistant_reply: { contributions: 2, seconds: 10 } },
      days: { [new Date(made.system.now()).toISOString().slice(0, 10)]: { messages: 2 } }
    })
  })
})
