import { describe, expect, it } from 'vitest'
import { type Content, makeFact } from '../../core/fact/fact.ts'
import { hashOf, uuidOf } from '../../core/hash.ts'
import { testSigner, testVerify } from '../../sync/examples/key.ts'
import { type Head, NO_HEAD, seal, writeSegment } from '../../sync/segment/seal.ts'
import { NO_PROJECT } from '../../sync/segment/segment.ts'
import type { Signer } from '../../sync/signer.ts'
import { readCharter } from './charter.ts'

const WORDS = 'Be kind.'

function founding(organizer: Signer, fields: Partial<Content> = {}): Content {
  const terms = hashOf('terms', WORDS)
  return {
    kind: 'project',
    v: 1,
    name: 'P',
    rules: 'understory',
    organizers: [organizer.device],
    terms,
    words: WORDS,
    at: 1,
    ...fields
  }
}

function grant(device: string, role: string): Content {
  return { kind: 'grant', v: 1, device, role, contributor: uuidOf(device), at: 2 }
}

async function segment(signer: Signer, project: string, contents: readonly Content[], head: Head = NO_HEAD) {
  const { segments } = await seal(contents, project, head, signer)
  return writeSegment(segments[0]!)
}

/** An organizer, their hub, and a device that the hub let in. */
async function begin(fields: Partial<Content> = {}) {
  const [organizer, hub, device, stranger] = (await Promise.all([1, 2, 3, 4].map(testSigner))) as [
    Signer,
    Signer,
    Signer,
    Signer
  ]
  const first = founding(organizer, fields)
  const project = makeFact(organizer.device, first).id
  const root = await segment(organizer, NO_PROJECT, [first, grant(hub.device, 'hub')])
  const membership = await segment(hub, project, [grant(device.device, 'contributor')])
  const read = (...segments: Uint8Array[]) => readCharter(segments, project, device.device, testVerify)
  return { organizer, hub, device, stranger, first, project, root, membership, read }
}

describe('a charter', () => {
  it('[EX6] tells the hubs, the terms, and which segments make this device a member', async () => {
    const { organizer, hub, root, membership, read } = await begin()
    const charter = await read(root, membership)
    expect({ ...charter, hubs: [...charter!.hubs].sort() }).toEqual({
      ...{
        title: (await begin()).first.name as string,
        hubs: [hub.device, organizer.device].sort(),
        terms: hashOf('terms', WORDS),
        words: WORDS
      },
      credentials: [membership]
    })
    expect(await read(membership, root)).toMatchObject({ words: WORDS, credentials: [membership] })
  })

  it('[EX6] credentials are what an organizer granted, too', async () => {
    const { organizer, device, project, root, read } = await begin()
    const byOrganizer = await segment(organizer, project, [grant(device.device, 'organizer')], {
      n: 1,
      hash: 'e'.repeat(64),
      next: 3
    })
    expect((await read(root, byOrganizer))?.credentials).toEqual([byOrganizer])
  })

  it('[EX6] of another project is none', async () => {
    const { read } = await begin()
    const other = await begin({ name: 'Q' })
    expect(await read(other.root, other.membership)).toBeUndefined()
    expect(await read()).toBeUndefined()
  })

  it('[EX6] without its first fact is none, whoever speaks for it', async () => {
    const { organizer, hub, project, membership, read } = await begin()
    const certified = await segment(organizer, project, [grant(hub.device, 'hub')])
    expect(await read(certified, membership)).toBeUndefined()
  })

  it('[EX6] a first fact of another project beside it names nobody', async () => {
    const { stranger, root, membership, read } = await begin()
    // Whichever of the two has the smaller id.
    for (const name of ['a', 'b', 'c', 'd']) {
      const foreign = await segment(stranger, NO_PROJECT, [founding(stranger, { name }), grant(stranger.device, 'hub')])
      for (const segments of [
        [foreign, root, membership],
        [root, membership, foreign]
      ]) {
        const charter = await read(...segments)
        expect([charter?.hubs.includes(stranger.device), charter?.words]).toEqual([false, WORDS])
      }
    }
  })

  it('[EX6] nobody makes themselves a hub, and no hub makes another', async () => {
    const { hub, stranger, device, project, root, read } = await begin()
    const alone = await segment(stranger, project, [grant(stranger.device, 'hub')])
    const byHub = await segment(hub, project, [grant(device.device, 'hub')])
    expect((await read(root, alone, byHub))?.hubs).not.toEqual(expect.arrayContaining([stranger.device]))
    expect((await read(root, alone, byHub))?.hubs).not.toEqual(expect.arrayContaining([device.device]))
  })

  it('[EX6] what is signed by another, cut short or no segment at all is passed over', async () => {
    const { hub, stranger, device, project, root, membership, read } = await begin()
    const forger: Signer = { device: hub.device, sign: (bytes) => stranger.sign(bytes) }
    const forged = await segment(forger, project, [grant(device.device, 'contributor')])
    const elsewhere = await segment(hub, 'e'.repeat(64), [grant(device.device, 'contributor')])
    const rubbish = [forged, elsewhere, membership.slice(0, -1), new Uint8Array(), Uint8Array.of(0xff)]
    expect((await read(...rubbish, root, membership))?.credentials).toEqual([membership])
    expect(await read(...rubbish, root.slice(1), membership)).toBeUndefined()
  })

  it('words that are not those of the terms are not shown', async () => {
    for (const words of ['Sell your soul.', 5, null]) {
      const { root, membership, read } = await begin({ words })
      expect(await read(root, membership)).toMatchObject({ terms: hashOf('terms', WORDS), words: '' })
    }
  })
})
