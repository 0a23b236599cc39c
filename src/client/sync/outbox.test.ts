import { describe, expect, it } from 'vitest'
import { type Content, makeFact } from '../../core/fact/fact.ts'
import { testSigner, testVerify } from '../../sync/examples/key.ts'
import type { FactReceipt } from '../../sync/receipt.ts'
import { readSegment } from '../../sync/segment/read.ts'
import type { Signer } from '../../sync/signer.ts'
import { getSetting } from '../settings.ts'
import { openMemoryStore } from '../store/memory.ts'
import type { ItemRow, SegmentRow } from '../store/store.ts'
import { Outbox } from './outbox.ts'

const PROJECT = 'a'.repeat(64)
const RECEIVED: FactReceipt[] = [{ is: 'received' }]

async function begin() {
  const store = openMemoryStore()
  const signer = await testSigner(1)
  const outbox = new Outbox(store, PROJECT)
  let order = 0
  /** A finished item; its contents in the order given. */
  const finish = async (...texts: string[]): Promise<ItemRow> => {
    const contents = texts.map((text): Content => ({ kind: 'piece', v: 1, text, salt: new Uint8Array(12) }))
    const { id } = makeFact(signer.device, contents.at(-1)!)
    const item = { id, device: signer.device, saved: 1000 * order, order: order++, contents }
    await store.transact('strict', (tx) => tx.put('items', item))
    return item
  }
  const rows = () => store.transact('relaxed', (tx) => tx.list('segments'))
  const item = async (id: string) => store.transact('relaxed', (tx) => tx.get('items', id))
  /** As many segments, each with one item, all known to the outbox. */
  const chain = async (length: number): Promise<SegmentRow[]> => {
    for (let i = 0; i < length; i++) {
      await finish(`Item ${i}.`)
      await outbox.sealAll(signer)
    }
    return outbox.unreceived(signer.device)
  }
  const receipt = (segment: string, stamp: number, facts = RECEIVED) =>
    outbox.keepReceipts([{ segment, stamp, hub: 'h'.repeat(64), facts }])
  /** The stamp from which on the hub of this name would be asked. */
  const since = async (hub = '') =>
    (await store.transact('relaxed', (tx) => getSetting(tx, 'heard')))?.[hub] as number | undefined
  return { store, signer, outbox, finish, rows, item, chain, receipt, since }
}

