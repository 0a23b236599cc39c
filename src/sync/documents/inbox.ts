import * as v from 'valibot'
import type * as Y from 'yjs'

/** [DC5] What a hub has published for one device. */
export type Inbox = {
  /** Batches lent to the device and still open: the document with their texts, and until when they are reserved. */
  readonly batches: Readonly<Record<string, InboxBatch>>
  readonly notices: readonly string[]
}

export type InboxBatch = {
  readonly document: string
  readonly until: number
  /** Of the document's updates, before a socket deflates them; a hub of an earlier version does not say it. */
  readonly bytes?: number | undefined
}

const BatchEntry = v.object({
  document: v.pipe(v.string(), v.maxLength(200)),
  until: v.number(),
  bytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)))
})

/** Brings the document to this state, changing only what differs. */
export function writeInbox(doc: Y.Doc, { batches, notices }: Inbox): void {
  const map = doc.getMap('batches')
  const list = doc.getArray<string>('notices')
  doc.transact(() => {
    for (const id of [...map.keys()]) if (!Object.hasOwn(batches, id)) map.delete(id)
    for (const [id, entry] of Object.entries(batches))
      if (JSON.stringify(map.get(id)) !== JSON.stringify(entry)) map.set(id, { ...entry })
    if (JSON.stringify(list.toArray()) !== JSON.stringify(notices)) {
      list.delete(0, list.length)
      list.push([...notices])
    }
  })
}

/** Entries that are not as they should be are passed over. */
export function readInbox(doc: Y.Doc): Inbox {
  const batches: Record<string, InboxBatch> = {}
  for (const [id, entry] of doc.getMap('batches').entries()) {
    const parsed = v.safeParse(BatchEntry, entry)
    if (parsed.success && /^[0-9a-f]{64}$/.test(id)) batches[id] = parsed.output
  }
  const notices = doc
    .getArray('notices')
    .toArray()
    .filter((notice) => typeof notice === 'string')
  return { batches, notices }
}
