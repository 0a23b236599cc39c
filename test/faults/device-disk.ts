import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { StoreTrouble } from '../../src/client/errors.ts'
import type { Will } from '../../src/client/journal/rows.ts'
import {
  type DeviceStore,
  KEY_OF,
  type Rows,
  type SegmentRow,
  type StoreTx,
  type Table
} from '../../src/client/store/store.ts'
import { joined } from '../../src/core/bytes.ts'
import { encodeCbor } from '../../src/core/cbor.ts'
import type { FactId } from '../../src/core/fact/fact.ts'
import { Died, type Process, type Scheduler } from './scheduler.ts'

type Changes = Map<string, unknown>
const HEAD_BYTES = 8
const WILL = 'settings will'

/**
 * A computer's disk with the log of a device's store: each commit is a record with its checksum. What is not flushed is
 * gone when the power fails, but for the part of it that had reached the disk; the last record of that is torn.
 */
export class DeviceDisk {
  full = false
  /** Whoever wants to know what the device shows from now on. */
  onSegment: (row: SegmentRow) => void = () => {}
  /** Facts of a will: signed, and shown to hubs also where its chain has gone on without it. */
  onWill: (facts: readonly FactId[]) => void = () => {}
  private readonly scheduler: Scheduler
  private log: Uint8Array[] = []
  private size = 0
  private flushed = 0
  private rows: Map<string, unknown> = new Map()
  private revision = 0

  constructor(scheduler: Scheduler) {
    this.scheduler = scheduler
  }

  /** The store as a process that begins now finds it. */
  open(process: Process): DeviceStore {
    this.rows = replayed(joined(...this.log))
    let last: Promise<unknown> = Promise.resolve()
    return {
      transact: <T>(durability: 'strict' | 'relaxed', work: (tx: StoreTx) => Promise<T>) => {
        const turn = last.then(() => this.transact(process, durability, work))
        last = turn.catch(() => {})
        return turn
      },
      async scrub() {},
      async close() {
        await last
      }
    }
  }

  private async transact<T>(process: Process, durability: string, work: (tx: StoreTx) => Promise<T>): Promise<T> {
    if (!process.alive) return never()
    const changes: Changes = new Map()
    const result = await work(txOn(this.rows, changes, this.revision))
    if (!process.alive) return never()
    if (changes.size === 0) return result
    if (this.full) throw new StoreTrouble('device', new Error('database or disk is full'))
    this.append(changes)
    if (durability === 'relaxed') {
      // The system writes it some time, whether the program still runs or not.
      const { size } = this
      this.scheduler.after(this.scheduler.between(500, 5000), undefined, 'written back', () => this.reached(size))
      return result
    }
    const { size } = this
    const flushed = await process.sleep(this.scheduler.between(1, 20), 'flush').then(
      () => true,
      (cause) => {
        if (cause instanceof Died) return false
        throw cause
      }
    )
    if (!flushed) return never()
    this.reached(size)
    return result
  }

  private append(changes: Changes): void {
    const body = serialize([...changes])
    const head = new DataView(new ArrayBuffer(HEAD_BYTES))
    head.setUint32(0, body.byteLength)
    head.setUint32(4, crc32(body))
    this.log.push(new Uint8Array(head.buffer), body)
    this.size += HEAD_BYTES + body.byteLength
    this.revision += 1
    for (const [key, row] of changes) {
      if (row === undefined) this.rows.delete(key)
      else this.rows.set(key, row)
      if (row !== undefined && key.startsWith('segments ')) this.onSegment(row as SegmentRow)
      if (row !== undefined && key === WILL) this.onWill((row as { value: Will }).value.facts)
    }
  }

  private reached(size: number): void {
    if (size <= this.size) this.flushed = Math.max(this.flushed, size)
  }

  /** The power fails. @returns whether a record was torn. */
  powerCut(): boolean {
    const bytes = joined(...this.log)
    const kept = this.scheduler.between(this.flushed, this.size)
    const whole = wholeRecords(bytes.subarray(0, kept))
    this.become(bytes.slice(0, whole))
    return whole < kept
  }

  /** All that is on it now, as whoever copies the folder finds it. */
  image(): Uint8Array {
    return joined(...this.log)
  }

  /** An older copy is put back, or a copy of another computer's. */
  become(image: Uint8Array): void {
    this.log = [image]
    this.size = this.flushed = image.byteLength
    this.rows = replayed(image)
  }

  list<T extends Table>(table: T): Rows[T][] {
    const found: Rows[T][] = []
    for (const [key, row] of this.rows) if (key.startsWith(`${table} `)) found.push(row as Rows[T])
    return found
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => {})
}

function wholeRecords(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at + HEAD_BYTES <= bytes.byteLength) {
    const end = at + HEAD_BYTES + view.getUint32(at)
    if (end > bytes.byteLength || crc32(bytes.subarray(at + HEAD_BYTES, end)) !== view.getUint32(at + 4)) break
    at = end
  }
  return at
}

function replayed(bytes: Uint8Array): Map<string, unknown> {
  const rows = new Map<string, unknown>()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = wholeRecords(bytes)
  for (let at = 0; at < whole; ) {
    const end = at + HEAD_BYTES + view.getUint32(at)
    for (const [key, row] of deserialize(bytes.subarray(at + HEAD_BYTES, end)) as [string, unknown][])
      if (row === undefined) rows.delete(key)
      else rows.set(key, row)
    at = end
  }
  return rows
}

function txOn(rows: ReadonlyMap<string, unknown>, changes: Changes, revision: number): StoreTx {
  const found = (key: string) => (changes.has(key) ? changes.get(key) : rows.get(key))
  const keysOf = (table: Table, prefix = '') => {
    const keys = new Set<string>()
    for (const all of [rows, changes])
      for (const key of all.keys()) if (key.startsWith(`${table} ${prefix}`)) keys.add(key)
    return [...keys].sort().filter((key) => found(key) !== undefined)
  }
  return {
    async get<T extends Table>(table: T, key: string) {
      return structuredClone(found(`${table} ${key}`)) as Rows[T] | undefined
    },
    async list<T extends Table>(table: T, prefix?: string) {
      return keysOf(table, prefix).map((key) => structuredClone(found(key)) as Rows[T])
    },
    async listEncoded(table) {
      return keysOf(table).map((key) => ({ key: key.slice(table.length + 1), bytes: encodeCbor(found(key)) }))
    },
    revision: async () => revision,
    async put(table, row) {
      changes.set(`${table} ${KEY_OF[table](row)}`, structuredClone(row))
    },
    async drop(table, key) {
      changes.set(`${table} ${key}`, undefined)
    }
  }
}
