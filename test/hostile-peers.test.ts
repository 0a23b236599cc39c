import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { bytesOf } from '../src/core/bytes.ts'
import { decodeCbor, encodeCbor } from '../src/core/cbor.ts'
import { writeStep1, writeUpdate } from '../src/sync/documents/protocol.ts'
import { testSigner } from '../src/sync/examples/key.ts'
import { writeParts } from '../src/sync/link/parts.ts'
import { NO_HEAD, seal, writeSegment } from '../src/sync/segment/seal.ts'
import type { Signer } from '../src/sync/signer.ts'
import type { DeviceFolder } from './device-folder.ts'
import { Project } from './project.ts'
import { RawPeer, signerIn } from './raw-peer.ts'
import { expectNoStack } from './refusal.ts'
import { PRACTICE_TREES } from './sources.ts'
import { cleanUp } from './understory.ts'

afterAll(cleanUp)

const SKIP = { kind: 'skip', v: 1, task: ['0'.repeat(64), 0], saved: 1, took: 1, reason: 'none' }

describe('a hostile peer', () => {
  let project: Project
  let honest: DeviceFolder
  let member: Signer
  let stranger: Signer

  beforeAll(async () => {
    project = await Project.from(PRACTICE_TREES)
    honest = await project.newDevice('honest')
    await project.checkout(honest, 'assistant_reply', 6)
    member = await testSigner(7)
    stranger = await testSigner(8)
    const peer = await RawPeer.member(project.hub.address, member, project.hub.secret)
    await peer.leave()
  })

  /** It is hung up on with this code, and the hub's log says on whom and why. */
  async function expectRefused(peer: RawPeer, code: number, why: string): Promise<void> {
    expect(await peer.ended).toMatchObject({ code })
    const who = `refused 127.0.0.1:${peer.port} (`
    const line = project.hub.log.split('\n').find((each) => each.includes(who)) ?? ''
    expect(line.slice(line.indexOf(who) + who.length)).toBe(why)
  }

  const call = (signer: Signer) => RawPeer.call(project.hub.address, signer)
  const joined = () => RawPeer.member(project.hub.address, member)
  const asMember = (why: string) => `device ${member.device.slice(0, 8)}): ${why}`
  const asUnknown = (why: string) => `unknown device): ${why}`

  it('from another site, under another name or without saying which device it is gets no link', async () => {
    const ask = (path: string, headers: Record<string, string>) =>
      new Promise<number>((done, failed) => {
        const upgrade = {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA=='
        }
        request(`${project.hub.address}${path}`, { headers: { ...upgrade, ...headers } })
          .once('response', (response) => done(response.resume().statusCode ?? 0))
          .once('upgrade', (_, socket) => {
            socket.destroy()
            done(101)
          })
          .once('error', failed)
          .end()
      })
    const path = `/link?${member.device}`
    expect(await ask(path, {})).toBe(101)
    expect(await ask(path, { origin: 'http://evil.example' })).toBe(403)
    expect(await ask(path, { host: 'evil.example' })).toBe(403)
    expect(await ask('/link', {})).toBe(403)
    expect(await ask('/link?me', {})).toBe(403)
  })

  it('that does not prove who it is gets nothing', async () => {
    const [early, wrong, replaying, unknown] = await Promise.all([
      call(member),
      call(member),
      call(member),
      call(stranger)
    ])
    early.send(1, Uint8Array.of(1))
    await expectRefused(early, 4401, asUnknown('unknown-device: message before the proof'))
    const proof = await wrong.proof(stranger)
    wrong.tell('hello', { v: 1, since: 0, proof })
    await expectRefused(wrong, 4404, asUnknown('bad-signature: proof'))
    const old = await joined()
    const used = await old.proof()
    await old.leave()
    replaying.tell('hello', { v: 1, since: 0, proof: used })
    await expectRefused(replaying, 4404, asUnknown('bad-signature: proof'))
    unknown.tell('hello', { v: 1, since: 0, proof: await unknown.proof() })
    await expectRefused(unknown, 4401, asUnknown('unknown-device: no member of this project'))
  })

  it('that sends garbage or too large a message is hung up on', async () => {
    const garbage: [Uint8Array, string][] = [
      [new Uint8Array(), 'malformed: a message without a channel'],
      [Uint8Array.of(0x80), 'malformed: a message without a channel'],
      [Uint8Array.of(0, 0xff, 1), 'malformed: control message'],
      [Uint8Array.of(1, 9, 9, 9, 9, 0), 'malformed: part of a segment'],
      [Uint8Array.of(0, ...encodeCbor(['checkout', { request: 1, count: 1e9 }])), 'malformed: checkout: ']
    ]
    for (const [bytes, why] of garbage) {
      const peer = await joined()
      peer.sendBytes(bytes)
      expect((await peer.ended).code).toBe(4406)
      expect(project.hub.log).toContain(`127.0.0.1:${peer.port} (${asMember(why)}`)
    }
    const large = await joined()
    large.sendBytes(new Uint8Array(1_000_000))
    expect((await large.ended).code).toBe(1009)
    expect(project.hub.log).toContain(`link 127.0.0.1:${large.port}: Max payload size exceeded`)
  })

  it('that sends segments of others, of another project, changed ones or a bomb has none of them taken', async () => {
    const { project: id } = await (await call(member)).control('challenge')
    const sealed = async (by: Signer, where: string) => (await seal([SKIP], where, NO_HEAD, by)).segments[0]!
    const [own, foreign, elsewhere] = await Promise.all([
      sealed(member, id),
      sealed(stranger, id),
      sealed(member, 'e'.repeat(64))
    ])
    const bytes = writeSegment(own)
    const [header, count, signature] = decodeCbor(bytes) as unknown[]
    const bomb = (megabytes: number) =>
      encodeCbor([header, count, signature, [new Uint8Array(deflateRawSync(new Uint8Array(megabytes << 20)))]])
    const hostile: [Uint8Array, number, string][] = [
      [writeSegment(foreign), 4401, 'unknown-device: segment of no member'],
      [writeSegment(elsewhere), 4403, 'wrong-project: segment of project eeeeeeee'],
      [bytes.map((byte, at) => (at === 60 ? byte ^ 1 : byte)), 4404, 'bad-signature: segment 1 of device'],
      [bytes.slice(0, -1), 4406, 'malformed: not a segment'],
      [bomb(16), 4407, 'too-large: '],
      [bomb(4), 4407, 'too-large: ']
    ]
    for (const [segment, code, why] of hostile) {
      const peer = await joined()
      for (const part of writeParts(own.hash, segment)) peer.send(1, part)
      expect([why, (await peer.ended).code]).toEqual([why, code])
      expect(project.hub.log).toMatch(new RegExp(`:${peer.port} \\(device ${member.device.slice(0, 8)}\\): ${why}`))
    }
    expect(await project.exported()).not.toContain('"skip"')
  })

  it('that sends notes which would cost Yjs hundreds of megabytes has none of them taken', async () => {
    const examples = JSON.parse(
      readFileSync(join(import.meta.dirname, '..', 'src', 'sync', 'examples', 'updates.json'), 'utf8')
    ) as { name: string; hex: string; given: { before: string }; refused?: string }[]
    const refused = examples.filter((example) => example.refused)
    expect(refused.length).toBeGreaterThan(15)
    for (const { name, hex, given, refused: why = '' } of refused) {
      const peer = await joined()
      peer.tell('open', { channel: 16, name: 'notes/en' })
      if (given.before !== '0000') peer.send(16, writeUpdate(bytesOf(given.before)))
      peer.send(16, writeUpdate(bytesOf(hex)))
      expect([name, await peer.ended]).toMatchObject([name, { reason: why }])
      expect(project.hub.log).toMatch(new RegExp(`:${peer.port} \\(device ${member.device.slice(0, 8)}\\): ${why}: `))
    }
    await honest.note('en', 'still here')
    await honest.sync()
    expect(await honest.notes('en')).toContain('still here')
  })

  it("that opens what is another's, writes what is the hub's, or opens a thousand documents gets nowhere", async () => {
    const owner = await RawPeer.member(project.hub.address, await signerIn(honest.folder))
    const { inbox } = await owner.control('welcome')
    owner.tell('open', { channel: 16, name: inbox })
    owner.send(16, writeStep1(Uint8Array.of(0)))
    const batch = await owner.first(({ channel, payload }) =>
      channel === 16
        ? /batch\/[0-9a-f]{64}\/[0-9a-f]{16}/.exec(Buffer.from(payload).toString('latin1'))?.[0]
        : undefined
    )
    owner.tell('open', { channel: 17, name: batch })
    owner.send(17, writeStep1(Uint8Array.of(0)))
    const texts = await owner.first(({ channel, payload }) => (channel === 17 ? payload.byteLength : undefined))
    expect(texts).toBeGreaterThan(100)

    const thief = await joined()
    for (const [at, name] of [inbox, batch, 'inbox/', 'room/x', '../keys'].entries())
      thief.tell('open', { channel: 16 + at, name })
    for (let at = 0; at < 5; at++) thief.send(16 + at, writeStep1(Uint8Array.of(0)))
    for (let at = 0; at < 5; at++)
      expect(
        await thief.first(({ channel, payload }) => (channel === 0 && payload.includes(16 + at) ? true : undefined))
      ).toBe(true)
    thief.tell('open', { channel: 30, name: 'notes/fr' })
    await thief.first(({ channel }) => (channel === 30 ? true : undefined))
    expect([16, 17, 18, 19, 20].flatMap((channel) => thief.heardOn(channel))).toEqual([])

    const writer = await joined()
    const own = (await writer.control('welcome')).inbox
    writer.tell('open', { channel: 16, name: own })
    writer.send(16, writeUpdate(Uint8Array.of(0, 0)))
    await expectRefused(writer, 4409, asMember(`not-yours: writing ${own}`))

    const greedy = await joined()
    for (let i = 0; i < 1000; i++)
      greedy.tell('open', { channel: 16 + i, name: `notes/en-${String(i).padStart(4, '0')}` })
    await expectRefused(greedy, 4408, asMember('too-much: open documents'))
    await Promise.all([owner.leave(), thief.leave()])
  })

  it('troubles nobody else: an honest device syncs all the while, and the hub stays small', async () => {
    const attacks = (async () => {
      for (let round = 0; round < 20; round++) {
        const peer = await joined()
        peer.tell('open', { channel: 16, name: 'notes/en' })
        peer.send(16, writeUpdate(bytesOf('01808080100100')))
        await peer.ended
      }
      // Each within bounds, and each costs the hub a flush to disk.
      const flooding = await joined()
      flooding.tell('open', { channel: 16, name: 'notes/en-flood' })
      for (const update of notesOf(100, 15_000)) flooding.send(16, writeUpdate(update))
      for (let i = 0; i < 1000; i++) flooding.tell('compare', { hashes: ['f'.repeat(64)] })
      await flooding.control('held')
      await flooding.leave()
    })()
    const ids = await honest.work(3)
    await honest.sync()
    await attacks
    // In a crowd a hub says first that it has the work, and a while later what became of it.
    const states = async () => {
      await honest.sync()
      const { items } = await honest.status()
      return items.filter(({ id }) => ids.includes(id)).map(({ state }) => state)
    }
    await expect.poll(states, { timeout: 20_000 }).toEqual(ids.map(() => 'merged'))
    expectNoStack(project.hub.log)
    if (process.platform !== 'linux') return
    const status = readFileSync(`/proc/${project.hub.process.pid}/status`, 'utf8')
    const megabytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024
    console.log(`the hub took ${Math.round(megabytes)} MB at most`)
    expect(megabytes).toBeLessThan(300)
  })
})

/** Honest edits of this many random letters each. */
function notesOf(edits: number, letters: number): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let i = 0; i < edits; i++) doc.getText('notes').insert(0, randomBytes(letters / 2).toString('hex'))
  return updates
}
