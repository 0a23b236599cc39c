import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import {
  type Control,
  type ControlFields,
  type ControlName,
  challengeStatement,
  readControl,
  writeControl
} from '../src/sync/link/control.ts'
import { readFrame, writeFrame } from '../src/sync/link/frame.ts'
import type { Signer } from '../src/sync/signer.ts'

type Ended = { readonly code: number; readonly reason: string }

/** Someone who speaks a hub's protocol byte by byte, well or badly. */
export class RawPeer {
  /** How the hub, or the socket, ended it. */
  readonly ended: Promise<Ended>
  readonly signer: Signer
  /** Where the hub sees this peer. */
  port = 0
  private readonly socket: WebSocket
  private readonly heard: { channel: number; payload: Uint8Array }[] = []
  private readonly listeners = new Set<() => void>()
  private isOver = false

  /** Resolves when the hub has asked who calls. */
  static async call(address: string, signer: Signer): Promise<RawPeer> {
    const peer = new RawPeer(address, signer)
    await peer.control('challenge')
    return peer
  }

  /** Calls and proves to be this device, which the hub welcomes. */
  static async member(address: string, signer: Signer, invite?: string): Promise<RawPeer> {
    const peer = await RawPeer.call(address, signer)
    peer.tell('hello', { v: 1, since: 0, proof: await peer.proof(), ...(invite !== undefined && { invite }) })
    await peer.control('welcome')
    return peer
  }

  private constructor(address: string, signer: Signer) {
    this.signer = signer
    const socket = new WebSocket(`${address.replace('http', 'ws')}/link?${signer.device}`)
    this.socket = socket
    socket.binaryType = 'arraybuffer'
    socket.on('error', () => {})
    socket.on('open', () => {
      this.port = (socket as unknown as { _socket: { localPort: number } })._socket.localPort
    })
    socket.on('message', (data) => {
      this.heard.push(readFrame(new Uint8Array(data as ArrayBuffer)))
      for (const listener of [...this.listeners]) listener()
    })
    this.ended = new Promise((done) =>
      socket.once('close', (code, reason) => {
        this.isOver = true
        for (const listener of [...this.listeners]) listener()
        done({ code, reason: reason.toString() })
      })
    )
  }

  /** What the hub expects to be signed on this connection. */
  async proof(by: Signer = this.signer): Promise<Uint8Array> {
    const { project, nonce } = await this.control('challenge')
    return by.sign(challengeStatement(project, nonce, this.signer.device))
  }

  tell<N extends ControlName>(name: N, fields: ControlFields<N>): void {
    this.send(0, writeControl(name, fields))
  }

  send(channel: number, payload: Uint8Array): void {
    this.sendBytes(writeFrame(channel, payload))
  }

  sendBytes(bytes: Uint8Array): void {
    this.socket.send(bytes)
  }

  /** The first such message, also one that was heard before. */
  async control<N extends ControlName>(name: N): Promise<ControlFields<N>> {
    return this.first(({ channel, payload }) => {
      const message: Control | undefined = channel === 0 ? readControl(payload) : undefined
      return message?.is === name ? (message.fields as ControlFields<N>) : undefined
    })
  }

  /** The first message that this finds something in. */
  first<T>(find: (message: { channel: number; payload: Uint8Array }) => T | undefined): Promise<T> {
    return new Promise((done, failed) => {
      const look = () => {
        const found = this.heard.map(find).find((each) => each !== undefined)
        if (found !== undefined) done(found)
        else if (this.isOver) failed(new Error('the hub hung up before that'))
        else return
        this.listeners.delete(look)
      }
      this.listeners.add(look)
      look()
    })
  }

  heardOn(channel: number): Uint8Array[] {
    return this.heard.filter((message) => message.channel === channel).map(({ payload }) => payload)
  }

  leave(): Promise<Ended> {
    this.socket.close()
    return this.ended
  }
}

/** The key of a device's folder. */
export async function signerIn(folder: string): Promise<Signer> {
  const [file = ''] = readdirSync(join(folder, 'keys'))
  const key = await crypto.subtle.importKey('pkcs8', readFileSync(join(folder, 'keys', file)), 'Ed25519', false, [
    'sign'
  ])
  return {
    device: file.replace('.pk8', ''),
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, new Uint8Array(bytes)))
  }
}
