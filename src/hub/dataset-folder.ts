import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeCard } from '../core/dataset/card.ts'
import { counting, countsOf } from '../core/dataset/counts.ts'
import { type Cut, cutOf } from '../core/dataset/cut.ts'
import { type ExportSummary, linesOf, NOTHING, plus } from '../core/dataset/export.ts'
import { PLAIN } from '../core/dataset/ids.ts'
import { type Manifest, writeManifest } from '../core/dataset/manifest.ts'
import { NearDuplicates } from '../core/dataset/near.ts'
import { personalIn } from '../core/dataset/personal.ts'
import { rowsOf } from '../core/dataset/rows.ts'
import { isErased, userOf } from '../core/dataset/select.ts'
import { isInSplit, partOf } from '../core/dataset/split.ts'
import type { Fact, FactId } from '../core/fact/fact.ts'
import { writeJson } from '../core/json.ts'
import { type DatasetOptions, eachTree, readyFor } from './export.ts'
import { factIds, pinOf, textFactsOf, writeFacts } from './export-facts.ts'
import { FolderTrouble, makeFolder, NO_FOLDER, problemOf } from './folder.ts'
import { hashedFilesIn } from './hashed-files.ts'
import { peopleIn } from './ingest/people.ts'
import { rulesOf } from './ingest/rules.ts'
import { parquetTo } from './parquet.ts'
import type { HubStore, ReadTx } from './store/store.ts'

const PARTS = ['train', 'validation'] as const
const TRAINING = ['threads', 'pairs', 'lists'] as const

/**
 * [XP16] A new folder with the dataset in every format, its card, its manifest and two reports. It appears under its name
 * only when it is whole. The same facts and options give the same bytes.
 *
 * @throws {FolderTrouble} if there is something at its place already, or it cannot be written.
 */
export async function writeDataset(store: HubStore, folder: string, options: DatasetOptions): Promise<ExportSummary> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new FolderTrouble('F9', {
      work: ['nothing-changed'],
      cause: ['folder-taken', { folder }],
      action: ['name-new-folder']
    })
  const partial = `${folder}.part-${process.pid}`
  try {
    makeFolder(join(partial, 'reports'), 0o777)
    const summary = await store.read((tx) => fill(tx, partial, options))
    if (existsSync(folder)) rmdirSync(folder)
    renameSync(partial, folder)
    return summary
  } catch (cause) {
    rmSync(partial, { recursive: true, force: true })
    if (typeof (cause as NodeJS.ErrnoException).code !== 'string' || !('syscall' in (cause as object))) throw cause
    const problem = problemOf(cause, NO_FOLDER)
    throw new FolderTrouble(
      'F9',
      { work: ['nothing-changed'], cause: ['folder-unwritable', { folder, problem }], action: ['name-new-folder'] },
      { cause }
    )
  }
}

