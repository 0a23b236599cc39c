import { afterAll, expect, it } from 'vitest'
import { removeFolders } from '../examples/folders.ts'
import { treeLine, World } from '../examples/world.ts'
import { casesIn } from './cases.ts'

afterAll(removeFolders)

const TREE = '11111111-1111-4111-8111-111111111111'

it('[FA2] a report with fields of other kinds is a case like any other, and so is what it is about', async () => {
  const world = await World.begin()
  const hand = await world.member(10)
  await world.import(treeLine(TREE))
  const [mark] = await hand.seals({
    kind: 'emoji',
    v: 1,
    message: TREE,
    emoji: '+1',
    saved: 7,
    text: 'x',
    pieces: [null]
  })
  await world.take([mark!])
  const appeal = { kind: 'appeal', v: 1, fact: mark!.ids[0]!, text: 'Why?', salt: new Uint8Array(12), saved: 6 }
  await world.take(await hand.seals(appeal))
  const report = { kind: 'report', v: 1, message: TREE, text: 'Rude.', salt: new Uint8Array(12), saved: 7 }
  await world.take(await hand.seals({ ...report, at: { valueOf: 1, toString: 1 }, fact: null, task: 5 }))
  expect(await casesIn(world.store)).toMatchObject([
    { at: 6, appeals: [{ words: 'Why?' }] },
    { at: 7, reports: [{ words: 'Rude.', at: 7 }] }
  ])
  await world.store.close()
})
