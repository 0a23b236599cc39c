import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { testSigner } from '../../src/sync/examples/key.ts'
import { readControl } from '../../src/sync/link/control.ts'
import { CONTROL, RECEIPTS, SEGMENTS } from '../../src/sync/link/frame.ts'
import { writeParts } from '../../src/sync/link/parts.ts'
import { NO_HEAD, seal, writeSegment } from '../../src/sync/segment/seal.ts'
import { HubProcess } from '../hub-process.ts'
import { RawPeer } from '../raw-peer.ts'
import { cleanUp, freePort, newFolder, succeeds } from '../understory.ts'

afterAll(cleanUp)

describe('many at once (a real hub process, real sockets)', () => {
  it('[LK16] 280 devices that call in the same moment are let in one after another, and each gets its receipt', async () => {
    const folder = join(newFolder(), 'hub')
    const hub = await HubProcess.start(folder, await freePort())
    const project = hub.invite.replace(/.*#/, '').replace(/\..*/, '')
    const signers = await Promise.all(Array.from({ length: 280 }, (_, n) => testSigner(n + 20)))
    let queued = 0
    const receipts = await Promise.all(
      signers.map(async (signer) => {
        const { segments } = await seal([{ kind: 'applause', v: 1 }], project, NO_HEAD, signer)
        const peer = await RawPeer.member(hub.address, signer, hub.secret)
        for (const segment of segments)
          for (const part of writeParts(segment.hash, writeSegment(segment))) peer.send(SEGMENTS, part)
        const receipt = await peer.first(({ channel, payload }) => (channel === RECEIPTS ? payload : undefined))
        if (peer.heardOn(CONTROL).some((payload) => readControl(payload)?.is === 'queued')) queued += 1
        await peer.leave()
        return receipt
      })
    )
    expect(receipts).toHaveLength(280)
    expect(queued).toBeGreaterThan(0)
    expect((await succeeds(['check', '--data', folder])).code).toBe(0)
  })
})