describe('sealing', () => {
  it('[SG8] takes what is finished in the order of finishing, pieces before their text, decisions last', async () => {
    const { outbox, signer, finish, rows, item } = await begin()
    const items = [await finish('c1', 'c2', 'c3'), await finish('a'), await finish('b1', 'b2')]
    const last: Content = { kind: 'succeed', v: 1, to: 'e'.repeat(64), saved: 1 }
    expect(await outbox.sealAll(signer, [last])).toBe(true)
    const [row, ...more] = await rows()
    expect(more).toEqual([])
    const { facts, header } = await readSegment(row!.bytes, testVerify, { project: PROJECT, device: signer.device })
    expect(facts.map(({ content }) => content.text)).toEqual(['c1', 'c2', 'c3', 'a', 'b1', 'b2', undefined])
    expect([header.n, header.first, row!.n, row!.next]).toEqual([1, 1, 1, 8])
    expect(row!.facts).toEqual(facts.map(({ id }) => id))
    for (const { id } of items) expect((await item(id))?.segment).toBe(row!.hash)
  })

  it('[SG1] goes on where the chain ends, and seals nothing twice', async () => {
    const { outbox, signer, finish, rows } = await begin()
    expect(await outbox.sealAll(signer)).toBe(true)
    expect(await rows()).toEqual([])
    await finish('one', 'two')
    await outbox.sealAll(signer)
    await outbox.sealAll(signer)
    await finish('three')
    await outbox.sealAll(signer)
    const [first, second] = await rows()
    expect(await rows()).toHaveLength(2)
    const { header } = await readSegment(second!.bytes, testVerify)
    expect([header.n, header.first, header.prev]).toEqual([2, 3, first!.hash])
    expect(await outbox.head(signer.device)).toEqual({ n: 2, hash: second!.hash, next: 4 })
    expect(await outbox.hashes(signer.device)).toEqual([second!.hash, first!.hash])
  })

  it('spreads a day over segments, and each item knows where its own fact went', async () => {
    const { outbox, signer, finish, rows, item } = await begin()
    const items = []
    for (let i = 0; i < 6; i++) items.push(await finish(words(2 * i), words(2 * i + 1)))
    await outbox.sealAll(signer)
    const segments = await rows()
    expect(segments.length).toBeGreaterThan(3)
    for (const { id } of items) {
      const segment = (await item(id))?.segment
      expect(segments.find(({ hash }) => hash === segment)?.facts).toContain(id)
    }
  })

  it('[DV1] leaves open what was finished later than asked', async () => {
    const { outbox, signer, finish, item } = await begin()
    const [early, just, late] = [await finish('first'), await finish('second'), await finish('third')]
    await outbox.sealAll(signer, [], 1)
    const sealed = await Promise.all([early, just, late].map(async ({ id }) => (await item(id))?.segment !== undefined))
    expect(sealed).toEqual([true, true, false])
    await outbox.sealAll(signer, [], 2)
    expect((await item(late.id))?.segment).toBeDefined()
  })

  it('leaves the items of another key to that key', async () => {
    const { outbox, finish, item, rows } = await begin()
    const { id } = await finish('of the first key')
    const other = await testSigner(2)
    expect(await outbox.sealAll(other)).toBe(true)
    expect([await rows(), (await item(id))?.segment]).toEqual([[], undefined])
  })

  it('seals nothing if an item is undone while it signs; then all the rest', async () => {
    const { outbox, signer, finish, store, rows, item } = await begin()
    const [kept, undone] = [await finish('kept'), await finish('undone')]
    const whileSigning = (work: () => Promise<void>): Signer => ({
      device: signer.device,
      sign: async (bytes) => {
        await work()
        return signer.sign(bytes)
      }
    })
    const undo = () => store.transact('strict', (tx) => tx.drop('items', undone.id))
    expect(await outbox.sealAll(whileSigning(undo))).toBe(false)
    expect([await rows(), (await item(kept.id))?.segment]).toEqual([[], undefined])
    expect(await outbox.sealAll(signer)).toBe(true)
    expect((await rows()).map(({ facts }) => facts)).toEqual([[kept.id]])
  })

  it('seals nothing if the chain grows while it signs: another program on the same folder', async () => {
    const { outbox, signer, finish, store, rows } = await begin()
    const { id } = await finish('here')
    const other: Content = { kind: 'consent', v: 1, terms: 'e'.repeat(64), saved: 1 }
    const grows: Signer = {
      device: signer.device,
      sign: async (bytes) => {
        await new Outbox(store, PROJECT).sealAll(signer, [other], -1)
        return signer.sign(bytes)
      }
    }
    expect(await outbox.sealAll(grows)).toBe(false)
    await outbox.sealAll(signer)
    expect((await rows()).map(({ n, facts }) => [n, facts])).toEqual([
      [1, [makeFact(signer.device, other).id]],
      [2, [id]]
    ])
  })

  it('takes in what is finished while it signs the next time', async () => {
    const { outbox, signer, finish, rows } = await begin()
    const early = await finish('early')
    let late: ItemRow | undefined
    const slow: Signer = {
      device: signer.device,
      sign: async (bytes) => {
        late ??= await finish('late')
        return signer.sign(bytes)
      }
    }
    expect(await outbox.sealAll(slow)).toBe(true)
    expect((await rows()).map(({ facts }) => facts)).toEqual([[early.id]])
    await outbox.sealAll(signer)
    expect((await rows()).map(({ facts }) => facts)).toEqual([[early.id], [late?.id]])
  })
})

