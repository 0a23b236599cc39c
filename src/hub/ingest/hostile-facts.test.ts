import { afterAll, describe, expect, it } from 'vitest'
import { Chance } from '../../core/examples/chance.ts'
import type { Content } from '../../core/fact/fact.ts'
import { readSegment } from '../../sync/segment/read.ts'
import { writeSegment } from '../../sync/segment/seal.ts'
import { faultsOf } from '../examples/faults.ts'
import { removeFolders } from '../examples/folders.ts'
import { type Borrowed, type Hand, treeLine, World } from '../examples/world.ts'
import { ALL, exportDataset } from '../export.ts'
import { exportFacts } from '../export-facts.ts'
import { casesIn } from '../moderation/cases.ts'
import { statsIn } from '../stats.ts'

afterAll(removeFolders)

const TREE = '11111111-1111-4111-8111-111111111111'
/** No text, no number, no list: whoever takes one for another trips. */
const ODD = [null, true, -1, 1.5, 1e300, 2 ** 53 - 1, '', 'a\u0000b', '__proto__', [], [[]], {}, new Uint8Array(3)]
const ODDER = [...ODD, { toString: 1, valueOf: 1 }, [{ toString: 1 }, {}], 'ab'.repeat(32), TREE]
/** Of any kind: each is checked in some and carried along unread in the others. */
const FIELDS = [
  'task',
  'pieces',
  'at',
  'saved',
  'took',
  'labels',
  'evidence',
  'fact',
  'facts',
  'message',
  'lang',
  'fields'
]

/** What a contributor may well say, of these tasks and facts. */
function honest(hand: Hand, { task, target }: Borrowed, known: readonly string[], chance: Chance): Content {
  const text = { text: `Moss ${known.length}`, salt: new Uint8Array(12) }
  const fact = chance.one(known) ?? 'ab'.repeat(32)
  const about = { v: 1, message: chance.one([TREE, target]) ?? TREE, saved: 5 }
  const said: readonly Content[] = [
    hand.writing('assistant_reply', task, text.text),
    { ...hand.writing('assistant_reply', task, text.text), pieces: [fact] },
    hand.answer('label_assistant_reply', task, { labels: { spam: 0 } }),
    hand.answer('skip', task, { reason: 'x' }),
    { kind: 'piece', v: 1, ...text },
    { kind: 'emoji', ...about, emoji: '+1' },
    { kind: 'report', ...about, ...text },
    { kind: 'label', ...about, labels: { spam: 1 } },
    { kind: 'amend', ...about, ...text, saw: TREE },
    { kind: 'appeal', v: 1, fact, ...text, saved: 5 },
    { kind: 'erase', v: 1, facts: [fact], at: 5 },
    { kind: 'finish', v: 1, tree: TREE, counted: [], at: 5 },
    { kind: 'goal', v: 1, tasks: 5, from: 1, at: 5 }
  ]
  return chance.one(said) as Content
}

/** Some fields are something else. Texts stay: what was malformed by its text alone is so no more once it is erased. */
function twisted(content: Content, known: readonly string[], chance: Chance): Content {
  const twist: Record<string, unknown> = {}
  for (let left = chance.below(4); left > 0; left--) {
    const field = chance.one(FIELDS) as string
    const list = [chance.one([content.task ?? 0, ...known, ...ODDER]), chance.one([0, ...ODDER])]
    twist[field] = chance.happens(0.5) ? list : chance.one(ODDER)
  }
  return { ...content, ...twist }
}

describe('what a member may send', { timeout: 60_000 }, () => {
  it.each([
    [1, 'understory'],
    [2, 'understory'],
    [3, 'open-assistant']
  ])('[FA2] stops no hub, in a crowd or at the next start, whatever its fields hold: seed %i', async (seed, rules) => {
    const chance = new Chance(seed)
    const world = await World.begin({ seed, rules })
    const hands = [await world.member(10), await world.member(11)]
    await world.import(treeLine(TREE, { replies: 0 }))
    const tasks = await world.borrow(hands[0]!, 'assistant_reply', 2)
    for (let n = 0; n < 65; n++) world.hub.turns.enter()
    const known: string[] = []
    for (let n = 0; n < 60; n++) {
      const hand = chance.one(hands) as Hand
      const said = twisted(honest(hand, chance.one(tasks) as Borrowed, known, chance), known, chance)
      const segments = await hand.seals(said)
      // As it comes over a wire.
      const read = await Promise.all(segments.map((each) => readSegment(writeSegment(each), world.hub.verify)))
      const taken = world.take(read)
      world.system.pass(5)
      await taken
      known.push(...read.flatMap(({ ids }) => ids))
    }
    expect(await faultsOf(world.file)).toEqual([])
    await world.hub.ingest.later.fresh()
    expect(await world.store.read((tx) => tx.unplaced())).toEqual([])
    expect((await exportDataset(world.store, ALL, () => {})).trees).toBeGreaterThan(0)
    expect((await exportFacts(world.store, true, () => {})).facts).toBeGreaterThan(60)
    await casesIn(world.store)
    await statsIn(world.store)
    await world.store.close()
    const again = await World.begin({ folder: world.folder, rules })
    expect(await faultsOf(again.file)).toEqual([])
    await again.store.close()
  })
})
