import { describe, expect, it } from 'vitest'
import { type Content, erased, makeFact } from '../../core/fact/fact.ts'
import { testSigner, testVerify } from '../../sync/examples/key.ts'
import { readSegment } from '../../sync/segment/read.ts'
import { type Head, NO_HEAD, seal, writeSegment } from '../../sync/segment/seal.ts'
import type { Segment } from '../../sync/segment/segment.ts'
import { derivedContract } from './derived/conformance.ts'
import type { HubStore, ReadTx, WriteTx } from './store.ts'

const PROJECT = '9'.repeat(64)
const DEVICE = 'd'.repeat(64)
const OTHER = 'e'.repeat(64)

const text = (words: string): Content => ({ kind: 'piece', v: 1, text: words, salt: new Uint8Array(12) })
const id = (n: number) => String(n).padStart(64, '0')

/** Segments of a fact each, hanging together. */
export async function chainOf(words: readonly string[], head: Head = NO_HEAD): Promise<Segment[]> {
  const signer = await testSigner(7)
  const all: Segment[] = []
  let at = head
  for (const word of words) {
    const sealed = await seal([text(word)], PROJECT, at, signer)
    all.push(...sealed.segments)
    at = sealed.head
  }
  return all
}

async function hold(tx: WriteTx, segment: Segment): Promise<boolean> {
  for (const fact of segment.facts) await tx.addFact(fact, 'work')
  return tx.addSegment(segment)
}