describe('what the hub holds', () => {
  const names = (rows: readonly SegmentRow[], all: readonly SegmentRow[]) =>
    rows.map(({ hash }) => all.findIndex((row) => row.hash === hash) + 1)

  it.each([
    // segments receipted, the hub's tip, loose ones -> what goes out, what has a receipt then
    ['nothing at all', [], 0, [], [1, 2, 3, 4, 5], []],
    ['all of it', [], 5, [], [], []],
    ['the first ones, without receipts yet', [], 2, [], [3, 4, 5], []],
    ['less than it receipted: an older state of it', [1, 2, 3, 4], 2, [], [3, 4, 5], []],
    ['nothing of what it receipted', [1, 2, 3, 4, 5], 0, [], [1, 2, 3, 4, 5], []],
    ['some beyond a gap, and less than it receipted', [1, 2, 3], 2, [4], [3, 5], []],
    ['some beyond a gap', [1, 2], 2, [4], [3, 5], [1, 2]],
    ['one beyond a gap that it receipted before', [4], 1, [4], [2, 3, 5], [4]],
    ['a tip that is not here', [1, 2], -1, [], [1, 2, 3, 4, 5], []]
  ])('[EX4] %s', async (_, receipted, tip, loose, goesOut, stillReceipted) => {
    const { outbox, signer, chain, receipt, rows } = await begin()
    const all = await chain(5)
    for (const n of receipted) await receipt(all[n - 1]!.hash, n)
    const tipHash = tip === 0 ? undefined : (all[tip - 1]?.hash ?? 'f'.repeat(64))
    const looseHashes = loose.map((n) => all[n - 1]!.hash)
    await outbox.held(signer.device, tipHash, looseHashes)
    expect(names(await outbox.unreceived(signer.device), all)).toEqual(goesOut)
    const having = (await rows()).filter((row) => row.receipt !== undefined)
    expect(names(having, all)).toEqual(stillReceipted)
  })

  it('[EX4] counts for one connection: the next one may hold less', async () => {
    const { outbox, signer, chain } = await begin()
    const all = await chain(3)
    await outbox.held(signer.device, all[2]!.hash, [])
    expect(await outbox.unreceived(signer.device)).toEqual([])
    await outbox.held(signer.device, all[0]!.hash, [])
    expect(names(await outbox.unreceived(signer.device), all)).toEqual([2, 3])
  })

  it('[EX4] asks for all receipts again once one does not come for what was held a contact ago, or one is dropped', async () => {
    const { outbox, signer, since, chain, receipt } = await begin()
    const [one, two] = (await chain(2)) as [SegmentRow, SegmentRow]
    await receipt(one.hash, 50)
    await outbox.held(signer.device, two.hash, [])
    expect(await since()).toBe(50)
    await outbox.held(signer.device, two.hash, [])
    expect(await since()).toBe(0)
    await receipt(two.hash, 60)
    await outbox.held(signer.device, two.hash, [])
    expect(await since()).toBe(60)
    await outbox.held(signer.device, one.hash, [])
    expect(await since()).toBe(0)
  })

  it('[EX4] owes a receipt, and where it does not come in time all of them are asked for again', async () => {
    const { outbox, signer, since, chain, receipt } = await begin()
    const [one, two] = (await chain(2)) as [SegmentRow, SegmentRow]
    await receipt(one.hash, 50)
    expect(await outbox.owed()).toBe(false)
    await outbox.held(signer.device, two.hash, [])
    expect([await outbox.owed(), await since()]).toEqual([true, 0])
    await receipt(two.hash, 60)
    expect([await outbox.owed(), await since()]).toEqual([false, 60])
  })
})

describe('a receipt', () => {
  it('is a contact of its hour where it came over a link, which may stay open for days, and none from a stick', async () => {
    const { store, outbox, chain } = await begin()
    const [first, second] = await chain(2)
    const contact = () => store.transact('relaxed', (tx) => getSetting(tx, 'contact'))
    await outbox.keepReceipts([{ segment: first!.hash, stamp: 1, hub: 'h'.repeat(64), facts: RECEIVED }])
    expect(await contact()).toBeUndefined()
    await outbox.keepReceipts([{ segment: second!.hash, stamp: 2, hub: 'h'.repeat(64), facts: RECEIVED }], 86_400_000)
    expect(await contact()).toBe(86_400_000)
  })

  it('[RC1] takes the place of an older one, never of a newer one', async () => {
    const { chain, receipt, rows } = await begin()
    const [{ hash }] = (await chain(1)) as [SegmentRow]
    const kept = async () => (await rows())[0]?.receipt
    await receipt(hash, 20, [{ is: 'merged' }])
    await receipt(hash, 10, [{ is: 'received' }])
    await receipt(hash, 20, [{ is: 'received' }])
    expect(await kept()).toEqual({ stamp: 20, facts: [{ is: 'merged' }] })
    await receipt(hash, 30, [{ is: 'spare', rule: 'late' }])
    expect(await kept()).toEqual({ stamp: 30, facts: [{ is: 'spare', rule: 'late' }] })
  })

  it('[EX3] moves the stamp from which receipts are asked for, and never back', async () => {
    const { since, chain, receipt } = await begin()
    const [first, second] = await chain(2)
    const stamps = []
    for (const [row, stamp] of [
      [first, 5],
      [second, 9],
      [first, 7]
    ] as const) {
      await receipt(row!.hash, stamp)
      stamps.push(await since())
    }
    expect(stamps).toEqual([5, 9, 9])
  })

  it('of a segment that is not here changes nothing, and is not asked for again', async () => {
    const { since, chain, receipt, rows } = await begin()
    await chain(1)
    const before = await rows()
    await receipt('f'.repeat(64), 50)
    expect(await rows()).toEqual(before)
    expect(await since()).toBe(50)
  })
})

