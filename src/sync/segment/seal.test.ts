import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Content, erased, factId } from '../../core/fact/fact.ts'
import { hashOf } from '../../core/hash.ts'
import { arbitraries, RUNS } from '../examples/any.ts'
import { LENDINGS, MORNING, PROJECT, saltOf } from '../examples/contents.ts'
import { testSigner, testVerify } from '../examples/key.ts'
import { writeFrame } from '../link/frame.ts'
import type { Signer } from '../signer.ts'
import { readSegment } from './read.ts'
import { fits, NO_HEAD, seal, writeSegment } from './seal.ts'
import { NO_SEGMENT, type Segment } from './segment.ts'

const { anyContent } = arbitraries(fc)

let signer: Signer
beforeAll(async () => {
  signer = await testSigner(1)
})

const DAY = fileURLToPath(new URL('../../../../shared/bench/day-of-work.mjs', import.meta.url))
const reply = (i: number, text: string): Content => ({ kind: 'assistant_reply', v: 1, text, salt: saltOf(i) })
const replies = (count: number, text: string) => Array.from({ length: count }, (_, i) => reply(i, text + i))
const noises = (count: number, bytes: number) => Array.from({ length: count }, (_, i) => reply(i, noise(bytes, i)))
/** Text of so many bytes that no compression shortens much. */
const noise = (bytes: number, seed = 0) =>
  Array.from({ length: bytes / 64 }, (_, i) => hashOf('noise', [seed, i])).join('')

async function sealed(contents: readonly Content[]): Promise<Segment[]> {
  return (await seal(contents, PROJECT, NO_HEAD, signer)).segments
}

const idsOf = (segments: readonly Segment[]) => segments.flatMap(({ ids }) => ids)
const sizes = (segments: readonly Segment[]) => segments.map((segment) => writeSegment(segment).byteLength)

/** Reads what was written, in every way of writing, and expects the same segment. */
async function expectRead(segment: Segment): Promise<void> {
  const known = { project: PROJECT, device: signer.device }
  for (const [deflate, short] of [
    [true, false],
    [true, true],
    [false, true],
    [false, false]
  ] as const) {
    const bytes = writeSegment(segment, { deflate, short })
    expect(writeFrame(1, bytes).byteLength).toBeLessThanOrEqual(8192)
    const back = await readSegment(bytes, testVerify, known)
    expect([back.hash, back.header, back.ids]).toEqual([segment.hash, segment.header, segment.ids])
  }
}