/** What every engine of `HubStore` keeps to. */
export function storeContract(name: string, open: () => HubStore): void {
  const withStore = (work: (store: HubStore) => Promise<void>) => async () => {
    const store = open()
    try {
      await work(store)
    } finally {
      await store.close()
    }
  }
  /** Writes, then looks from another transaction. */
  const kept = <T>(write: (tx: WriteTx) => Promise<unknown>, look: (tx: ReadTx) => Promise<T>, wanted: T) =>
    withStore(async (store) => {
      await store.write(write)
      expect(await store.read(look)).toEqual(wanted)
    })

  describe(`store contract on ${name}`, () => {
    it(
      '[HS1] keeps nothing of a transaction cut half-way, and the next is none the worse',
      withStore(async (store) => {
        const [segment] = await chainOf(['one'])
        const cut = store.write(async (tx) => {
          await tx.setMeta('a', '1')
          await hold(tx, segment!)
          await tx.setWaits(segment!.ids[0]!, ['x'])
          throw new Error('cut')
        })
        await expect(cut).rejects.toThrow('cut')
        await store.write((tx) => tx.setMeta('b', '2'))
        await store.read(async (tx) => {
          expect([await tx.meta('a'), await tx.meta('b')]).toEqual([undefined, '2'])
          expect([await tx.segment(segment!.hash), await tx.allSegments()]).toEqual([undefined, []])
          expect([await tx.fact(segment!.ids[0]!), await tx.waitingFor('x')]).toEqual([undefined, []])
        })
      })
    )

    it(
      '[HS1] takes transactions one at a time, in the order of calls, reads between writes',
      withStore(async (store) => {
        const order: string[] = []
        const slowly = async (tx: WriteTx, word: string) => {
          order.push(`${word} begins`)
          await new Promise<void>((resume) => setImmediate(resume))
          await tx.setMeta('last', word)
          order.push(`${word} ends`)
        }
        const looks = (word: string) =>
          store.read(async (tx) => void order.push(`${word} sees ${await tx.meta('last')}`))
        await Promise.all([
          store.write((tx) => slowly(tx, 'a')),
          looks('b'),
          store.write(() => Promise.reject(new Error('c'))).catch(() => order.push('c fails')),
          store.write((tx) => slowly(tx, 'd')),
          looks('e')
        ])
        expect(order).toEqual(['a begins', 'a ends', 'b sees a', 'c fails', 'd begins', 'd ends', 'e sees d'])
      })
    )

    it(
      '[HS2] gives a segment back whole, and says whether it was new',
      withStore(async (store) => {
        const { segments } = await seal(
          [text('one'), { kind: 'applause', v: 7, of: [1, { deep: null }] }, text('three')],
          PROJECT,
          NO_HEAD,
          await testSigner(7)
        )
        const segment = segments[0]!
        expect(await store.write((tx) => hold(tx, segment))).toBe(true)
        expect(await store.write((tx) => hold(tx, segment))).toBe(false)
        await store.read(async (tx) => {
          expect(await tx.segment(segment.hash)).toEqual(segment)
          expect(await tx.segmentOf(segment.ids[1]!)).toBe(segment.hash)
          expect(await tx.segmentOf(id(1))).toBeUndefined()
          expect(await tx.allSegments()).toEqual([segment.hash])
        })
      })
    )

    it(
      '[HS2] a fact that two branches of a chain hold is one fact in two segments, the first to come named first',
      withStore(async (store) => {
        const [one] = await chainOf(['same'])
        const [, two] = await chainOf(['other', 'same'])
        await store.write(async (tx) => [await hold(tx, two!), await hold(tx, one!)])
        await store.read(async (tx) => {
          expect(await tx.segmentsHolding(one!.ids[0]!)).toEqual([two!.hash, one!.hash])
          expect(await tx.segmentOf(one!.ids[0]!)).toBe(two!.hash)
        })
      })
    )

    it(
      '[HS3] a chain hangs together only from its first segment on, in whatever order it came',
      withStore(async (store) => {
        const [one, two, three] = await chainOf(['one', 'two', 'three'])
        const device = one!.header.device
        const tipsAfter = async (segment: Segment) => {
          await store.write((tx) => hold(tx, segment))
          return store.read(async (tx) => ({ tips: await tx.tips(device), loose: await tx.loose(device) }))
        }
        expect(await tipsAfter(three!)).toEqual({ tips: [], loose: [three!.hash] })
        expect(await tipsAfter(one!)).toEqual({ tips: [{ n: 1, hash: one!.hash, next: 2 }], loose: [three!.hash] })
        expect(await tipsAfter(two!)).toEqual({ tips: [{ n: 3, hash: three!.hash, next: 4 }], loose: [] })
        expect(await store.read((tx) => tx.tips(OTHER))).toEqual([])
      })
    )

    it(
      '[HS3] a fork has several tips, and a comparison finds the first hash that is held',
      withStore(async (store) => {
        const [one, two, three] = await chainOf(['one', 'two', 'three'])
        const [branch] = await chainOf(['branch'], { n: 1, hash: one!.hash, next: 2 })
        const [loose] = await chainOf(['loose'], { n: 8, hash: id(8), next: 9 })
        await store.write(async (tx) => {
          for (const segment of [branch!, one!, two!, loose!]) await hold(tx, segment)
        })
        await store.read(async (tx) => {
          const tips = await tx.tips(one!.header.device)
          expect(tips.map(({ hash }) => hash).sort()).toEqual([branch!.hash, two!.hash].sort())
          expect(await tx.firstHeld([three!.hash, two!.hash, one!.hash])).toEqual({ n: 2, hash: two!.hash, next: 3 })
          expect(await tx.firstHeld([loose!.hash, three!.hash])).toBeUndefined()
        })
      })
    )

    it(
      '[HS4] gives every fact of a tree once, and the trees of a fact and of whoever wrote it',
      withStore(async (store) => {
        const facts = ['one', 'two'].map((words) => makeFact(DEVICE, text(words)))
        const [one, two] = [facts[0]!, facts[1]!]
        await store.write(async (tx) => {
          for (const fact of facts) await tx.addFact(fact, 'work')
          for (const [fact, tree] of [
            [one.id, 'a'],
            [two.id, 'a'],
            [one.id, 'b'],
            [one.id, 'a']
          ] as const)
            await tx.placeFact(fact, tree)
        })
        await store.read(async (tx) => {
          expect((await tx.factsOf('a')).toSorted((x, y) => (x.id < y.id ? -1 : 1))).toEqual(
            facts.toSorted((x, y) => (x.id < y.id ? -1 : 1))
          )
          expect(await tx.factsOf('b')).toEqual([one])
          expect(await tx.factsOf('c')).toEqual([])
          expect([...(await tx.treesOf(one.id))].sort()).toEqual(['a', 'b'])
          expect([...(await tx.treesTouchedBy(DEVICE))].sort()).toEqual(['a', 'b'])
          expect(await tx.treesTouchedBy(OTHER)).toEqual([])
          expect([await tx.treeOf(two.id), await tx.treeOf('unknown')]).toEqual(['a', undefined])
        })
      })
    )

    it(
      '[HS5] an erased text is gone, while id, segment hash and signature hold',
      withStore(async (store) => {
        const [segment] = await chainOf(['to be forgotten'])
        await store.write(async (tx) => {
          await hold(tx, segment!)
          await tx.eraseFact(segment!.ids[0]!)
        })
        const back = (await store.read((tx) => tx.segment(segment!.hash)))!
        expect(back).toEqual({ ...segment, facts: segment!.facts.map(erased) })
        const read = await readSegment(writeSegment(back), testVerify)
        expect({ hash: read.hash, ids: read.ids }).toEqual({ hash: segment!.hash, ids: segment!.ids })
        expect(await store.read((tx) => tx.isErased(segment!.ids[0]!))).toBe(true)
      })
    )

    it(
      '[HS5] what is erased before it comes never gets its text, nor back later',
      withStore(async (store) => {
        const fact = makeFact(DEVICE, text('never to be seen'))
        await store.write((tx) => tx.eraseFact(fact.id))
        expect(await store.read((tx) => tx.fact(fact.id))).toBeUndefined()
        expect(await store.write((tx) => tx.addFact(fact, 'work'))).toBe(true)
        expect(await store.write((tx) => tx.addFact(fact, 'work'))).toBe(false)
        expect(await store.read((tx) => tx.fact(fact.id))).toEqual(erased(fact))
      })
    )

    it(
      '[HS5] a copy without its text does not keep the text out that nobody erased',
      withStore(async (store) => {
        const fact = makeFact(DEVICE, text('here it is'))
        const added = (copy: typeof fact) => store.write((tx) => tx.addFact(copy, 'work'))
        expect([await added(erased(fact)), await added(fact), await added(fact), await added(erased(fact))]).toEqual([
          true,
          true,
          false,
          false
        ])
        expect(await store.read((tx) => tx.fact(fact.id))).toEqual(fact)
      })
    )

    derivedContract(kept)
  })
}
