import * as Y from 'yjs'
import { Refused } from '../refusal.ts'

/** [DC3] Bounds of one update, asked before it costs anything: 7 bytes can claim 33 million structs (268 MB). */
const MAX_UPDATE_BYTES = 16 * 1024
const MAX_STRUCTS = 2000
const MAX_CLIENTS = 64
/** Characters that one update may add to one client's history. */
const MAX_GROWTH = 100_000
export const MAX_STATE_VECTOR_BYTES = 1000

/**
 * Applies an update from outside, or refuses it whole.
 *
 * @throws {Refused} too-large, malformed or too-much. The document is then as before; only structs that lean on each
 *   other in a circle, which no Yjs writes, may leave behind what leaned on nothing.
 */
export function applyGuarded(doc: Y.Doc, update: Uint8Array, origin: unknown): void {
  if (update.byteLength > MAX_UPDATE_BYTES) throw new Refused('too-large', `update of ${update.byteLength} bytes`)
  const { structs, ds } = decoded(update)
  if (structs.length > MAX_STRUCTS) throw new Refused('too-much', `${structs.length} structs`)
  const ends = new Map<number, number>()
  for (const { id, length, isSkip } of structs) {
    const known = Y.getState(doc.store, id.client)
    const end = ends.get(id.client) ?? known
    // A gap would be kept as pending and merged again with every message: 10,000 of them cost 107 s.
    if (isSkip || id.clock > end) throw new Refused('malformed', 'update with a gap')
    if (id.clock + length - known > MAX_GROWTH) throw new Refused('too-much', 'update that grows too much')
    ends.set(id.client, Math.max(end, id.clock + length))
    if (ends.size > MAX_CLIENTS) throw new Refused('too-much', 'update of too many clients')
  }
  const end = (client: number) => ends.get(client) ?? Y.getState(doc.store, client)
  for (const { id, needs } of structs)
    for (const { client, clock } of needs)
      if (clock >= (client === id.client ? id.clock : end(client)))
        throw new Refused('malformed', 'update that leans on something missing')
  let deletions = 0
  for (const [client, ranges] of ds.clients) {
    deletions += ranges.length
    if (ranges.some(({ clock, len }) => clock + len > end(client)))
      throw new Refused('malformed', 'deletes what it does not have')
  }
  if (deletions > MAX_STRUCTS) throw new Refused('too-much', `${deletions} deletions`)
  apply(doc, update, origin)
  if (doc.store.pendingStructs || doc.store.pendingDs) {
    doc.store.pendingStructs = null
    doc.store.pendingDs = null
    throw new Refused('malformed', 'update that leans on itself')
  }
}

function apply(doc: Y.Doc, update: Uint8Array, origin: unknown): void {
  try {
    Y.applyUpdate(doc, update, origin)
  } catch (cause) {
    throw new Refused('malformed', 'update that Yjs cannot apply', { cause })
  }
}

/** `decodeUpdate` reads lazily up to the claimed count: a claim beyond the bytes fails at the first missing one. */
function decoded(update: Uint8Array) {
  try {
    const { structs, ds } = Y.decodeUpdate(update)
    return {
      ds,
      structs: structs.map((struct) => ({
        id: struct.id,
        length: struct.length,
        isSkip: struct instanceof Y.Skip,
        needs: struct instanceof Y.Item ? needsOf(struct) : []
      }))
    }
  } catch (cause) {
    throw new Refused('malformed', 'no Yjs update', { cause })
  }
}

/** What must be there before an item: its neighbours when it was written, and the type that holds it. */
function needsOf({ origin, rightOrigin, parent }: Y.Item): Y.ID[] {
  return [origin, rightOrigin, parent].filter((id) => id instanceof Y.ID)
}
