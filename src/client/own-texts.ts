import type { FactId } from '../core/fact/fact.ts'
import { textIn } from './items.ts'
import type { ReadTx } from './store/store.ts'

/** What this person wrote in an item. */
export type OwnText = { readonly id: FactId; readonly text: string }

/** Newest first. */
export async function readOwnTexts(tx: ReadTx): Promise<OwnText[]> {
  const written = (await tx.list('items')).filter(({ contents }) => contents.at(-1)?.text !== undefined)
  written.sort((a, b) => b.saved - a.saved || b.order - a.order)
  return written.map((item) => ({ id: item.id, text: textIn(item) ?? '' }))
}
