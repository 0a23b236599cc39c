import type { Journals } from '../../src/client/journal/journal.ts'
import { readRecords } from '../../src/client/journal/records.ts'
import type { Rows, Table } from '../../src/client/store/store.ts'
import { joined } from '../../src/core/bytes.ts'
import { Died, type Process, type Scheduler } from './scheduler.ts'

type File = { bytes: Uint8Array; flushed: number }
export type Damage = 'torn tail' | 'byte flipped' | 'zeros within'

/**
 * The files of a device's journal on its disk. What is not flushed when the power fails is gone, but for the part of it
 * that had reached the disk; what was begun while there was no room stands there in part.
 */
export class JournalDisk {
  full = false
  /** Until then nothing that is asked of it is answered. */
  silentUntil = 0
  private readonly scheduler: Scheduler
  private files: File[] = []

  constructor(scheduler: Scheduler) {
    this.scheduler = scheduler
  }

  /** As a process that begins now finds them. */
  open(process: Process): Journals {
    let last: Promise<unknown> = Promise.resolve()
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
      const turn = last
        .then(() => this.answering(process))
        .then(work)
        .catch((cause) => {
          if (cause instanceof Died) return new Promise<T>(() => {})
          throw cause
        })
      last = turn.catch(() => {})
      return turn
    }
    return {
      list: () => inTurn(async () => (this.size > 0 ? ['journal'] : [])),
      read: () => inTurn(async () => this.image()),
      append: (_, bytes) =>
        inTurn(async () => {
          const file = this.files.at(-1) ?? this.begin()
          await this.write(process, file, bytes)
        }),
      replace: (_, bytes) =>
        inTurn(async () => {
          const old = [...this.files]
          const file = this.begin()
          await this.write(process, file, bytes)
          this.files = this.files.filter((each) => !old.includes(each))
        }),
      close: () => inTurn(async () => {})
    }
  }

  private async answering(process: Process): Promise<void> {
    if (!process.alive) throw new Died()
    const left = this.silentUntil - this.scheduler.now
    if (left > 0) await process.sleep(left, 'journal answers')
  }

  private begin(): File {
    const file = { bytes: new Uint8Array(), flushed: 0 }
    this.files.push(file)
    return file
  }

  private async write(process: Process, file: File, bytes: Uint8Array): Promise<void> {
    const some = this.full ? bytes.subarray(0, this.scheduler.chance.below(bytes.byteLength)) : bytes
    file.bytes = joined(file.bytes, some)
    if (this.full) throw new Error('ENOSPC')
    const size = file.bytes.byteLength
    await process.sleep(this.scheduler.between(1, 15), 'journal flush')
    file.flushed = Math.max(file.flushed, Math.min(size, file.bytes.byteLength))
  }

  private get size(): number {
    return this.files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
  }

  /** The power fails. @returns whether anything was cut off. */
  powerCut(): boolean {
    const before = this.size
    for (const file of this.files) {
      const { bytes, flushed } = file
      const kept = flushed < bytes.byteLength ? this.scheduler.between(flushed, bytes.byteLength) : flushed
      file.bytes = bytes.slice(0, kept)
      file.flushed = kept
    }
    return this.size < before
  }

  image(): Uint8Array {
    return joined(...this.files.map(({ bytes }) => bytes))
  }

  /** An older state is put back, or another computer's. */
  become(image: Uint8Array): void {
    this.files = image.byteLength > 0 ? [{ bytes: image, flushed: image.byteLength }] : []
  }

  lose(): void {
    this.files = []
  }

  /** @returns undefined: there is nothing to damage. */
  damage(): Damage | undefined {
    const { chance } = this.scheduler
    const file = chance.one(this.files)
    if (!file || file.bytes.byteLength === 0) return undefined
    const bytes = file.bytes.slice()
    const at = chance.below(bytes.byteLength)
    const kind = chance.one<Damage>(['torn tail', 'byte flipped', 'zeros within']) ?? 'torn tail'
    if (kind === 'byte flipped') bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8))
    if (kind === 'zeros within') bytes.fill(0, at, at + 512)
    const torn = Math.max(0, bytes.byteLength - 1 - chance.below(600))
    file.bytes = kind === 'torn tail' ? bytes.slice(0, torn) : bytes
    file.flushed = file.bytes.byteLength
    return kind
  }

  /** What it says of a table, whoever would read it. */
  list<T extends Table>(table: T): Rows[T][] {
    return toldBy(this.image(), table)
  }
}

export function toldBy<T extends Table>(journal: Uint8Array, table: T): Rows[T][] {
  const { changes } = readRecords(journal)
  return [...changes.values()].flatMap((change) =>
    change.table === table && change.row ? [change.row as Rows[T]] : []
  )
}
