import { readRecords, writeChanges } from '../../src/client/journal/records.ts'
import type { DeviceStore, ItemRow, SegmentRow, StoreTx } from '../../src/client/store/store.ts'
import { makeFact } from '../../src/core/fact/fact.ts'
import type { WriteTx } from '../../src/hub/store/store.ts'
import { type ControlFields, readControl, writeControl } from '../../src/sync/link/control.ts'
import { CONTROL, readFrame, writeFrame } from '../../src/sync/link/frame.ts'
import { readSegment } from '../../src/sync/segment/read.ts'
import type { Around, Seams } from './around.ts'
import { over } from './hub-disk.ts'
import type { Meddler } from './net.ts'

/** Faults of the program, put in on purpose from outside of it: each run must find them. By their names. */
export const BREAKS: Readonly<Record<string, Seams>> = {
  /** The hub speaks before its commit is on the disk. */
  'receipt-before-commit': {
    hubStore: (store) => ({
      ...store,
      write: (work) =>
        new Promise((resolve, reject) => {
          store
            .write(async (tx) => {
              const result = await work(tx)
              resolve(result)
              return result
            })
            .catch(reject)
        })
    })
  },
  /** The hub answers as if it had stored, now and then. */
  'ack-without-store': {
    hubStore: (store) => {
      let writes = 0
      return {
        ...store,
        write: async (work) => {
          writes += 1
          if (writes % 6 !== 0) return store.write(work)
          const undone = new Error('undone')
          let result: { is: Awaited<ReturnType<typeof work>> } | undefined
          await store
            .write(async (tx) => {
              result = { is: await work(tx) }
              throw undone
            })
            .catch((cause) => {
              if (cause !== undone) throw cause
            })
          return (result as NonNullable<typeof result>).is
        }
      }
    }
  },
  /** The device forgets what it has sent, whether or not it came. */
  'clear-outbox': { deviceStore: (store, { system }) => clearing(store, (run) => system.after(2000, run)) },
  /** The device calls saved what no power cut spares. */
  'saved-before-flush': {
    deviceStore: (store) => ({ ...store, transact: (_, work) => store.transact('relaxed', work) })
  },
  /** The device takes a receipt for another segment's. */
  'receipt-for-wrong-segment': { deviceStore: (store) => withTx(store, (tx) => ({ put: misplacing(tx) })) },
  /** The device sends what waits for its receipt again, as something new. */
  'send-again-as-new': { deviceStore: (store) => sendingAgain(store, async () => true) },
  /** The device believes that its second copy is written. */
  'journal-not-written': {
    journals: (journals) => ({ ...journals, append: async () => {}, replace: async () => {} })
  },
  /** The second copy hears of no draft. */
  'drafts-in-one-copy': {
    journals: (journals) => ({
      ...journals,
      append: async (name, bytes) => {
        const kept = [...readRecords(bytes).changes.values()].filter(({ table }) => table !== 'drafts')
        if (kept.length > 0) await journals.append(name, writeChanges(kept))
      }
    })
  },
  /** A device that was mended from its second copy signs anew what it had sent. */
  'repair-signs-anew': {
    deviceStore: (store) => sendingAgain(store, async (tx) => (await tx.get('settings', 'mended')) !== undefined)
  },
  /** What stands in the place of an item takes it away. */
  'amend-drops-old': {
    deviceStore: (store) =>
      withTx(store, (tx) => ({
        put: async (table, row) => {
          const before = table === 'items' && 'amends' in row ? row.amends : undefined
          if (before !== undefined) await tx.drop('items', before)
          return tx.put(table, row)
        }
      }))
  },
  /** The hub shows edits of notes that are not on its disk, now and then. */
  'notes-not-kept': { hubWrites: (tx) => ({ addDocumentUpdate: forgetful(tx.addDocumentUpdate.bind(tx)) }) },
  /** The device takes back what has been sealed. */
  'undo-what-is-sealed': {
    deviceStore: (store) =>
      withTx(store, (tx) => ({
        get: async (table, key) => {
          const row = await tx.get(table, key)
          if (table !== 'items' || !row) return row
          const { segment: _, ...open } = row as ItemRow
          return open as typeof row
        }
      }))
  },
  /** The device compares how far a chain is held by its number alone. */
  'number-without-hash': {
    meddler: (world) =>
      challenged(world, (challenge, chain) => ({
        ...challenge,
        tips: challenge.tips.map(([n, hash]) => [n, chain.find((row) => row.n === n)?.hash ?? hash])
      }))
  },
  /** A hub put back from a backup believes that it holds all that it ever receipted. */
  'hub-forgets-after-restore': {
    meddler: (world) =>
      challenged(world, (challenge, chain) => {
        const last = chain.filter(({ receipt }) => receipt !== undefined).toSorted((a, b) => b.n - a.n)[0]
        return last ? { ...challenge, tips: [...challenge.tips, [last.n, last.hash]] } : challenge
      })
  },
  /** The hub knows a segment by its device and number. */
  'dedupe-by-number-only': {
    hubWrites: (tx) => ({
      addSegment: async (segment) => {
        for await (const { device, n } of tx.segmentRows())
          if (device === segment.header.device && n === segment.header.n) return false
        return tx.addSegment(segment)
      }
    })
  },
  /** The hub takes the segments of a bundle unseen. */
  'apply-bundle-without-signature': {
    taker: (taker, hub) => ({
      ...taker,
      take: async ({ kind, bytes }) => {
        if (kind !== 'segment') return 'not-ours'
        return (await hub.ingest.take(await readSegment(bytes, async () => true))) ? 'new' : 'known'
      }
    })
  }
}