async function fill(tx: ReadTx, folder: string, options: DatasetOptions): Promise<ExportSummary> {
  const { limit, selection } = await readyFor(tx, options)
  const given = { ...selection, labels: true }
  const { ids = PLAIN } = options
  const whole = !ids.hidden && options.lang === undefined && options.limit === undefined
  const files = hashedFilesIn(folder)
  const [trees, messages] = [files.lines('trees.jsonl'), files.lines('messages.jsonl')]
  const rows = PARTS.map((part) => parquetTo(files.bytes(`messages.${part}.parquet`)))
  const training = PARTS.map((part) =>
    TRAINING.map((format) => ({ format, file: files.lines(`${format}.${part}.jsonl`) }))
  )
  const personal = files.lines('reports/personal-data.jsonl')
  const looks = { personal: {} as Record<string, number>, near: new NearDuplicates(), validation: new Set<string>() }
  const texts = new Set<FactId>()
  const people = new Set<unknown>()
  const counts = counting()
  let [sum, erasedTexts]: [ExportSummary, number] = [NOTHING, 0]

  await eachTree(tx, async (view) => {
    erasedTexts += view.messages.filter(isErased).length
    if (!isInSplit(view, options.split)) return true
    const cut = cutOf(view, given, given.consented)
    const tree = linesOf(cut, { ...given, format: 'trees' })
    let odd = 0
    await trees(tree.lines)
    await messages(linesOf(cut, { ...given, format: 'messages' }).lines)
    const part = partOf(view, options.split)
    for (const { format, file } of training[PARTS.indexOf(part)] ?? []) {
      const { lines, leftOut } = linesOf(cut, { ...given, format })
      odd += leftOut.threads
      await file(lines)
    }
    await rows[PARTS.indexOf(part)]?.add(rowsOf(cut, options))
    sum = plus(sum, { ...tree, leftOut: { ...tree.leftOut, threads: odd } })
    counts.add(countsOf(cut, options.split))
    for (const message of cut.messages) people.add(userOf(message))
    await personal(looked(cut, looks, ids.message, part === 'validation'))
    if (whole && cut.messages.length > 0)
      for (const id of textFactsOf(cut.messages, await tx.factsOf(view.id))) texts.add(id)
    return sum.trees < limit
  })
  for (const part of rows) await part.done()
  const groups = looks.near.groups()
  await files.lines('reports/near-duplicates.jsonl')(
    groups.map(({ ids: same, similarity }) => {
      const parts = new Set(same.map((id) => (looks.validation.has(id) ? 'validation' : 'train')))
      return writeJson(
        new Map<string, unknown>([
          ['message_ids', same],
          ['similarity', similarity],
          ['parts', [...parts].sort()]
        ])
      )
    })
  )
  const factsFile = whole ? files.lines('facts.jsonl') : async () => {}
  let decisions = 0
  const all = await factIds(tx)
  await writeFacts(
    tx,
    all,
    (fact) => !texts.has(fact.id),
    async (line, { content }: Fact) => {
      if (content.kind === 'erase') decisions += 1
      await factsFile([line])
    }
  )

  const { project, terms } = await projectIn(tx)
  const manifest: Omit<Manifest, 'files'> = {
    project,
    facts: { count: all.length, hash: pinOf(all) },
    rules: await rulesOf(tx, await peopleIn(tx)),
    options: chosen(options),
    summary: sum,
    counts: counts.total(),
    erased: { decisions, texts: erasedTexts },
    found: { personal: looks.personal, near_duplicates: groups.length }
  }
  people.delete(undefined)
  await files.bytes('README.md')(Buffer.from(writeCard(manifest, { terms, contributors: people.size })))
  const notes = await files.close()
  await writeFile(join(folder, 'manifest.json'), writeManifest({ ...manifest, files: notes }))
  return sum
}

type Looks = { personal: Record<string, number>; near: NearDuplicates; validation: Set<string> }

/** Lines of the report on personal data; where it is, and not what it says. */
function looked({ messages, view }: Cut, looks: Looks, name: (id: string) => string, validation: boolean): string[] {
  return messages.flatMap(({ id, text }) => {
    if (text === null) return []
    const own = name(id)
    looks.near.add(own, text)
    if (validation) looks.validation.add(own)
    return personalIn(text).map(({ kind, at, length }) => {
      looks.personal[kind] = (looks.personal[kind] ?? 0) + 1
      return writeJson(
        new Map<string, unknown>([
          ['message_id', own],
          ['message_tree_id', name(view.id)],
          ['kind', kind],
          ['at', at],
          ['length', length]
        ])
      )
    })
  })
}

async function projectIn(tx: ReadTx): Promise<{ project: Manifest['project']; terms: string }> {
  const id = (await tx.meta('project')) ?? ''
  const content = (await tx.fact(id))?.content
  const said = (field: string) => (typeof content?.[field] === 'string' ? (content[field] as string) : '')
  return { project: { id, name: said('name') }, terms: said('words') }
}

/** Options that differ from the defaults, as the manifest names them; a seed is a secret. */
function chosen({ ids, split, format: _, state, ...options }: DatasetOptions): Record<string, unknown> {
  const said = Object.entries({
    ...options,
    ...(state !== 'ready_for_export' && { state }),
    ...(split?.share !== undefined && { validation_share: split.share })
  })
  return {
    ...Object.fromEntries(said.filter(([, value]) => value !== undefined && value !== false)),
    ...(ids?.hidden && { ids: 'hidden' })
  }
}
