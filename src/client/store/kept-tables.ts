import { KEY_OF, type ReadTx, type Rows, type Table } from './store.ts'

/** What screens read; documents and earlier versions are read by whoever shows them. */
const KEPT = ['settings', 'batches', 'tasks', 'drafts', 'items', 'segments'] as const satisfies readonly Table[]

export function isKept(table: Table): boolean {
  return (KEPT as readonly Table[]).includes(table)
}

/** One row that was put, or dropped if there is none. */
export type Change = { readonly table: Table; readonly key: string; readonly row: Rows[Table] | undefined }

/** Rows of some tables, as they are between two transactions; those that nobody has asked for are read by then. */
export type Tables = {
  readonly revision: number
  /** @throws {Stale} for what is not read yet, once somebody has written. */
  readonly rows: ReadTx
  /** Whether its rows are here. */
  has(table: Table): boolean
  /** How they are after the next transaction, which made these changes. */
  after(changes: readonly Change[]): Tables
  /** What a reading makes of them, made once, and kept for as long as the tables that it read stay as they are. */
  view<T>(make: (rows: ReadTx) => Promise<T>): Promise<T>
}

/** One transaction, if the rows are still those of that revision; undefined: somebody has written since. */
export type AskAt = <T>(revision: number, ask: (tx: ReadTx) => Promise<T>) => Promise<{ readonly found: T } | undefined>

/** What is read now would belong to other rows than what was read before. */
export class Stale extends Error {
  override name = 'Stale'
}

/** With `of` read at once: with thousands of items each of the other tables takes long. */
export async function loadTables(
  tx: ReadTx,
  askAt: AskAt,
  of: readonly Table[] = ['settings', 'drafts']
): Promise<Tables> {
  const all = new Map<Table, Kept>()
  for (const table of of) all.set(table, keptOf(table, await tx.list(table)))
  return tablesOf(all, await tx.revision(), askAt)
}

/** As `loadTables`, with every table: nothing of it grows stale. */
export function loadAllTables(tx: ReadTx, askAt: AskAt): Promise<Tables> {
  return loadTables(tx, askAt, KEPT)
}

/** The rows of a table, in the order of keys. Copied with each change: two flat lists cost least. */
export type Kept = { readonly keys: readonly string[]; readonly rows: readonly unknown[] }

export function keptOf<T extends Table>(table: T, rows: readonly Rows[T][]): Kept {
  return { keys: rows.map((row) => KEY_OF[table](row)), rows }
}

export function rowAt<T extends Table>({ keys, rows }: Kept, key: string): Rows[T] | undefined {
  const at = placeOf(keys, key)
  return keys[at] === key ? (rows[at] as Rows[T]) : undefined
}

/** What a reading has made, and of which tables; `of` is absent until it is there, and for one that asks for more than rows. */
type View = { readonly made: Promise<unknown>; of?: ReadonlySet<Table> }

function tablesOf(
  all: Map<Table, Kept>,
  revision: number,
  askAt: AskAt,
  before: ReadonlyMap<unknown, View> = new Map()
): Tables {
  const ask = async <T>(work: (tx: ReadTx) => Promise<T>): Promise<T> => {
    const answer = await askAt(revision, work)
    if (!answer) throw new Stale(`no longer at revision ${revision}`)
    return answer.found
  }
  const loading = new Map<Table, Promise<Kept>>()
  const load = (table: Table): Promise<Kept> => {
    const listed = ask((tx) => tx.list(table)).then((found) => {
      const kept = keptOf(table, found)
      all.set(table, kept)
      return kept
    })
    loading.set(table, listed)
    // One that fails is read anew by the next.
    listed.catch(() => loading.delete(table))
    return listed
  }
  /** undefined: they are not here, and nobody is reading them. */
  const keptIn = (table: Table): Kept | Promise<Kept> | undefined => {
    if (!isKept(table)) throw new Error(`${table} is not among what is kept`)
    return all.get(table) ?? loading.get(table)
  }
  const rows: ReadTx = {
    async get<T extends Table>(table: T, key: string) {
      const kept = keptIn(table)
      return kept ? rowAt<T>(await kept, key) : ask((tx) => tx.get(table, key))
    },
    async list<T extends Table>(table: T, prefix = '') {
      const kept = keptIn(table) ?? (prefix === '' ? load(table) : undefined)
      return kept ? rowsFrom<T>(await kept, prefix) : ask((tx) => tx.list(table, prefix))
    },
    revision: async () => revision
  }
  const views = new Map(before)
  return {
    revision,
    rows,
    has: (table) => all.has(table),
    after(changes) {
      const next = new Map<Table, Kept>()
      for (const [table, kept] of all) {
        next.set(
          table,
          changedBy(
            kept,
            changes.filter((change) => change.table === table)
          )
        )
      }
      const isUntouched = ({ of }: View) => of !== undefined && !changes.some(({ table }) => of.has(table))
      return tablesOf(next, revision + 1, askAt, new Map([...views].filter(([, view]) => isUntouched(view))))
    },
    view<T>(make: (rows: ReadTx) => Promise<T>): Promise<T> {
      const before = views.get(make)
      if (before) return before.made as Promise<T>
      const view = viewOf(rows, make)
      views.set(make, view)
      // One that fails is made anew by the next.
      view.made.catch(() => views.delete(make))
      return view.made as Promise<T>
    }
  }
}

/** Notes which tables it reads. */
function viewOf(rows: ReadTx, make: (rows: ReadTx) => Promise<unknown>): View {
  const read = new Set<Table>()
  let asksMore = false
  const made = make({
    get: (table, key) => {
      read.add(table)
      return rows.get(table, key)
    },
    list: (table, prefix) => {
      read.add(table)
      return rows.list(table, prefix)
    },
    revision: () => {
      asksMore = true
      return rows.revision()
    }
  })
  const view: View = { made }
  made.then(
    () => {
      if (!asksMore) view.of = read
    },
    () => {} // told to whoever asked for it
  )
  return view
}

/** Those whose key starts so. A list of its own: whoever gets it may sort it. */
export function rowsFrom<T extends Table>({ keys, rows }: Kept, prefix: string): Rows[T][] {
  const from = placeOf(keys, prefix)
  let end = prefix === '' ? keys.length : from
  while (keys[end]?.startsWith(prefix)) end++
  return rows.slice(from, end) as Rows[T][]
}

/** The same after these. */
export function changedBy(before: Kept, changes: readonly Change[]): Kept {
  if (changes.length === 0) return before
  const keys = [...before.keys]
  const rows = [...before.rows]
  for (const { key, row } of changes) {
    const at = placeOf(keys, key)
    const isHere = keys[at] === key
    if (row !== undefined) {
      keys.splice(at, isHere ? 1 : 0, key)
      rows.splice(at, isHere ? 1 : 0, row)
    } else if (isHere) {
      keys.splice(at, 1)
      rows.splice(at, 1)
    }
  }
  return { keys, rows }
}

/** Where a key stands among sorted ones, or would stand. Code units sort ASCII as every engine does. */
function placeOf(keys: readonly string[], key: string): number {
  let [from, to] = [0, keys.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((keys[middle] as string) < key) from = middle + 1
    else to = middle
  }
  return from
}
