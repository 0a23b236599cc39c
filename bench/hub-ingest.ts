import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { keyInFile } from '../src/hub/keys.ts'
import { challengeStatement, readControl, writeControl } from '../src/sync/link/control.ts'
import { CONTROL, RECEIPTS, readFrame, SEGMENTS, writeFrame } from '../src/sync/link/frame.ts'
import { writeParts } from '../src/sync/link/parts.ts'
import type { Signer } from '../src/sync/signer.ts'
import { type Caller, CONTRIBUTIONS, type Opened, type Stored } from './ingest-servers.ts'
import { ratio } from './sync-cut.ts'

export type IngestFigures = Stored & {
  devices: number
  seconds: number
  /** Contributions that the server has on its disk and has said so, a second. */
  per_second: number
  /** Of the wait from a device's call to its last receipt: half of the devices had a shorter one; and the longest. */
  median_ms: number
  longest_ms: number
  /** Against the bare handler in the same run. */
  times_bare: number
}

/**
 * Devices that all come at once, as after a power cut, each with 20 contributions: to the hub over links, signed,
 * checked, derived and receipted; and to a bare handler of HTTP that stores what it is sent. Servers are processes of
 * their own.
 */
export async function hubIngest(devices: number): Promise<Record<string, IngestFigures>> {
  const bare = await against('bare', devices, async ({ port }) => {
    const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })
    return Array.from({ length: devices }, (_, n) => () => post(port, agent, n))
  })
  const links = await against('hub', devices, async ({ port, project, callers }) => {
    const all = JSON.parse(readFileSync(callers, 'utf8')) as Caller[]
    return all.map(({ device, pem, segments }) => {
      const signer = keyInFile(pem)
      const parts = segments.map((hex, at) => writeParts(hashLike(at, device), Buffer.from(hex, 'hex')))
      return () => overLink(port, project, signer, parts)
    })
  })
  const runs = { bare, links }
  return Object.fromEntries(
    Object.entries(runs).map(([name, run]) => [name, { ...run, times_bare: ratio(run.per_second, bare.per_second) }])
  )
}

type Run = Omit<IngestFigures, 'times_bare'>

async function against(
  kind: string,
  devices: number,
  prepare: (opened: Opened) => Promise<(() => Promise<void>)[]>
): Promise<Run> {
  const server = fork(join(import.meta.dirname, 'ingest-servers.ts'), [kind, String(devices)])
  const [opened] = (await once(server, 'message')) as [Opened]
  const calls = await prepare(opened)
  const started = performance.now()
  const waits = await Promise.all(
    calls.map(async (call) => {
      await call()
      return performance.now() - started
    })
  )
  const seconds = (performance.now() - started) / 1000
  server.send('over')
  const [stored] = (await once(server, 'message')) as [Stored]
  await once(server, 'exit')
  waits.sort((a, b) => a - b)
  return {
    ...{ devices, seconds: Math.round(seconds * 100) / 100, ...stored },
    per_second: Math.round((devices * CONTRIBUTIONS) / seconds),
    median_ms: Math.round(waits[waits.length >> 1] ?? 0),
    longest_ms: Math.round(waits.at(-1) ?? 0)
  }
}

function post(port: number, agent: Agent, n: number): Promise<void> {
  const items = Array.from({ length: CONTRIBUTIONS }, (_, place) => ({
    ...{ id: `${n}-${place}`, kind: 'label_assistant_reply', task: `${n}/${place}`, saved: 1_700_000_000, took: 30 },
    labels: { spam: 0, quality: 0.75 },
    ...(place < 4 && { text: 'the moss grows slowly on stones by the water '.repeat(8) })
  }))
  return new Promise((done, failed) => {
    const call = request({ port, agent, method: 'POST', path: '/' }, (response) => {
      response.resume()
      response.on('end', done)
    })
    call.on('error', failed)
    call.end(JSON.stringify(items))
  })
}

/** A device's call, as short as the protocol allows: proof and segments in one breath, until each has its receipt. */
function overLink(port: number, project: string, signer: Signer, segments: readonly Uint8Array[][]): Promise<void> {
  return new Promise((done, failed) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/link?${signer.device}`)
    socket.binaryType = 'arraybuffer'
    let receipted = 0
    const send = (channel: number, payload: Uint8Array) => socket.send(writeFrame(channel, payload))
    socket.on('error', failed)
    socket.on('close', () => failed(new Error('the hub hung up')))
    socket.on('message', async (data) => {
      const { channel, payload } = readFrame(new Uint8Array(data as ArrayBuffer))
      if (channel === RECEIPTS && ++receipted === segments.length) {
        done()
        socket.close()
      }
      const message = channel === CONTROL ? readControl(payload) : undefined
      if (message?.is === 'ping') send(CONTROL, writeControl('pong', {}))
      if (message?.is !== 'challenge') return
      const proof = await signer.sign(challengeStatement(project, message.fields.nonce, signer.device))
      send(CONTROL, writeControl('hello', { v: 1, proof, since: 0 }))
      for (const part of segments.flat()) send(SEGMENTS, part)
    })
  })
}

/** What tells the segments of a device from each other on the way. */
function hashLike(at: number, device: string): string {
  return at.toString(16).padStart(8, '0') + device.slice(8)
}
