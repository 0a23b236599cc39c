import { hexOf } from '../../core/bytes.ts'
import { encodeCbor } from '../../core/cbor.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import { withWordsOf } from '../hub-words.ts'
import { isPrivate } from '../private-notes.ts'
import { getSetting } from '../settings.ts'
import {
  type BatchRow,
  type DraftRow,
  type ItemRow,
  KEY_OF,
  type Rows,
  type SegmentRow,
  type StoreTx,
  type Table,
  type TaskRow,
  taskKey,
  type UpdateRow,
  type VersionRow
} from '../store/store.ts'
import { keepVersion } from '../versions.ts'
import type { Holds } from './backup.ts'
import { isConsent } from './make.ts'
import type { Backup } from './read.ts'

/** What was not here before, and how many finished items were. */
export type Came = Holds & { readonly known: number }

/** [BK6] Adds rows to those that are here. */
export async function addRows(tx: StoreTx, { entries }: Backup): Promise<Came> {
  const rows = <T extends Table>(table: T) =>
    entries.filter((entry) => entry.table === table).map(({ row }) => row as Rows[T])
  for (const row of rows('segments')) await addSegment(tx, row)
  const items = rows('items').filter((item) => !isConsent(item))
  const isNew = new Set<string>()
  for (const { id } of items) if (!(await tx.get('items', id))) isNew.add(id)
  const sealed = new Set((await tx.list('segments')).map(({ hash }) => hash))
  for (const row of rows('items')) await addItem(tx, row, sealed)
  await addBatches(tx, rows('batches'))
  let tasks = 0
  for (const row of rows('tasks')) if (await addTask(tx, row)) tasks += 1
  for (const row of rows('versions')) await addVersion(tx, row)
  let drafts = 0
  for (const row of rows('drafts')) if (await addDraft(tx, row)) drafts += 1
  const notes = await addNotes(tx, rows('updates'))
  return { items: isNew.size, drafts, tasks, notes, known: items.length - isNew.size }
}

/** The very bytes. Of two at one place in a chain the one that is here stays: they are of two copies of one computer. */
async function addSegment(tx: StoreTx, row: SegmentRow): Promise<void> {
  const here = await tx.get('segments', KEY_OF.segments(row))
  if (!here) return tx.put('segments', row)
  const changed = here.hash === row.hash ? withWordsOf(here, row, await getSetting(tx, 'hub')) : undefined
  if (changed) await tx.put('segments', changed)
}

/** One whose segment has no place here is sealed once more: the same item is the same fact in any segment. */
async function addItem(tx: StoreTx, row: ItemRow, sealed: ReadonlySet<SegmentHash>): Promise<void> {
  const here = await tx.get('items', row.id)
  const { segment, ...open } = row
  const isSealed = segment !== undefined && sealed.has(segment)
  if (!here) await tx.put('items', isSealed ? row : open)
  else if (isSealed && here.segment === undefined) await tx.put('items', { ...here, segment })
}

async function addBatches(tx: StoreTx, rows: readonly BatchRow[]): Promise<void> {
  for (const row of rows) if (!(await tx.get('batches', row.id))) await tx.put('batches', row)
}

/** @returns whether it was not here. */
async function addTask(tx: StoreTx, row: TaskRow): Promise<boolean> {
  const here = await tx.get('tasks', KEY_OF.tasks(row))
  const { item, ...open } = row
  const answer = item !== undefined && (await tx.get('items', item)) ? { item } : {}
  if (!here) await tx.put('tasks', { ...open, ...answer })
  else if (here.item === undefined && 'item' in answer) {
    await tx.put('tasks', { ...here, ...answer })
    // What was begun here meanwhile.
    const draft = await tx.get('drafts', KEY_OF.tasks(row))
    if (draft && draft.changes === undefined) {
      await keepVersion(tx, draft)
      await tx.drop('drafts', KEY_OF.tasks(row))
    }
  }
  return !here
}

async function addVersion(tx: StoreTx, row: VersionRow): Promise<void> {
  const before = await tx.list('versions', `${taskKey(row.batch, row.place)}/`)
  if (before.some(({ value }) => same(value, row.value))) return
  if (before.some(({ n }) => n === row.n)) await keepVersion(tx, row)
  else await tx.put('versions', row)
}

/** No words are lost: beside another draft, or where the task was finished meanwhile, it is a version. */
async function addDraft(tx: StoreTx, row: DraftRow): Promise<boolean> {
  const key = KEY_OF.drafts(row)
  const here = await tx.get('drafts', key)
  const task = await tx.get('tasks', key)
  const fits = task === undefined || task.item === row.changes
  if (!here && fits) {
    await tx.put('drafts', row)
    return true
  }
  if (here && same(here.value, row.value)) return false
  const { batch, place, value, saved } = row
  const before = (await tx.list('versions', `${key}/`)).length
  await addVersion(tx, { batch, place, value, saved, n: before })
  return (await tx.list('versions', `${key}/`)).length > before
}

/**
 * Of a private note the one that is here stays.
 * @returns how many pages were given something. Updates of a page may come in any order, and twice.
 */
async function addNotes(tx: StoreTx, rows: readonly UpdateRow[]): Promise<number> {
  const pages = new Map<string, UpdateRow[]>()
  for (const row of rows) {
    const page = pages.get(row.document) ?? []
    page.push(row)
    pages.set(row.document, page)
  }
  let given = 0
  for (const [document, updates] of pages) {
    const here = await tx.list('updates', `${document}/`)
    if (isPrivate(document)) {
      if (here.length === 0) for (const row of updates) await tx.put('updates', row)
      continue
    }
    const known = new Set(here.map(({ bytes }) => hexOf(bytes)))
    const news = updates.filter(({ bytes }) => !known.has(hexOf(bytes)))
    let n = (here.at(-1)?.n ?? -1) + 1
    for (const { bytes } of news) await tx.put('updates', { document, n: n++, bytes })
    if (news.length > 0) given += 1
  }
  return given
}

function same(a: unknown, b: unknown): boolean {
  return hexOf(encodeCbor(a)) === hexOf(encodeCbor(b))
}
