import { copyFileSync, existsSync, rmSync, statSync, truncateSync } from 'node:fs'
import { StoreUnusable } from '../../src/hub/store/errors.ts'
import { openSqliteStore } from '../../src/hub/store/sqlite.ts'
import type { HubStore, ReadTx, StoredReceipt, WriteTx } from '../../src/hub/store/store.ts'
import type { Segment } from '../../src/sync/segment/segment.ts'
import type { Process, Scheduler } from './scheduler.ts'

/** What a transaction brings, of interest once it is on the disk. */
export type Brought = { readonly segments: Segment[]; readonly receipts: StoredReceipt[] }
/** A hub's transaction gone wrong on purpose. */
export type Tampering = (tx: WriteTx) => Partial<WriteTx>

/**
 * A hub's disk: SQLite's own files in memory. A commit takes time; a power cut in its midst leaves SQLite's log torn at any
 * byte of what the commit wrote, for SQLite to recover from.
 */
export class HubDisk {
  full = false
  onDurable: (brought: Brought) => void = () => {}
  /** A commit has been written, and nobody knows yet how much of it has reached the disk. */
  onCommit: () => void = () => {}
  tampering: Tampering = () => ({})
  private readonly scheduler: Scheduler
  private readonly path: string
  private generation = 0
  private store: HubStore | undefined
  /** Bytes of SQLite's log before and after a commit that is not yet sure to be on the disk. */
  private inDoubt: { readonly before: number; readonly after: number } | undefined

  constructor(scheduler: Scheduler, path: string, base: string) {
    this.scheduler = scheduler
    this.path = path
    copyFileSync(base, this.file)
  }

  private get file(): string {
    return `${this.path}-${this.generation}.sqlite`
  }

  /** The store as a process that begins now finds it. */
  open(process: Process): HubStore {
    const inner = this.plain
    this.inDoubt = undefined
    let last: Promise<unknown> = Promise.resolve()
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
      const turn = last.then(work).catch((cause) => {
        if (!process.alive) return new Promise<T>(() => {})
        throw cause
      })
      last = turn.catch(() => {})
      return turn
    }
    return {
      read: (work) => inTurn(() => (process.alive ? inner.read(work) : new Promise(() => {}))),
      write: (work) => inTurn(() => this.write(inner, process, work)),
      scrub: () => inTurn(() => inner.scrub()),
      async close() {}
    }
  }

  private async write<T>(inner: HubStore, process: Process, work: (tx: WriteTx) => Promise<T>): Promise<T> {
    if (!process.alive) return new Promise(() => {})
    const brought: Brought = { segments: [], receipts: [] }
    let before = 0
    const result = await inner.write(async (tx) => {
      const result = await work(this.recording(tx, brought))
      if (this.full) throw new StoreUnusable(this.file, new Error('database or disk is full'))
      await process.sleep(this.scheduler.between(1, 15), 'commit')
      before = this.logSize
      return result
    })
    this.inDoubt = { before, after: this.logSize }
    this.onCommit()
    await process.sleep(this.scheduler.between(0, 10), 'committed')
    this.inDoubt = undefined
    this.onDurable(brought)
    return result
  }

  private recording(tx: WriteTx, { segments, receipts }: Brought): WriteTx {
    const own: Partial<WriteTx> = {
      addSegment: async (segment) => {
        const isNew = await tx.addSegment(segment)
        if (isNew) segments.push(segment)
        return isNew
      },
      addReceipt: async (device, receipt) => {
        await tx.addReceipt(device, receipt)
        receipts.push(receipt)
      }
    }
    const recorded = over(tx, own)
    return over(recorded, this.tampering(recorded))
  }

  private get logSize(): number {
    const log = `${this.file}-wal`
    return existsSync(log) ? statSync(log).size : 0
  }

  /**
   * The process has ended, and SQLite finds the files as they are left.
   * @returns whether the last commit was torn.
   */
  async recover(powerCut: boolean): Promise<boolean> {
    const { inDoubt, file, store } = this
    this.inDoubt = undefined
    this.generation += 1
    copyFileSync(file, this.file)
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${this.file}-wal`)
    // A log that began anew has no end that could be told.
    const torn = powerCut && inDoubt !== undefined && inDoubt.after > inDoubt.before
    if (torn) truncateSync(`${this.file}-wal`, this.scheduler.between(inDoubt.before, inDoubt.after - 1))
    await store?.close()
    this.store = undefined
    remove(file)
    return torn
  }

  /** A copy of the file, of one moment. */
  async backup(to: string): Promise<void> {
    await this.store?.scrub()
    copyFileSync(this.file, to)
  }

  async putBack(backup: string): Promise<void> {
    await this.recover(false)
    remove(this.file)
    copyFileSync(backup, this.file)
  }

  read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T> {
    return this.plain.read(work)
  }

  /** The store itself, whether or not a hub runs on it. */
  get plain(): HubStore {
    this.store ??= openSqliteStore(this.file, { durable: false })
    return this.store
  }

  async close(): Promise<void> {
    await this.store?.close()
    remove(this.file)
  }
}

function remove(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
}

/** The methods of one object, with some put in their places. */
export function over<T extends object>(inner: T, own: Partial<T>): T {
  return new Proxy(inner, {
    get(target, name) {
      const mine = own[name as keyof T]
      if (mine !== undefined) return mine
      const value = Reflect.get(target, name) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    }
  })
}
