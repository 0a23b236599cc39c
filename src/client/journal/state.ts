import { getSetting } from '../settings.ts'
import { KEY_OF, type ReadTx, type StoreTx, type Table } from '../store/store.ts'
import { type Change, encodedChange } from './records.ts'

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

export type State = { readonly seq: number; readonly life: string | undefined; readonly rows: readonly Change[] }

/** [JN4] All that is copied, as it stands, with the number of the last transaction. */
export async function readState(tx: StoreTx): Promise<State> {
  const standing = await readStanding(tx)
  const rows: Change[] = []
  for (const table of TABLES) rows.push(...(await copiedOf(tx, table, standing.seq)))
  return { ...standing, rows }
}

export async function copiedOf(tx: StoreTx, table: Table, seq: number): Promise<Change[]> {
  const rows = (await tx.listEncoded(table)).filter(({ key }) => isCopied(table, key))
  return rows.map(({ key, bytes }) => encodedChange(seq, table, key, bytes))
}

/** Which store it is, and how far. */
export async function readStanding(tx: ReadTx): Promise<Omit<State, 'rows'>> {
  return { seq: (await getSetting(tx, 'journal')) ?? 0, life: await getSetting(tx, 'life') }
}

/** Nothing of it is copied. */
export async function isEmpty(tx: StoreTx): Promise<boolean> {
  // Settings first: there are few, and a store that is used has some.
  for (const table of ALL) if ((await copiedOf(tx, table, 0)).length > 0) return false
  return true
}
