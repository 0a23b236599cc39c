import { readReceipt } from '../../sync/receipt.ts'
import type { Verify } from '../../sync/signer.ts'
import { peopleIn } from '../ingest/people.ts'
import { makeVerify } from '../keys.ts'
import { SCHEMA_VERSION } from '../store/schema.ts'
import type { HubStore, ReadTx } from '../store/store.ts'
import { SUMMED, type SummedTable } from '../store/tables.ts'
import type { Fault } from './fault.ts'
import { Rederived } from './rederive.ts'
import { checkFacts, checkSegments } from './segments.ts'

export type Checked = {
  readonly segments: number
  readonly facts: number
  readonly trees: number
  /** Trees and segments that the hub is still to derive and place; what was derived of them before is not looked at. */
  readonly waiting: number
}

/**
 * [HS10] Verifies a store against itself: its files, every checksum, hash, signature, chain and receipt, and every row
 * that follows from facts, by deriving all of it anew beside it. It reads one moment's state, also while a hub writes.
 *
 * @param file the store's.
 * @param found is told each fault as it is found.
 */
export async function checkStore(store: HubStore, file: string, found: (fault: Fault) => void): Promise<Checked> {
  return store.read(async (tx) => {
    const checked = { segments: 0, facts: 0, trees: 0, waiting: 0 }
    if ((await tx.schemaVersion()) < SCHEMA_VERSION) {
      found({ fault: 'older-store', table: '', row: '' })
      return checked
    }
    for (const words of await tx.damage()) found({ fault: 'damaged-file', table: '', row: '', detail: words })
    const verify = makeVerify()
    const project = (await tx.meta('project')) ?? ''
    const again = new Rederived(file)
    try {
      await again.begin(project)
      for (const table of Object.keys(SUMMED) as SummedTable[])
        for await (const row of tx.badSums(table)) found({ fault: 'bad-checksum', table, row })
      const segments = checkSegments(tx, project, verify, async (segment) => {
        checked.segments += 1
        checked.facts += segment.facts.length
        await again.add(segment)
      })
      for await (const fault of segments) found(fault)
      for await (const fault of checkFacts(tx)) found(fault)
      for await (const fault of checkReceipts(tx, verify)) found(fault)
      for await (const fault of again.faults(tx)) found(fault)
    } finally {
      await again.close()
    }
    const trees = (await tx.treeCounts()).reduce((sum, { count }) => sum + count, 0)
    return { ...checked, trees, waiting: (await tx.staleTrees()).length + (await tx.unplaced()).length }
  })
}

/** Every receipt is signed by a hub of the project and is of the segment that it stands beside. */
async function* checkReceipts(tx: ReadTx, verify: Verify): AsyncGenerator<Fault> {
  const hubs = [...(await peopleIn(tx))].filter(([, { role }]) => role === 'hub').map(([device]) => device)
  for await (const { segment, device, stamp, bytes } of tx.receiptRows()) {
    const fault = (detail: string): Fault => ({ fault: 'bad-receipt', table: 'receipts', row: segment, detail })
    const held = await tx.segment(segment).catch(() => undefined)
    const receipt = await readReceipt(bytes, hubs, verify).catch(() => undefined)
    if (!held) yield fault('there is no such segment')
    else if (!receipt) yield fault('no hub of the project has signed it')
    else if (receipt.segment !== segment || receipt.stamp !== stamp || held.header.device !== device)
      yield fault('it is of another segment, device or time')
  }
}