describe('the words of two hubs', () => {
  const [A, B] = ['a'.repeat(64), 'b'.repeat(64)]
  const MERGED: FactReceipt[] = [{ is: 'merged' }]
  const SPARE: FactReceipt[] = [{ is: 'spare', rule: 'done-again' }]

  /** A device that has heard `merged` from one hub, and then speaks with another that holds the same. */
  async function movedFrom(stamp: number) {
    const begun = await begin()
    const { outbox, signer, chain, receipt, rows } = begun
    outbox.meets(A)
    const [row] = (await chain(1)) as [SegmentRow]
    await receipt(row.hash, stamp, MERGED)
    const meets = async (hub: string | undefined, holds = true) => {
      outbox.meets(hub)
      return outbox.held(signer.device, holds ? row.hash : undefined, [])
    }
    await meets(B)
    const shown = async () => (await rows())[0]?.receipt
    return { ...begun, hash: row.hash, meets, shown }
  }

  it('[BC1] a word that comes again is news from moderators where something is returned, or was', async () => {
    const { chain, receipt } = await begin()
    const [{ hash = '' } = {}, { hash: other = '' } = {}] = await chain(2)
    const returned = [{ is: 'returned' as const, rule: 'unclear' }]
    const said = [
      await receipt(hash, 1),
      await receipt(hash, 2, returned),
      await receipt(hash, 3, returned),
      await receipt(hash, 4),
      await receipt(hash, 5)
    ]
    expect(said).toEqual([false, true, true, true, false])
    expect(await receipt(hash, 4, returned)).toBe(false)
    expect(await receipt(other, 6, returned)).toBe(false)
  })

  it('[RC3] a later stamp of another hub hides nothing that the hub says with which the device speaks', async () => {
    const { shown, receipt, hash } = await movedFrom(100)
    expect(await shown()).toEqual({ hub: A, stamp: 100, facts: MERGED })
    await receipt(hash, 20, SPARE)
    expect(await shown()).toEqual({ hub: B, stamp: 20, facts: SPARE })
    await receipt(hash, 10, MERGED)
    expect((await shown())?.stamp).toBe(20)
  })

  it('[RC3] each hub is asked for what came after its own newest receipt', async () => {
    const { since, receipt, hash } = await movedFrom(100)
    expect([await since(A), await since(B)]).toEqual([100, undefined])
    await receipt(hash, 20)
    expect([await since(A), await since(B)]).toEqual([100, 20])
  })

  it('[RC3] who goes back to a hub sees at once what that one last said', async () => {
    const { meets, shown, receipt, hash } = await movedFrom(100)
    await receipt(hash, 200, SPARE)
    await meets(A)
    expect(await shown()).toEqual({ hub: A, stamp: 100, facts: MERGED })
    await meets(B)
    expect(await shown()).toEqual({ hub: B, stamp: 200, facts: SPARE })
  })

  it('[EX4] what one hub lacks goes out to it, and what the other said is forgotten by nobody', async () => {
    const { outbox, signer, meets, shown, since, hash } = await movedFrom(100)
    expect(await meets(B, false)).toBe(false)
    expect(await shown()).toBeUndefined()
    expect((await outbox.unreceived(signer.device)).map((row) => row.hash)).toEqual([hash])
    await meets(A)
    expect(await shown()).toEqual({ hub: A, stamp: 100, facts: MERGED })
    expect(await since(A)).toBe(100)
  })

  it('[EX4] a hub that lost what it had receipted is asked for all again, and the other is not', async () => {
    const { meets, receipt, since, hash } = await movedFrom(100)
    await receipt(hash, 20)
    expect(await meets(B, false)).toBe(true)
    expect([await since(A), await since(B)]).toEqual([100, 0])
  })

  it('[EX4] what one hub owes is not asked of another', async () => {
    const { meets, outbox, receipt, hash } = await movedFrom(100)
    expect(await outbox.owed()).toBe(true)
    await meets(A)
    expect(await outbox.owed()).toBe(false)
    expect(await meets(B)).toBe(false)
    expect(await meets(B)).toBe(true)
    await receipt(hash, 1)
    expect(await outbox.owed()).toBe(false)
  })

  it('[RC3] what an earlier version kept counts until the hub has said something, which is asked for all', async () => {
    const { outbox, signer, chain, receipt, rows, store, since } = await begin()
    const [row] = (await chain(1)) as [SegmentRow]
    await store.transact('strict', async (tx) => {
      await tx.put('settings', { key: 'since', value: 500 })
      await tx.put('segments', { ...row, receipt: { stamp: 500, facts: MERGED } })
    })
    outbox.meets(B)
    await outbox.held(signer.device, row.hash, [])
    expect([(await rows())[0]?.receipt, await since(B)]).toEqual([{ stamp: 500, facts: MERGED }, undefined])
    await receipt(row.hash, 20, SPARE)
    expect((await rows())[0]).toEqual({ ...row, receipt: { hub: B, stamp: 20, facts: SPARE } })
  })
})

/** 900 characters that hardly compress. */
function words(seed: number): string {
  let state = seed + 1
  const letter = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return String.fromCharCode(0x4e00 + ((state >>> 12) % 4096))
  }
  return Array.from({ length: 900 }, letter).join('')
}
