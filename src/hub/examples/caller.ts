import type { Fact } from '../../core/fact/fact.ts'
import {
  type Control,
  type ControlFields,
  type ControlName,
  challengeStatement,
  readControl,
  writeControl
} from '../../sync/link/control.ts'
import { CONTROL, RECEIPTS, readFrame, SEGMENTS, writeFrame } from '../../sync/link/frame.ts'
import { writeParts } from '../../sync/link/parts.ts'
import { type Receipt, readReceipt } from '../../sync/receipt.ts'
import { readSegment } from '../../sync/segment/read.ts'
import { writeSegment } from '../../sync/segment/seal.ts'
import type { Segment } from '../../sync/segment/segment.ts'
import type { Signer } from '../../sync/signer.ts'
import type { Hub } from '../hub.ts'
import type { Connection } from '../link/connection.ts'
import { until } from './conformance.ts'

type Frame = { readonly channel: number; readonly payload: Uint8Array; readonly size: number }

/** The other end of a hub's link, in the hands of the test; no socket lies between. */
export class Caller {
  readonly frames: Frame[] = []
  readonly said: Control[] = []
  closed: { code: number; reason: string } | undefined
  terminated = false
  readonly connection: Connection
  private readonly hub: Hub
  private readonly signer: Signer

  /** Resolves when the hub has asked for the proof. */
  static async call(hub: Hub, signer: Signer): Promise<Caller> {
    const caller = new Caller(hub, signer)
    await caller.hears('challenge')
    return caller
  }

  /** A member's link, welcomed. */
  static async welcomed(hub: Hub, signer: Signer, since = 0): Promise<Caller> {
    const caller = await Caller.call(hub, signer)
    await caller.hello({ since })
    await caller.hears('welcome')
    return caller
  }

  private constructor(hub: Hub, signer: Signer) {
    this.hub = hub
    this.signer = signer
    const socket = {
      send: (bytes: Uint8Array) => this.heard(bytes),
      close: (code: number, reason: string) => {
        this.closed = { code, reason }
      },
      terminate: () => {
        this.terminated = true
      }
    }
    this.connection = hub.connect(socket, 'test', signer.device)
  }

  private heard(bytes: Uint8Array): void {
    const { channel, payload } = readFrame(bytes)
    this.frames.push({ channel, payload, size: bytes.byteLength })
    const message = channel === CONTROL ? readControl(payload) : undefined
    if (message) this.said.push(message)
  }

  fields<N extends ControlName>(name: N): ControlFields<N> | undefined {
    return this.said.findLast(({ is }) => is === name)?.fields as ControlFields<N> | undefined
  }

  async hears<N extends ControlName>(name: N): Promise<ControlFields<N>> {
    await until(() => this.fields(name) !== undefined || this.closed !== undefined)
    return this.fields(name) as ControlFields<N>
  }

  tell<N extends ControlName>(name: N, fields: ControlFields<N>): void {
    this.connection.receive(writeFrame(CONTROL, writeControl(name, fields)))
  }

  async hello(fields: Partial<ControlFields<'hello'>> = {}): Promise<void> {
    const { project, nonce } = await this.hears('challenge')
    const proof = await this.signer.sign(challengeStatement(project, nonce, this.signer.device))
    this.tell('hello', { v: 1, proof, since: 0, ...fields })
  }

  give(segment: Segment): void {
    for (const part of writeParts(segment.hash, writeSegment(segment)))
      this.connection.receive(writeFrame(SEGMENTS, part))
  }

  document(channel: number, payload: Uint8Array): void {
    this.connection.receive(writeFrame(channel, payload))
  }

  /** All that was sent has been worked on: a hub takes one message after another. */
  async done(): Promise<void> {
    const before = this.said.filter(({ is }) => is === 'held').length
    this.tell('compare', { hashes: ['f'.repeat(64)] })
    await until(() => this.closed !== undefined || this.said.filter(({ is }) => is === 'held').length > before)
  }

  async receipts(): Promise<Receipt[]> {
    const { hub, verify } = { hub: this.hub.identity.hub.device, verify: this.hub.verify }
    const bytes = this.frames.filter(({ channel }) => channel === RECEIPTS).map(({ payload }) => payload)
    return Promise.all(bytes.map((each) => readReceipt(each, [hub], verify)))
  }

  /** The facts of a segment that came. */
  async read(segment: Uint8Array): Promise<readonly Fact[]> {
    return (await readSegment(segment, this.hub.verify)).facts
  }

  hangUp(): void {
    this.hub.left(this.connection)
  }
}