function withTx(store: DeviceStore, own: (tx: StoreTx) => Partial<StoreTx>): DeviceStore {
  return { ...store, transact: (durability, work) => store.transact(durability, (tx) => work(over(tx, own(tx)))) }
}

function clearing(store: DeviceStore, later: (run: () => void) => unknown): DeviceStore {
  const clear = () =>
    store.transact('strict', async (tx) => {
      for (const { hash, device, n, receipt } of await tx.list('segments')) {
        if (receipt) continue
        await tx.drop('segments', `${device}/${String(n).padStart(10, '0')}`)
        for (const item of await tx.list('items')) if (item.segment === hash) await tx.drop('items', item.id)
      }
    })
  return withTx(store, (tx) => ({
    put: async (table, row) => {
      if (table === 'segments' && !('receipt' in row)) later(() => void clear().catch(() => {}))
      return tx.put(table, row)
    }
  }))
}

function misplacing(tx: StoreTx): StoreTx['put'] {
  return async (table, row) => {
    if (table !== 'segments' || !('receipt' in row) || !('hash' in row)) return tx.put(table, row)
    const other = (await tx.list('segments')).find(({ hash, receipt }) => !receipt && hash !== row.hash)
    return other && row.receipt ? tx.put('segments', { ...other, receipt: row.receipt }) : tx.put(table, row)
  }
}

/** Once, when a program begins. */
function sendingAgain(store: DeviceStore, when: (tx: StoreTx) => Promise<boolean>): DeviceStore {
  let begun = false
  const again = async (tx: StoreTx) => {
    if (!(await when(tx))) return
    const waiting = new Set((await tx.list('segments')).filter(({ receipt }) => !receipt).map(({ hash }) => hash))
    for (const item of await tx.list('items')) {
      if (item.segment === undefined || !waiting.has(item.segment)) continue
      const { segment: _, ...open } = item
      const contents = item.contents.map((content) => ({ ...content, saved: Number(content.saved) + 1 }))
      const id = makeFact(item.device, contents.at(-1) ?? { kind: '', v: 1 }).id
      await tx.put('items', { ...open, id, contents })
    }
  }
  return {
    ...store,
    transact: async (durability, work) => {
      if (!begun) {
        begun = true
        await store.transact('strict', again)
      }
      return store.transact(durability, work)
    }
  }
}

/** Keeps all but the long ones. */
function forgetful(add: WriteTx['addDocumentUpdate']): WriteTx['addDocumentUpdate'] {
  return async (name, update) => (update.byteLength > 50 ? undefined : add(name, update))
}

type Challenge = ControlFields<'challenge'>

/** @param change gets the chain of the device that calls, as its own store has it. */
function challenged(world: Around, change: (challenge: Challenge, chain: readonly SegmentRow[]) => Challenge): Meddler {
  return (way, bytes, device, caller) => {
    const { channel, payload } = readFrame(bytes)
    const message = way === 'down' && channel === CONTROL ? readControl(payload) : undefined
    if (message?.is !== 'challenge') return bytes
    const disk = world.computers.find((computer) => computer.process === caller)?.disk
    const chain = disk?.list('segments').filter((row) => row.device === device) ?? []
    return writeFrame(CONTROL, writeControl('challenge', change(message.fields, chain)))
  }
}
