import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { joined } from '../../src/core/bytes.ts'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { END, HEAD } from '../../src/sync/bundle/bundle.ts'
import { FRAME_HEAD_BYTES, SUM_BYTES, writeFrame } from '../../src/sync/bundle/frame.ts'
import { type Found, scan } from '../../src/sync/bundle/scan.ts'
import { listed } from '../../src/sync/examples/bundles.ts'
import { NO_HEAD, seal, writeSegment } from '../../src/sync/segment/seal.ts'
import { fileOf, QuietHub } from './hub.ts'
import { StickVolunteer } from './volunteer.ts'

afterAll(removeFolders)

/** [BN2] The fields of a frame: where each begins, and how long it is; 0: as long as the body. */
const FIELDS = {
  mark: [0, 4],
  kind: [4, 1],
  number: [5, 4],
  length: [9, 4],
  check: [13, 4],
  body: [17, 0],
  sum: [-SUM_BYTES, SUM_BYTES]
} as const

type Frame = Extract<Found, { is: 'frame' }>

async function framesOf(file: Uint8Array): Promise<Frame[]> {
  const frames: Frame[] = []
  const chunks = async function* () {
    yield file
  }
  for await (const found of scan(chunks())) if (found.is === 'frame') frames.push(found)
  return frames
}

function flipped(file: Uint8Array, at: number): Uint8Array {
  return file.map((byte, i) => (i === at ? byte ^ 0x10 : byte))
}

/** The first, middle and last byte of a field of a frame, as places in the file. */
function bytesOf({ at, body }: Frame, [begin, length]: readonly [number, number]): number[] {
  const whole = FRAME_HEAD_BYTES + body.byteLength + SUM_BYTES
  const from = at + (begin < 0 ? whole + begin : begin)
  const size = length || body.byteLength
  return [...new Set([from, from + (size >> 1), from + size - 1])]
}

/** What a reader says of the frame that was hit. */
function saysOf({ kind, number }: Frame): string {
  if (kind === HEAD) return 'head'
  return kind === END ? 'end' : `items ${number} ${number}`
}

describe('a byte flipped in each field', { timeout: 60_000 }, () => {
  let hub: QuietHub
  let volunteer: StickVolunteer
  let work: Uint8Array

  beforeAll(async () => {
    hub = await QuietHub.open(1)
    await hub.imports([1, 2].map((n) => treeLine(`t${n}`, { replies: 2 })).join(''))
    volunteer = await StickVolunteer.of(hub, 11)
    for (let batch = 0; batch < 2; batch++) {
      await hub.hub.lend(volunteer.signer.device, { count: 2, nonce: Uint8Array.of(batch), langs: [] })
      await volunteer.takes(await hub.answers(volunteer.signer.device))
      await volunteer.works()
      work = await volunteer.gives()
    }
  })

  it('[BN2] [BN3] of a frame, head, item or end: that is named and refused, and all the rest is taken', async () => {
    const { counts } = await hub.takes(work)
    const items = counts.new + counts.known
    await hub.hub.lend(volunteer.signer.device, { count: 2, nonce: Uint8Array.of(9), langs: [] })
    const home = await hub.answers(volunteer.signer.device)
    const { kinds, counts: taken } = await volunteer.takes(home)
    expect([items > 1, kinds.receipt > 1, kinds.batch > 0, kinds.segment > 0]).toEqual([true, true, true, true])
    for (const [file, taker, all] of [
      [work, hub, items],
      [home, volunteer, taken.new + taken.known]
    ] as const)
      for (const frame of await framesOf(file))
        for (const [field, place] of Object.entries(FIELDS))
          for (const at of bytesOf(frame, place)) {
            const { damage, refusals, whole, counts } = await taker.takes(flipped(file, at))
            const where = `${field} of frame ${frame.number} of kind ${frame.kind}, byte ${at}`
            const said = damage.map(({ what, from, to }) =>
              what === 'items' ? `items ${from} ${to}` : what === 'cut' ? 'end' : what
            )
            expect([said, refusals, whole], where).toEqual([[saysOf(frame)], [], false])
            const isItem = frame.kind !== HEAD && frame.kind !== END
            expect(counts.new + counts.known, where).toBe(all - (isItem ? 1 : 0))
          }
  })

  it('[SG1] [BN3] of a segment, with the sums around it made anew: its author did not sign that, and the rest is taken', async () => {
    const contents = ['walk', 'sing', 'rest'].map((kind) => ({ kind, v: 1 }))
    const { signer } = volunteer
    const segments: Uint8Array[] = []
    let head = NO_HEAD
    for (const content of contents) {
      const sealed = await seal([content], hub.hub.project, head, signer)
      head = sealed.head
      segments.push(...sealed.segments.map((segment) => writeSegment(segment)))
    }
    expect(segments).toHaveLength(3)
    const about = { signer, project: hub.hub.project, title: '', madeBy: 'a device', audience: 'hubs' } as const
    const open = await fileOf(listed(segments.map((bytes) => ({ kind: 'segment', bytes }))), {
      ...{ ...about, readers: undefined, random: (bytes) => new Uint8Array(bytes) }
    })
    const [, one, two, three, ...behind] = await framesOf(open)
    const cover = open.subarray(0, one!.at)
    const tail = open.subarray(three!.at + FRAME_HEAD_BYTES + three!.body.byteLength + SUM_BYTES)
    expect(behind).toHaveLength(2)
    const reasons = new Set<string>()
    let meaningless = 0
    await hub.takes(open)
    for (let at = 0; at < two!.body.byteLength; at++) {
      const frames = [one!, { ...two!, body: flipped(two!.body, at) }, three!]
      const file = joined(cover, ...frames.map(({ kind, number, body }) => writeFrame(kind, number, body)), tail)
      const { refusals, counts } = await hub.takes(file)
      // The last bits of a deflated body may mean nothing: then it is the same segment still.
      if (refusals.length === 0 && counts.known === 3) {
        meaningless += 1
        continue
      }
      expect(refusals, `byte ${at}`).toEqual([{ number: 2, kind: 'segment', reason: refusals[0]?.reason }])
      expect(counts.known).toBe(2)
      reasons.add(refusals[0]?.reason ?? '')
    }
    expect(meaningless).toBeLessThan(2)
    expect([...reasons].sort()).toEqual(['bad-signature', 'malformed', 'newer-version'])
  })
})
