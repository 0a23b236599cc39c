import type { MessageBecame, ModeratorsWord, TreeBecame } from '../../core/became/became.ts'
import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import type { FactId, MessageId } from '../../core/fact/fact.ts'
import { readBecame } from '../../sync/became.ts'
import type { DeviceStore, ReadTx } from '../store/store.ts'

/** A row a tree, and one for the mark before them all. It comes again from the hub, so no copy of it is kept elsewhere. */
const DOCUMENT = 'became'

/** Up to where a hub has told; `after`: it has not told all yet. */
type Mark = {
  readonly mark?: string
  readonly after?: string
  /** The mark of the answers that are not all here. */
  readonly next?: string
  /** Milliseconds since 1970 when all had come last. */
  readonly came?: number
}

export type Grown = {
  readonly trees: readonly Uint8Array[]
  readonly mark: string
  readonly after?: string
  readonly came: number
}

/** What became of my messages, as a hub told it last. */
export type Became = {
  /** Milliseconds since 1970; absent: nothing was ever told. */
  readonly asOf?: number
  readonly messages: ReadonlyMap<MessageId, { readonly tree: TreeBecame; readonly mine: MessageBecame }>
  /** What moderators said, by the contribution that it is about; oldest first. */
  readonly words: ReadonlyMap<FactId, readonly ModeratorsWord[]>
}

export async function readMark(tx: ReadTx): Promise<Mark | undefined> {
  const row = await tx.get('updates', `${DOCUMENT}/0000000000`)
  return row && (decodeCbor(row.bytes) as Mark)
}

/** [BC1] The mark of the first answer counts, once the last one has come: what changed between them is told again. */
export async function keepGrown(store: DeviceStore, { trees, mark, after, came }: Grown): Promise<void> {
  await store.transact('relaxed', async (tx) => {
    const before = (await readMark(tx)) ?? {}
    for (const bytes of trees)
      await tx.put('updates', { document: `${DOCUMENT}/${readBecame(bytes).tree}`, n: 0, bytes })
    const next = before.after === undefined ? mark : (before.next ?? mark)
    const { after: _, next: __, ...rest } = before
    const now: Mark = after === undefined ? { mark: next, came } : { ...rest, after, next }
    await tx.put('updates', { document: DOCUMENT, n: 0, bytes: encodeCbor(now) })
  })
}

export async function readGrown(tx: ReadTx): Promise<Became> {
  const messages = new Map<MessageId, { tree: TreeBecame; mine: MessageBecame }>()
  const words = new Map<FactId, ModeratorsWord[]>()
  for (const { document, bytes } of await tx.list('updates', `${DOCUMENT}/`)) {
    if (document === DOCUMENT) continue
    const tree = readBecame(bytes)
    for (const mine of tree.mine) messages.set(mine.message, { tree, mine })
    for (const word of tree.words) words.set(word.fact, [...(words.get(word.fact) ?? []), word])
  }
  const { came } = (await readMark(tx)) ?? {}
  return { ...(came !== undefined && { asOf: came }), messages, words }
}
