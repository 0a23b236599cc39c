import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { exportTree } from '../core/dataset/export.ts'
import { Chance } from '../core/examples/chance.ts'
import { type Content, type FactId, makeFact } from '../core/fact/fact.ts'
import { writeBatchDocument } from '../sync/documents/batch.ts'
import { readSegment } from '../sync/segment/read.ts'
import { writeSegment } from '../sync/segment/seal.ts'
import { batchContent } from './documents/batch-content.ts'
import { until } from './examples/conformance.ts'
import { removeFolders } from './examples/folders.ts'
import { type Hand, treeLine, World } from './examples/world.ts'

afterAll(removeFolders)

const SCRIPTS = [
  'abcdefghijklmnop',
  'бвгджзклмнпрстфх',
  'ሀለሐመሠረሰሸቀበተቸኀነኘአ',
  '春夏秋冬山川草木鳥魚虫花風月雪空',
  'ابتثجحخدذرزسشصضط',
  '🌲🌳🌴🌵🌾🌿🍀🍁🍂🍃🍄🌱🌰🌻🌼🌷'
]

type Written = { readonly by: Hand; readonly facts: readonly FactId[]; readonly mark: string }

/** Words that occur nowhere else, within a text short or long. */
function someText(chance: Chance): { text: string; mark: string } {
  const letters = [...(chance.one(SCRIPTS) ?? '')]
  const mark = Array.from({ length: 10 }, () => chance.one(letters)).join('')
  const filling = (most: number) => 'and moss grew on '.repeat(chance.below(most))
  return { text: `${filling(20)}${mark}${filling(60)}`, mark }
}

async function writes(world: World, hand: Hand, chance: Chance, task: readonly [string, number]): Promise<Written> {
  const { text, mark } = someText(chance)
  if (chance.happens(0.8)) {
    const content = hand.writing('assistant_reply', task, text)
    await world.take(await hand.seals(content))
    return { by: hand, facts: [makeFact(hand.device, content).id], mark }
  }
  const piece: Content = { kind: 'piece', v: 1, text: `${text} `, salt: world.system.random(12) }
  const id = makeFact(hand.device, piece).id
  const content = { ...hand.writing('assistant_reply', task, 'and so on.'), pieces: [id] }
  await world.take(await hand.seals(piece, content))
  return { by: hand, facts: [id, makeFact(hand.device, content).id], mark }
}

/** Everything that leaves a hub or lies in its folder, as bytes. */
async function everything(world: World): Promise<Buffer> {
  const files = readdirSync(world.folder).map((name) => readFileSync(join(world.folder, name)))
  const documents = await world.store.read(async (tx) => {
    const bytes: Uint8Array[] = []
    for (const device of world.hub.ingest.people.keys())
      for (const { id } of await tx.lendingsTo(device)) {
        const content = await batchContent(tx, id, world.hub.ingest.people, world.hub.rules)
        if (content) bytes.push(...writeBatchDocument(id, content).updates)
      }
    return bytes
  })
  const inboxes = []
  for (const device of world.hub.ingest.people.keys()) inboxes.push(JSON.stringify(await world.hub.inboxOf(device)))
  const lines = []
  for (const { id } of await world.store.read((tx) => tx.trees()))
    lines.push(...exportTree(await world.view(id), { all: true }).lines)
  // An export escapes what is not ASCII.
  return Buffer.concat([
    ...files,
    ...documents,
    ...inboxes.map(Buffer.from),
    ...lines.map((line) => Buffer.from(JSON.stringify(JSON.parse(line))))
  ] as Uint8Array[])
}

