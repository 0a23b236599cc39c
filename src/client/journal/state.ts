import { getSetting } from '../settings.ts'
import { KEY_OF, type ReadTx, type Rows, type Table } from '../store/store.ts'
import type { Standing } from './records.ts'

/** What a person did, and what it is sealed in. */
export const DONE = ['items', 'segments', 'drafts'] as const
const ALL = Object.keys(KEY_OF) as Table[]
/** What people did goes before what a hub lent. */
export const TABLES = [...new Set<Table>([...DONE, ...ALL])]
const OWN: readonly string[] = ['journal', 'mended', 'left']

/** [JN4] */
export function isCopied(table: Table, key: string): boolean {
  if (table === 'settings') return !OWN.includes(key)
  return !(table === 'updates' && /^(batch|became)\//.test(key))
}

export type State = { readonly seq: number; readonly life: string | undefined; readonly rows: readonly Standing[] }

/** [JN4] All that is copied, as it stands, with the number of the last transaction. */
export async function readState(tx: ReadTx): Promise<State> {
  const rows: Standing[] = []
  for (const table of TABLES) rows.push(...(await copiedOf(tx, table)))
  return { ...(await readStanding(tx)), rows }
}

export async function copiedOf(tx: ReadTx, table: Table): Promise<Standing[]> {
  const rows = (await tx.list(table)).map((row) => ({ table, key: keyOf(table, row), row }))
  return rows.filter(({ key }) => isCopied(table, key))
}

/** Which store it is, and how far. */
export async function readStanding(tx: ReadTx): Promise<Omit<State, 'rows'>> {
  return { seq: (await getSetting(tx, 'journal')) ?? 0, life: await getSetting(tx, 'life') }
}

/** Nothing of it is copied. */
export async function isEmpty(tx: ReadTx): Promise<boolean> {
  // Settings first: there are few, and a store that is used has some.
  for (const table of ALL) if ((await copiedOf(tx, table)).length > 0) return false
  return true
}

export function keyOf<T extends Table>(table: T, row: Rows[T]): string {
  return KEY_OF[table](row)
}
