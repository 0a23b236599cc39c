import type { DeviceKey } from '../../core/fact/fact.ts'
import type { ControlFields } from '../../sync/link/control.ts'
import { WINDOW_BYTES } from '../../sync/link/frame.ts'
import type { Link } from '../../sync/link/link.ts'
import { tagOf, writeParts } from '../../sync/link/parts.ts'
import { readSegment } from '../../sync/segment/read.ts'
import { writeSegment } from '../../sync/segment/seal.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import type { SegmentRow } from '../store/store.ts'

export type OutgoingOptions = {
  readonly link: Link
  /** Sends a part of a segment, unless the connection has broken since. */
  send(part: Uint8Array): void
  overtaken(): boolean
}

/** [EX3] The segments that the hub lacks: in the order of their chains, at most 8 kB without a receipt. */
export class Outgoing {
  private readonly options: OutgoingOptions
  private device: DeviceKey = ''
  private queue: SegmentRow[] = []
  /** Bytes on their way on this connection, by segment. */
  private readonly inFlight = new Map<SegmentHash, number>()
  /** Of segments that a cut interrupted: how many bytes the hub has. */
  private begun: ControlFields<'challenge'>['begun'] = []

  constructor(options: OutgoingOptions) {
    this.options = options
  }

  /** A new connection, on which nothing is on its way yet. */
  begin(device: DeviceKey, rows: readonly SegmentRow[], begun: ControlFields<'challenge'>['begun']): void {
    this.device = device
    this.queue = [...rows]
    this.begun = begun
    this.broken()
  }

  add(rows: readonly SegmentRow[]): void {
    const known = new Set(this.queue.map(({ hash }) => hash))
    this.queue.push(...rows.filter(({ hash }) => !known.has(hash)))
  }

  /** Bytes of what has no receipt yet, as they are kept. */
  get bytes(): number {
    return this.queue.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
  }

  /** @returns bytes that are now known to have crossed. */
  received(hash: SegmentHash): number {
    const before = this.bytes
    this.queue = this.queue.filter((row) => row.hash !== hash)
    this.inFlight.delete(hash)
    return before - this.bytes
  }

  broken(): void {
    this.inFlight.clear()
    this.options.link.waiting = false
  }

  async push(): Promise<void> {
    const { link, send, overtaken } = this.options
    for (const row of this.queue) {
      if (this.inFlight.has(row.hash)) continue
      const ahead = [...this.inFlight.values()].reduce((sum, bytes) => sum + bytes, 0)
      if (ahead > 0 && ahead + row.bytes.byteLength > WINDOW_BYTES) break
      if (overtaken()) return
      this.inFlight.set(row.hash, row.bytes.byteLength)
      const bytes = await this.wireForm(row)
      const begun = this.begun.find(([tag, total]) => tag === tagOf(row.hash) && total === bytes.byteLength)
      for (const part of writeParts(row.hash, bytes, begun?.[2])) send(part)
    }
    link.waiting = this.inFlight.size > 0
  }

  private async wireForm({ device, bytes }: SegmentRow): Promise<Uint8Array> {
    // Our own bytes: the signature held when they were made.
    const segment = await readSegment(bytes, async () => true)
    return writeSegment(segment, { deflate: !this.options.link.deflates, short: device === this.device })
  }
}
