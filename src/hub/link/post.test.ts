import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { challengeStatement, readControl, writeControl } from '../../sync/link/control.ts'
import { CONTROL, RECEIPTS, readFrame, SEGMENTS, writeFrame } from '../../sync/link/frame.ts'
import { writeParts } from '../../sync/link/parts.ts'
import { MAX_POST_BYTES, NO_TOKEN, readPost, writePost } from '../../sync/link/post-body.ts'
import { writeSegment } from '../../sync/segment/seal.ts'
import { removeFolders } from '../examples/folders.ts'
import { type Hand, World } from '../examples/world.ts'
import { type Serving, serve } from '../server.ts'

afterAll(removeFolders)

describe('links over HTTP (real calls on loopback)', () => {
  let world: World
  let serving: Serving
  let hand: Hand
  beforeEach(async () => {
    world = await World.begin()
    serving = await serve({ hub: world.hub, host: '127.0.0.1', port: 0, site: undefined })
    hand = await world.member(10)
  })
  afterEach(async () => {
    await serving.close()
    await world.store.close()
  })

  async function call(body: Uint8Array, headers: Record<string, string> = {}, device = hand.device) {
    const url = `http://127.0.0.1:${serving.port}/sync?${device}`
    const answer = await fetch(url, { method: 'POST', body: new Uint8Array(body), headers })
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return { status: answer.status, headers: answer.headers, bytes }
  }

  async function begun() {
    const { token, frames } = readPost((await call(writePost({ token: NO_TOKEN, number: 1, frames: [] }))).bytes)
    const challenge = readControl(readFrame(frames[0] ?? new Uint8Array()).payload)
    if (challenge?.is !== 'challenge') throw new Error('no challenge')
    const statement = challengeStatement(world.hub.project, challenge.fields.nonce, hand.device)
    const hello = { v: 1, since: 0, proof: await hand.signer.sign(statement) }
    return { token, hello: writeFrame(CONTROL, writeControl('hello', hello)) }
  }

  it('[LK13] a call is answered once it is taken: proof and segment bring welcome and receipt', async () => {
    const { token, hello } = await begun()
    const [segment] = await hand.seals({ kind: 'applause', v: 1 })
    const parts = writeParts(segment!.hash, writeSegment(segment!)).map((part) => writeFrame(SEGMENTS, part))
    const answer = readPost((await call(writePost({ token, number: 2, frames: [hello, ...parts] }))).bytes)
    expect(answer.frames.map((frame) => readFrame(frame).channel)).toEqual([CONTROL, RECEIPTS])
    expect(await world.store.read((tx) => tx.segment(segment!.hash))).toBeDefined()
  })

  it('[LK13] a call that is repeated is taken once and gets the same answer', async () => {
    const { token, hello } = await begun()
    const second = writePost({ token, number: 2, frames: [hello] })
    const [one, two] = await Promise.all([call(second), call(second)])
    expect(two.bytes).toEqual(one.bytes)
    expect((await call(second)).bytes).toEqual(one.bytes)
    expect(readPost(one.bytes).number).toBe(0)
  })

  it('[LK13] a number that was never answered, another device or a link that is over gets nothing', async () => {
    const { token, hello } = await begun()
    const frames = [hello]
    expect((await call(writePost({ token, number: 4, frames }))).status).toBe(409)
    expect((await call(writePost({ token, number: 2, frames }), {}, 'b'.repeat(64))).status).toBe(410)
    world.system.pass(61_000)
    expect((await call(writePost({ token, number: 2, frames }))).status).toBe(410)
  })

  it('[LK13] the code with which the hub closes a link stands in the answer', async () => {
    const { token } = await begun()
    const frames = [writeFrame(CONTROL, writeControl('hello', { v: 1, since: 0, proof: new Uint8Array(64) }))]
    const answer = readPost((await call(writePost({ token, number: 2, frames }))).bytes)
    expect(answer.number).toBe(4404)
    expect((await call(writePost({ token, number: 3, frames }))).status).toBe(410)
  })

  it('[LK13] what is no call, or too large, is refused, and so is a page of the internet', async () => {
    const first = writePost({ token: NO_TOKEN, number: 1, frames: [] })
    expect((await call(new Uint8Array(3))).status).toBe(400)
    expect((await call(new Uint8Array(MAX_POST_BYTES + 1))).status).toBe(413)
    expect((await call(first, { Origin: 'https://evil.example' })).status).toBe(403)
    const own = await call(first, { Origin: 'app://understory' })
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([200, 'app://understory'])
  })
})
