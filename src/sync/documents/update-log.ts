import * as Y from 'yjs'
import { writeStep2, writeUpdate } from './protocol.ts'
import { splitUpdate } from './split-update.ts'

/**
 * [DC2] What answers a step 1: the updates of the log that hold anything the other side lacks, each a message of its
 * own so that a cut loses one and not all, and last the deletions, for which a state vector has no word.
 *
 * @param log updates in the order they were applied; together they are `doc`.
 */
export function missingUpdates(
  log: readonly Uint8Array[],
  doc: Y.Doc,
  stateVector: Uint8Array
): { updates: Uint8Array[]; last: Uint8Array } {
  const held = Y.decodeStateVector(stateVector)
  const updates = log.filter((update) => {
    const { to } = Y.parseUpdateMeta(update)
    return [...to].some(([client, clock]) => clock > (held.get(client) ?? 0))
  })
  return { updates, last: Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)) }
}

/** The messages that answer a step 1 from a log. [DC9] A page with a long life has more deletions than one may hold. */
export function answerFromLog(log: readonly Uint8Array[], doc: Y.Doc, stateVector: Uint8Array): Uint8Array[] {
  const { updates, last } = missingUpdates(log, doc, stateVector)
  const deletions = splitUpdate(last)
  return [...[...updates, ...deletions.slice(0, -1)].map(writeUpdate), writeStep2(deletions.at(-1) ?? last)]
}