describe('erasure', () => {
  it.each([1, 2])(
    '[HS5] [HS6] an erased text is nowhere left in a hub, others are, and every segment holds; seed %i',
    async (seed) => {
      const chance = new Chance(seed)
      const world = await World.begin({ seed })
      await world.import(Array.from({ length: 18 }, (_, i) => treeLine(`t${i}`, { replies: 0 })).join(''))
      const moderator = await world.member(99, 'moderator')
      const written: Written[] = []
      for (const byte of [10, 11, 12]) {
        const hand = await world.member(byte)
        for (const { task } of await world.borrow(hand, 'assistant_reply', 50))
          written.push(await writes(world, hand, chance, task))
      }
      // Others read them, so that batches show them.
      const reader = await world.member(20)
      expect((await world.borrow(reader, 'label_assistant_reply', 50)).length).toBeGreaterThan(20)
      const gone = written.filter(() => chance.happens(0.5))
      const before = await everything(world)
      for (const { mark } of written) expect(before.includes(mark)).toBe(true)
      for (const { by, facts } of gone) {
        const eraser = chance.happens(0.5) ? by : moderator
        await world.take(await eraser.seals({ kind: 'erase', v: 1, facts: [...facts], at: 1 }))
      }
      const after = await everything(world)
      for (const { mark } of gone) expect([mark, after.includes(mark)]).toEqual([mark, false])
      const kept = written.filter((each) => !gone.includes(each))
      for (const { mark } of kept) expect([mark, after.includes(mark)]).toEqual([mark, true])
      const segments = await world.store.read(async (tx) => {
        const hashes = await tx.allSegments()
        return Promise.all(hashes.map(async (hash) => (await tx.segment(hash))!))
      })
      for (const segment of segments) {
        const read = await readSegment(writeSegment(segment), world.hub.verify)
        expect([read.hash, read.ids]).toEqual([segment.hash, segment.ids])
      }
      await world.store.close()
    }
  )

  it('[HS5] an author erases their own texts alone, also if erasure or grant come first', async () => {
    const world = await World.begin()
    const [ada, bo] = [await world.member(10), await world.member(11)]
    const words: Content = { kind: 'piece', v: 1, text: 'UNMISTAKABLE', salt: new Uint8Array(12) }
    const id = makeFact(ada.device, words).id
    const erase: Content = { kind: 'erase', v: 1, facts: [id], at: 1 }
    const text = () => world.store.read(async (tx) => (await tx.fact(id))?.content.text)
    await world.take(await bo.seals(erase))
    await world.take(await ada.seals(words))
    expect(await text()).toBe('UNMISTAKABLE')
    await world.take(await ada.seals({ ...erase, at: 2 }))
    expect(await text()).toBeUndefined()
    expect((await everything(world)).includes('UNMISTAKABLE')).toBe(false)
    await world.store.close()
  })

  it('[HS5] a text whose erasure came first is never written at all', async () => {
    const world = await World.begin()
    const [ada, moderator] = [await world.member(10), await world.member(99, 'moderator')]
    const words: Content = { kind: 'piece', v: 1, text: 'UNMISTAKABLE', salt: new Uint8Array(12) }
    const id = makeFact(ada.device, words).id
    await world.take(await moderator.seals({ kind: 'erase', v: 1, facts: [id], at: 1 }))
    await world.take(await ada.seals(words))
    expect((await everything(world)).includes('UNMISTAKABLE')).toBe(false)
    await world.store.close()
  })

  it('[HS6] while a reader of another program looks on, the wipe waits and is made later', async () => {
    let readers = 1
    const world = await World.begin({
      engine: (store) => ({
        read: (work) => store.read(work),
        write: (work) => store.write(work),
        close: () => store.close(),
        scrub: async () => (readers-- > 0 ? false : store.scrub())
      })
    })
    const ada = await world.member(10)
    const words: Content = { kind: 'piece', v: 1, text: 'UNMISTAKABLE', salt: new Uint8Array(12) }
    await world.take(await ada.seals(words))
    await world.take(await ada.seals({ kind: 'erase', v: 1, facts: [makeFact(ada.device, words).id], at: 1 }))
    expect((await everything(world)).includes('UNMISTAKABLE')).toBe(true)
    world.system.pass(10_000)
    await until(async () => !(await everything(world)).includes('UNMISTAKABLE'))
    await world.store.close()
  })
})