describe('sealing', () => {
  it('[SG8] a chain numbers its segments and facts without a gap, each naming the one before', async () => {
    const { segments, head } = await seal(noises(30, 512), PROJECT, NO_HEAD, signer)
    const more = await seal(MORNING, PROJECT, head, signer)
    const chain = [...segments, ...more.segments]
    expect(segments.length).toBeGreaterThan(2)
    let [next, prev] = [1, NO_SEGMENT]
    for (const [i, { header, hash, facts }] of chain.entries()) {
      expect(header).toMatchObject({ n: i + 1, first: next, prev, device: signer.device, project: PROJECT })
      ;[next, prev] = [next + facts.length, hash]
    }
    expect(more.head).toEqual({ n: chain.length, hash: prev, next })
  })

  it('[SG8] no segment is larger than 4 kB, and every one can be read', async () => {
    const content = anyContent(LENDINGS).filter(fits)
    await fc.assert(
      fc.asyncProperty(fc.array(content, { minLength: 1, maxLength: 60 }), async (contents) => {
        const segments = await sealed(contents)
        expect(Math.max(...sizes(segments))).toBeLessThanOrEqual(4096)
        for (const segment of segments) await expectRead(segment)
      }),
      { ...RUNS, numRuns: 25 }
    )
  })

  it('[SG8] every way to split the same facts gives the same ids', async () => {
    const contents = [...MORNING, ...noises(20, 256)]
    const whole = idsOf(await sealed(contents))
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: contents.length - 1 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        let head = NO_HEAD
        const ids: string[] = []
        const ends = [...places.sort((a, b) => a - b), contents.length]
        for (const [i, end] of ends.entries()) {
          const part = await seal(contents.slice(ends[i - 1] ?? 0, end), PROJECT, head, signer)
          head = part.head
          ids.push(...idsOf(part.segments))
        }
        expect(ids).toEqual(whole)
      }),
      { ...RUNS, numRuns: 25 }
    )
  })

  it.skipIf(!existsSync(DAY))(
    '[SG8] a heavy day of 110 contributions is three segments of 10 kB in all (skipped where ../shared/bench is not here)',
    async () => {
      const lines = <T>(...more: string[]) =>
        execFileSync(process.execPath, [DAY, ...more], { encoding: 'utf8', maxBuffer: 2 ** 26 })
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as T)
      const batches = lines<{ batch: number }>('--tasks').map(({ batch }) => batch)
      const segments = await sealed(dayOfWork(lines<DayLine>(), batches))
      expect(segments.flatMap(({ facts }) => facts)).toHaveLength(110)
      expect(segments).toHaveLength(3)
      expect(sizes(segments).reduce((a, b) => a + b)).toBeLessThan(10_000)
      for (const segment of segments) await expectRead(segment)
    }
  )

  it('[SG8] a segment names at most eight lendings', async () => {
    const lendings = Array.from({ length: 9 }, (_, i) => hashOf('lending', i))
    const segments = await sealed(lendings.map((lending) => ({ kind: 'skip', v: 1, task: [lending, 0] })))
    expect(segments.map(({ header }) => header.batches.length)).toEqual([8, 1])
  })

  it('[SG8] texts that shrink to nothing still make bodies that a reader inflates', async () => {
    const segments = await sealed(replies(60, 'a'.repeat(3000)))
    expect(segments.length).toBeGreaterThan(2)
    for (const segment of segments) await expectRead(segment)
  })

  it('[SG8] a text of 3,000 bytes fits, however little it shrinks, and one that does not fit is told', () => {
    expect(fits(reply(1, noise(3008)))).toBe(true)
    expect(fits(reply(1, '龘'.repeat(1000)))).toBe(true)
    expect(fits(reply(1, noise(16_000)))).toBe(false)
    expect(fits(reply(1, 'a'.repeat(70_000)))).toBe(false)
  })

  it.each([
    ['undefined', undefined],
    ['not a number', Number.NaN],
    ['a function', () => 1],
    ['lists 100 deep', Array.from({ length: 100 }).reduce<unknown>((inner) => [inner], 1)]
  ])('[SG8] a fact with what no segment carries does not fit: %s', (_, value) => {
    expect(fits({ kind: 'skip', v: 1, value })).toBe(false)
    expect(fits({ kind: 'skip', v: 1, value: 1 })).toBe(true)
  })
})

describe('erasure', () => {
  it('[FA1] an erased fact keeps its id', () => {
    const fact = {
      id: factId(signer.device, MORNING[0] as Content),
      device: signer.device,
      content: MORNING[0] as Content
    }
    expect(factId(signer.device, erased(fact).content)).toBe(fact.id)
    expect(JSON.stringify(erased(fact))).not.toContain('ሰላም')
  })

  it.each([
    ['one text', MORNING, (i: number) => i === 0],
    ['every text of many short ones', replies(400, 'no'), () => true],
    ['every second text', replies(400, 'no'), (i: number) => i % 2 === 0]
  ])('[SG1] a segment holds after the erasure of %s: same hash, same signature', async (_, contents, which) => {
    for (const segment of await sealed(contents)) {
      const facts = segment.facts.map((fact, i) => (which(i) ? erased(fact) : fact))
      await expectRead({ ...segment, facts })
      const { facts: back } = await readSegment(writeSegment({ ...segment, facts }), testVerify)
      expect(back).toEqual(facts)
    }
  })
})

/** A line of a heavy day as it was measured, and the batch that lent its task. */
type DayLine = {
  readonly kind: string
  readonly started: string
  readonly saved: string
  readonly text?: string
  readonly labels?: Readonly<Record<string, number>>
  readonly shown?: readonly string[]
  readonly order?: readonly string[]
}

/** The facts of such a day. */
function dayOfWork(lines: readonly DayLine[], batches: readonly number[]): Content[] {
  const places = new Map<number, number>()
  return lines.map(({ kind, started, saved, text, labels, shown = [], order = [] }, i) => {
    const batch = batches[i] ?? 0
    const place = places.get(batch) ?? 0
    places.set(batch, place + 1)
    const [begun, done] = [Date.parse(started), Date.parse(saved)]
    const fact = {
      kind,
      v: 1,
      task: [hashOf('lending', batch), place],
      saved: Math.floor(done / 1000),
      took: Math.round((done - begun) / 1000)
    }
    if (text !== undefined) return { ...fact, lang: 'en', text, salt: saltOf(i) }
    return labels ? { ...fact, labels } : { ...fact, order: order.map((id) => shown.indexOf(id)) }
  })
}
