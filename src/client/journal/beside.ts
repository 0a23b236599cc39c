import type { DeviceKey } from '../../core/fact/fact.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import { withWordsOf } from '../hub-words.ts'
import {
  type DraftRow,
  type ItemRow,
  KEY_OF,
  type SegmentRow,
  type SettingRow,
  type TaskRow,
  type UpdateRow
} from '../store/store.ts'
import { type Change, nameOf, type Standing, type Told } from './records.ts'

const NOTES = 'notes/'

/**
 * [JN10] What a journal adds to a store that went on by itself: rows that are not there, and of those that are there the
 * ones that say more.
 * @param after only what the journal was told after this number; 0: the two have nothing in common.
 */
export function beside(rows: readonly Standing[], told: Told, after: number): Change[] {
  const here = new Map(rows.map(({ table, key, row }) => [nameOf({ table, key }), row]))
  const news = [...told.changes.values()].filter(({ row, seq }) => row !== undefined && seq > after)
  const split = splitChains(here, told)
  const isAdded = (change: Change) =>
    !here.has(nameOf(change)) && !(change.table === 'segments' && split.has((change.row as SegmentRow).device))
  const kept = rowsOf<SegmentRow>('segments', [...rows, ...news.filter(isAdded)])
  const held = new Set(kept.map(({ hash }) => hash))
  const added = news.filter((change) => !isNote(change) && !isProof(change))
  return [
    ...added.filter(isAdded).map((change) => opened(change, split, held)),
    ...added.filter((change) => saysMore(change, here.get(nameOf(change)), held)),
    ...added.flatMap((change) => saidBesides(change, here)),
    ...notesBehind(rows, news)
  ]
}

/** Keys of which both have gone on with the chain: only one way can be this store's. */
function splitChains(here: ReadonlyMap<string, unknown>, { changes }: Told): Set<DeviceKey> {
  const told = [...changes.values()].filter(({ row }) => row !== undefined)
  return new Set(
    told.flatMap((change) => {
      if (change.table !== 'segments') return []
      const { device, hash } = change.row as SegmentRow
      const own = here.get(nameOf(change)) as SegmentRow | undefined
      return own && own.hash !== hash ? [device] : []
    })
  )
}

/** What was sealed on the other way is sealed on this one too: by its id it counts once. */
function opened(change: Change, split: ReadonlySet<DeviceKey>, held: ReadonlySet<SegmentHash>): Change {
  if (change.table !== 'items') return change
  const { segment, ...open } = change.row as ItemRow
  if (segment === undefined || held.has(segment) || !split.has(open.device)) return change
  return { ...change, row: open }
}

/** Sealed says more than open, answered more than not, and a later draft more than an earlier. */
function saysMore({ table, row }: Change, own: unknown, held: ReadonlySet<SegmentHash>): boolean {
  if (own === undefined) return false
  if (table === 'items') {
    const { segment } = row as ItemRow
    return (own as ItemRow).segment === undefined && segment !== undefined && held.has(segment)
  }
  if (table === 'tasks') return (own as TaskRow).item === undefined && (row as TaskRow).item !== undefined
  if (table === 'drafts') return (own as DraftRow).saved < (row as DraftRow).saved
  return false
}

/** [RC3] The store's own segment with what hubs said of it besides. */
function saidBesides(change: Change, here: ReadonlyMap<string, unknown>): Change[] {
  const own = change.table === 'segments' ? (here.get(nameOf(change)) as SegmentRow | undefined) : undefined
  const told = change.row as SegmentRow
  if (!own || own.hash !== told.hash) return []
  const home = here.get(nameOf({ table: 'settings', key: 'hub' })) as SettingRow | undefined
  const row = withWordsOf(own, told, home?.value as DeviceKey | undefined)
  return row ? [{ ...change, row }] : []
}

/** Updates lean on those before them: all that this store lacks goes behind its own, as it came. */
function notesBehind(rows: readonly Standing[], news: readonly Change[]): Change[] {
  const notes = (from: readonly Standing[]) =>
    rowsOf<UpdateRow>('updates', from).filter(({ document }) => document.startsWith(NOTES))
  const own = notes(rows)
  const known = new Set(own.map(textOf))
  const next = new Map<string, number>()
  for (const { document, n } of own) next.set(document, Math.max(next.get(document) ?? 0, n + 1))
  const seq = Math.max(0, ...news.map((change) => change.seq))
  return notes(news)
    .filter((row) => !known.has(textOf(row)))
    .sort((a, b) => a.n - b.n)
    .map((row) => {
      const n = Math.max(row.n, next.get(row.document) ?? 0)
      next.set(row.document, n + 1)
      const moved = { ...row, n }
      return { seq, table: 'updates', key: KEY_OF.updates(moved), row: moved }
    })
}

function isNote({ table, key }: Standing): boolean {
  return table === 'updates' && key.startsWith(NOTES)
}

/** How many updates the hub was shown to hold was counted where they stood before. */
function isProof({ table, key }: Standing): boolean {
  return table === 'settings' && key === 'notesHeld'
}

function textOf({ document, bytes }: UpdateRow): string {
  return `${document} ${bytes.join()}`
}

function rowsOf<R>(table: Standing['table'], from: readonly Standing[]): R[] {
  return from.flatMap((each) => (each.table === table ? [each.row as R] : []))
}
