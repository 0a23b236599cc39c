import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { faultsOf } from '../examples/faults.ts'
import { newFolder, removeFolders } from '../examples/folders.ts'
import { type Hand, treeLine, World } from '../examples/world.ts'
import { addInvite } from '../invite.ts'

afterAll(removeFolders)

/** A store with something in every table. */
async function worked(): Promise<World> {
  const world = await World.begin()
  await world.import(['a', 'b'].map((id) => treeLine(id, { replies: 2 })).join(''))
  await world.import(['p', 'q', 'r'].map((id) => treeLine(id, { replies: 0 })).join(''), 'prompts')
  await world.import(Array.from({ length: 12 }, (_, n) => treeLine(`w${n}`, { replies: 0 })).join(''), 'prompts')
  const hands: Hand[] = []
  for (const byte of [10, 11, 12]) hands.push(await world.member(byte))
  const [ada, bo, cy] = hands as [Hand, Hand, Hand]
  const [reply, other] = await world.borrow(ada, 'assistant_reply')
  const [segment] = await ada.seals(ada.writing('assistant_reply', reply!.task, 'Moss.'))
  await world.take([segment!])
  await world.take(await ada.seals(ada.writing('assistant_reply', other!.task, 'To be erased.')))
  for (const hand of [bo, cy]) {
    const [label] = await world.borrow(hand, 'label_assistant_reply')
    await world.take(await hand.seals(hand.answer('label_assistant_reply', label!.task, { labels: { spam: 0 } })))
  }
  // Of several trees: texts in two of them.
  const named = [segment!.ids[0]!, (await world.view('a')).messages[0]!.fact, (await world.view('b')).messages[0]!.fact]
  await world.take(await ada.seals({ kind: 'erase', v: 1, facts: named, at: 1 }))
  const [borrowed] = await world.borrow(bo, 'assistant_reply')
  // A skip that names a lending nobody has.
  await world.take(await bo.seals(bo.answer('skip', ['7'.repeat(64), 0], { reason: 'x' }), { kind: 'applause', v: 1 }))
  expect(borrowed).toBeDefined()
  await addInvite(world.store, 'secret', 'contributor', world.system)
  await world.store.write((tx) => tx.addDocumentUpdate('notes/en', Uint8Array.of(1, 2, 3)))
  await world.store.scrub()
  return world
}

/** One byte of one row turned, and every way in which it may be kept: in a text, a number or bytes. */
const FLIPS: readonly [table: string, column: string][] = [
  ['names', 'name'],
  ['meta', 'value'],
  ['segments', 'hash'],
  ['segments', 'device'],
  ['segments', 'n'],
  ['segments', 'first'],
  ['segments', 'facts'],
  ['segments', 'prev'],
  ['segments', 'header'],
  ['segments', 'signature'],
  ['segments', 'anchored'],
  ['segments', 'tip'],
  ['facts', 'id'],
  ['facts', 'device'],
  ['facts', 'person'],
  ['facts', 'content'],
  ['segment_facts', 'fact'],
  ['erased', 'fact'],
  ['fact_trees', 'tree'],
  ['versions', 'fact'],
  ['waits', 'need'],
  ['lendings', 'until'],
  ['loans', 'target'],
  ['loans', 'done'],
  ['invites', 'uses'],
  ['document_updates', 'bytes'],
  ['receipts', 'bytes'],
  ['receipts', 'stamp'],
  ['outcomes', 'word'],
  ['tree_outcomes', 'word'],
  ['trees', 'room'],
  ['trees', 'score'],
  ['tree_counts', 'count'],
  ['author_counts', 'count'],
  ['needs', 'rest'],
  ['needs', 'target'],
  ['needs', 'free'],
  ['need_counts', 'free']
]

function turnedText(text: string): string {
  return `${text.slice(0, -1)}${String.fromCharCode(text.charCodeAt(text.length - 1) ^ 1)}`
}

function flip(file: string, table: string, column: string): void {
  const db = new DatabaseSync(file)
  const row = db.prepare(`SELECT * FROM ${table} LIMIT 1 OFFSET (SELECT count(*) / 2 FROM ${table})`).get()
  const value = row?.[column]
  if (!row || value === undefined) throw new Error(`${table} is empty`)
  const where = Object.entries(row).filter(([, each]) => each !== null)
  const turned =
    value instanceof Uint8Array
      ? new Uint8Array(value).map((byte, at) => (at === value.length >> 1 ? byte ^ 1 : byte))
      : typeof value === 'number'
        ? // Numbers of facts and segments are keys that have neighbours.
          value ^ (column === 'id' || column === 'hash' ? 1 << 20 : 1)
        : turnedText(String(value))
  db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where.map(([name]) => `${name} = ?`).join(' AND ')}`).run(
    turned,
    ...where.map(([, each]) => each)
  )
  db.close()
}

describe('a check of a store', { timeout: 30_000 }, () => {
  it('[HS10] finds nothing wrong with what a hub has written, also while it runs, and each byte that was turned', async () => {
    const world = await worked()
    expect(await faultsOf(world.file)).toEqual([])
    await world.store.close()
    const missed: string[] = []
    for (const [table, column] of FLIPS) {
      const copy = join(newFolder(), 'hub.sqlite')
      copyFileSync(world.file, copy)
      flip(copy, table, column)
      const faults = await faultsOf(copy).catch((cause: Error) => [cause])
      if (faults.length === 0) missed.push(`${table}.${column}`)
    }
    expect(missed).toEqual([])
  })

  it('[HS8] [HS10] takes what a hub is still to derive for no fault, and finds what is wrong besides', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    await world.import(['a', 'b'].map((id) => treeLine(id, { replies: 0 })).join(''))
    const borrowed = await world.borrow(hand, 'assistant_reply', 2)
    for (const { task } of borrowed) await world.take(await hand.seals(hand.writing('assistant_reply', task, 'Moss.')))
    const facts = (await world.view('a')).messages.map(({ fact }) => fact)
    // As a crowd leaves it: the work is there, and nothing is said of it.
    await world.store.write(async (tx) => {
      await tx.setOutcome(facts[1]!, undefined)
      await tx.removeTree('a')
    })
    const tables = async (file = world.file) => [...new Set((await faultsOf(file)).map(({ table }) => table))]
    expect(await tables()).toEqual(['outcomes', 'trees', 'needs', 'tree_counts', 'need_counts'])
    await world.store.write((tx) => tx.addStale(['a']))
    expect(await tables()).toEqual([])
    const copy = join(newFolder(), 'hub.sqlite')
    await world.store.scrub()
    copyFileSync(world.file, copy)
    for (const [table, column] of [
      ['receipts', 'stamp'],
      ['loans', 'target'],
      ['trees', 'room']
    ] as const)
      flip(copy, table, column)
    expect(await tables(copy)).toEqual(['receipts', 'loans', 'trees'])
    await world.hub.ingest.later.fresh()
    expect(await tables()).toEqual([])
    await world.store.close()
  })
})
