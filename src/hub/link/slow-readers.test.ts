import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { challengeStatement, readControl, writeControl } from '../../sync/link/control.ts'
import { CONTROL, RECEIPTS, readFrame, writeFrame } from '../../sync/link/frame.ts'
import { removeFolders } from '../examples/folders.ts'
import { World } from '../examples/world.ts'

afterAll(removeFolders)

describe('devices that do not read (a socket in the hands of the test)', () => {
  let world: World
  beforeEach(async () => {
    world = await World.begin()
  })
  afterEach(() => world.store.close())

  /** A member's link that was welcomed, with what came on it. */
  async function linked() {
    const hand = await world.member(10)
    for (let i = 0; i < 3; i++) await world.take(await hand.seals({ kind: 'applause', v: 1, i }))
    const socket = { unsent: 0, sent: [] as Uint8Array[], terminated: false }
    const connection = world.hub.connect(
      {
        send: (bytes) => void socket.sent.push(bytes),
        close() {},
        terminate: () => {
          socket.terminated = true
        },
        unsent: () => socket.unsent
      },
      'test',
      hand.device
    )
    await connection.taken()
    const challenge = readControl(readFrame(socket.sent[0] ?? new Uint8Array()).payload)
    if (challenge?.is !== 'challenge') throw new Error('no challenge')
    const proof = await hand.signer.sign(challengeStatement(world.hub.project, challenge.fields.nonce, hand.device))
    const receipts = () => socket.sent.filter((frame) => readFrame(frame).channel === RECEIPTS).length
    const hello = async () => {
      connection.receive(writeFrame(CONTROL, writeControl('hello', { v: 1, since: 0, proof })))
      await connection.taken()
    }
    return { socket, hello, receipts, connection }
  }

  it('[LK17] receipts wait until those before are taken, and follow then', async () => {
    const { socket, hello, receipts, connection } = await linked()
    socket.unsent = 64 * 1024 + 1
    await hello()
    expect(receipts()).toBe(0)
    socket.unsent = 0
    world.system.pass(100)
    expect(receipts()).toBe(3)
    world.hub.left(connection)
    expect(world.system.waiting).toBe(0)
  })

  it('[LK17] one that takes nothing is dropped at 256 kB, and nothing more is kept for it', async () => {
    const { socket, hello } = await linked()
    await hello()
    const before = socket.sent.length
    socket.unsent = 256 * 1024 + 1
    world.system.pass(5000)
    expect([socket.terminated, socket.sent.length]).toEqual([true, before])
    expect(world.log.at(-1)).toBe('dropped test: does not read what it is sent')
    expect(world.system.waiting).toBe(0)
  })
})
