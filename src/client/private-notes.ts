import { utf8 } from '../core/bytes.ts'
import type { FactId } from '../core/fact/fact.ts'
import { type DeviceStore, KEY_OF, type ReadTx, taskKey } from './store/store.ts'

/** Rows that are copied and backed up as notes of languages are, and that nothing ever sends. */
const PREFIX = 'private/'

/** What this person has noted on a task for themselves; undefined: nothing. */
export async function readPrivateNote(tx: ReadTx, batch: FactId, place: number): Promise<string | undefined> {
  // A backup that was put back beside a note has added its own behind it.
  const last = (await tx.list('updates', `${PREFIX}${taskKey(batch, place)}/`)).at(-1)
  return last && new TextDecoder().decode(last.bytes)
}

/** Keeps a note in the place of the one before; a blank one is none. */
export async function keepPrivateNote(store: DeviceStore, batch: FactId, place: number, text: string): Promise<void> {
  const document = `${PREFIX}${taskKey(batch, place)}`
  await store.transact('relaxed', async (tx) => {
    for (const row of await tx.list('updates', `${document}/`)) await tx.drop('updates', KEY_OF.updates(row))
    if (text.trim() !== '') await tx.put('updates', { document, n: 0, bytes: utf8(text) })
  })
}

/** Whether a document is such a note. */
export function isPrivate(document: string): boolean {
  return document.startsWith(PREFIX)
}

/** By the keys of their tasks. */
export async function readPrivateNotes(tx: ReadTx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.list('updates', PREFIX)
  return new Map(rows.map(({ document, bytes }) => [document.slice(PREFIX.length), new TextDecoder().decode(bytes)]))
}
