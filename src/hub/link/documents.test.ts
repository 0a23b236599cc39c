import { afterAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { readBatchDocument } from '../../sync/documents/batch.ts'
import { readInbox } from '../../sync/documents/inbox.ts'
import {
  noticeAboutNobody,
  readDocumentMessage,
  writeStep1,
  writeStep2,
  writeUpdate
} from '../../sync/documents/protocol.ts'
import { FIRST_DOCUMENT } from '../../sync/link/frame.ts'
import { Caller } from '../examples/caller.ts'
import { until } from '../examples/conformance.ts'
import { removeFolders } from '../examples/folders.ts'
import { treeLine, World } from '../examples/world.ts'

afterAll(removeFolders)

const EMPTY = Y.encodeStateVector(new Y.Doc())
let channels = FIRST_DOCUMENT

/** A document as the caller has it open, kept up to date by what comes. */
async function open(caller: Caller, name: string) {
  const channel = channels++
  const doc = new Y.Doc()
  let seen = 0
  const take = () => {
    const news = caller.frames.filter((frame) => frame.channel === channel).slice(seen)
    seen += news.length
    for (const { payload } of news) {
      const message = readDocumentMessage(payload)
      if ('update' in message) Y.applyUpdate(doc, message.update)
    }
    return doc
  }
  caller.tell('open', { channel, name })
  caller.document(channel, writeStep1(EMPTY))
  await caller.done()
  const closed = () => {
    const close = caller.said.find((said) => said.is === 'close' && said.fields.channel === channel)
    return close?.is === 'close' ? close.fields.code : undefined
  }
  return { channel, take, closed }
}

function edit(words: string, doc = new Y.Doc()): Uint8Array {
  const before = Y.encodeStateVector(doc)
  doc.getText('notes').insert(doc.getText('notes').length, words)
  return Y.encodeStateAsUpdate(doc, before)
}

async function inboxOf(caller: Caller) {
  return open(caller, (await caller.hears('welcome')).inbox)
}

describe('documents of a hub (no socket, time by hand)', () => {
  it('[DC7] an inbox and a batch are their own device’s; other names are nobody’s', async () => {
    const world = await World.begin()
    await world.import(treeLine('t'))
    const [ada, bo] = [await world.member(10), await world.member(11)]
    const caller = await Caller.welcomed(world.hub, ada.signer)
    caller.tell('checkout', { request: 1, count: 5 })
    await caller.done()
    const inbox = await inboxOf(caller)
    const [document = ''] = Object.values(readInbox(inbox.take()).batches).map((batch) => batch.document)
    expect((await open(caller, document)).take().getMap('batch').size).toBeGreaterThan(2)
    const stranger = await Caller.welcomed(world.hub, bo.signer)
    const names = [
      document,
      caller.fields('welcome')!.inbox,
      `${document.slice(0, -1)}x`,
      'notes/',
      'notes/a',
      'room/x',
      ''
    ]
    for (const name of names) {
      const opened = await open(stranger, name)
      expect([name, opened.closed(), opened.take().share.size]).toEqual([name, 4409, 0])
    }
    expect((await open(stranger, 'notes/zh-Hant')).closed()).toBeUndefined()
    await world.store.close()
  })

  it('[DC7] writing a document of the hub’s own ends the link', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    for (const write of [writeUpdate, writeStep2]) {
      const caller = await Caller.welcomed(world.hub, hand.signer)
      const inbox = await inboxOf(caller)
      caller.document(inbox.channel, write(edit('mine')))
      await until(() => caller.closed !== undefined)
      expect(caller.closed?.code).toBe(4409)
    }
    await world.store.close()
  })

  it('[DC7] a batch is open to all devices of its contributor', async () => {
    const world = await World.begin()
    await world.import(treeLine('t'))
    const [ada, next] = [await world.member(10), await world.member(11)]
    const lent = await world.hub.lend(ada.device, { count: 5, nonce: Uint8Array.of(1) })
    const grant = { device: next.device, role: 'contributor', at: 1 }
    const { contributor } = world.hub.ingest.people.get(ada.device)!
    // Both by one grant: the smaller id of two holds, so the new one is made until it is.
    for (let at = 1; world.hub.ingest.people.get(next.device)?.contributor !== contributor; at++)
      await world.decide([{ kind: 'grant', v: 1, ...grant, contributor, at }])
    const caller = await Caller.welcomed(world.hub, next.signer)
    const inbox = readInbox((await inboxOf(caller)).take())
    expect(Object.keys(inbox.batches)).toEqual([lent!.id])
    expect((await open(caller, inbox.batches[lent!.id]!.document)).closed()).toBeUndefined()
    await world.store.close()
  })

  it('[DC4] a batch shows the texts as they were lent, also after an amendment', async () => {
    const world = await World.begin()
    await world.import(treeLine('t', { replies: 0, text: 'As lent.' }))
    const hand = await world.member(10)
    const [{ task } = { task: ['', 0] as const }] = await world.borrow(hand, 'assistant_reply')
    const amend = { message: 't', saw: 't', text: 'Amended.', salt: new Uint8Array(8), saved: 1 }
    await world.decide([{ kind: 'amend', v: 1, ...amend }])
    const caller = await Caller.welcomed(world.hub, hand.signer)
    const { document } = readInbox((await inboxOf(caller)).take()).batches[task[0]]!
    const batch = await open(caller, document)
    expect(readBatchDocument(batch.take(), 1)?.map(({ text }) => text)).toEqual(['As lent.'])
    await world.store.close()
  })

  it('[DC6] notes reach every member who has them open, are kept, and come back after a new start', async () => {
    const world = await World.begin()
    const callers = []
    for (const byte of [10, 11]) callers.push(await Caller.welcomed(world.hub, (await world.member(byte)).signer))
    const [ada, bo] = [await open(callers[0]!, 'notes/en'), await open(callers[1]!, 'notes/en')]
    callers[0]!.document(ada.channel, writeUpdate(edit('Ask for sources.')))
    await callers[0]!.done()
    expect(bo.take().getText('notes').toString()).toBe('Ask for sources.')
    // What leans on it is taken from the other, and passed on.
    const hers = bo.take()
    callers[1]!.document(bo.channel, writeUpdate(edit(' Always.', hers)))
    await callers[1]!.done()
    expect([callers[1]!.closed, callers[0]!.frames.at(-1)?.channel]).toEqual([undefined, ada.channel])
    callers[0]!.document(ada.channel, noticeAboutNobody())
    await callers[0]!.done()
    await world.store.close()
    await world.start()
    const later = await Caller.welcomed(world.hub, (await world.member(12)).signer)
    expect((await open(later, 'notes/en')).take().getText('notes').toString()).toBe('Ask for sources. Always.')
    expect((await open(later, 'notes/fr')).take().getText('notes').toString()).toBe('')
    await world.store.close()
  })

  it('[DC3] a hostile update ends its link, and neither the notes nor the links of others feel it', async () => {
    const world = await World.begin()
    const good = await Caller.welcomed(world.hub, (await world.member(10)).signer)
    const notes = await open(good, 'notes/en')
    good.document(notes.channel, writeUpdate(edit('Honest.')))
    await good.done()
    const bomb = Uint8Array.of(1, 255, 255, 255, 15, 1, 0) // claims 33 million structs
    const doc = new Y.Doc()
    edit('abc', doc)
    const late = edit('def', doc) // leans on what never came
    for (const [update, code] of [
      [bomb, 4406],
      [late, 4406],
      [edit('x'.repeat(20_000)), 4407]
    ] as const) {
      const caller = await Caller.welcomed(world.hub, (await world.member(11)).signer)
      const hostile = await open(caller, 'notes/en')
      caller.document(hostile.channel, writeUpdate(update))
      await until(() => caller.closed !== undefined)
      expect(caller.closed?.code).toBe(code)
    }
    good.document(notes.channel, writeStep1(EMPTY))
    await good.done()
    expect([good.closed, notes.take().getText('notes').toString()]).toEqual([undefined, 'Honest.'])
    expect(await world.store.read((tx) => tx.documentUpdates('notes/en'))).toHaveLength(1)
    await world.store.close()
  })

  it('[DC8] the hub shows nothing of an update that it could not keep, and all have to open the notes anew', async () => {
    let fails = false
    const world = await World.begin({
      engine: (store) => ({
        read: (work) => store.read(work),
        scrub: () => store.scrub(),
        close: () => store.close(),
        write: (work) => (fails ? Promise.reject(new Error('no space')) : store.write(work))
      })
    })
    const [ada, bo] = [await world.member(10), await world.member(11)]
    const writer = await Caller.welcomed(world.hub, ada.signer)
    const reader = await Caller.welcomed(world.hub, bo.signer)
    const [written, read] = [await open(writer, 'notes/en'), await open(reader, 'notes/en')]
    fails = true
    writer.document(written.channel, writeUpdate(edit('lost')))
    await until(() => writer.closed !== undefined)
    expect([writer.closed?.code, read.closed(), read.take().getText('notes').length]).toEqual([1011, 1013, 0])
    fails = false
    const again = await open(reader, 'notes/en')
    const step1 = reader.frames
      .filter(({ channel }) => channel === again.channel)
      .map(({ payload }) => readDocumentMessage(payload))
    expect(step1.find(({ is }) => is === 'step1')).toEqual({ is: 'step1', stateVector: EMPTY })
    await world.store.close()
  })

  it('[DC8] notes that one leaves while another comes are still one document', async () => {
    const world = await World.begin()
    const callers = []
    for (const byte of [10, 11, 12]) callers.push(await Caller.welcomed(world.hub, (await world.member(byte)).signer))
    const first = await open(callers[0]!, 'notes/en')
    callers[0]!.tell('close', { channel: first.channel, code: 1000 })
    const opening = open(callers[1]!, 'notes/en')
    const [second, third] = [await opening, await open(callers[2]!, 'notes/en')]
    callers[1]!.document(second.channel, writeUpdate(edit('one')))
    await callers[1]!.done()
    expect(third.take().getText('notes').toString()).toBe('one')
    await world.store.close()
  })

  it('[LK4] at most 8 kB of documents are on their way until the other side says what it took in', async () => {
    const world = await World.begin()
    await world.import(treeLine('t', { replies: 1, text: Buffer.from(world.system.random(20_000)).toString('base64') }))
    const hand = await world.member(10)
    const caller = await Caller.welcomed(world.hub, hand.signer)
    caller.tell('checkout', { request: 1, count: 5, kinds: ['prompter_reply'] })
    await caller.done()
    const inbox = await inboxOf(caller)
    const sent = () =>
      caller.frames.filter(({ channel }) => channel >= FIRST_DOCUMENT).reduce((sum, { size }) => sum + size, 0)
    caller.tell('taken', { bytes: sent() })
    const [document = ''] = Object.values(readInbox(inbox.take()).batches).map((batch) => batch.document)
    let before = sent()
    const batch = await open(caller, document)
    expect(readBatchDocument(batch.take(), 2)).toBeUndefined()
    for (let rounds = 0; readBatchDocument(batch.take(), 2) === undefined; rounds++) {
      expect(rounds).toBeLessThan(10)
      expect(sent() - before).toBeLessThanOrEqual(8192)
      before = sent()
      caller.tell('taken', { bytes: before })
      await caller.done()
    }
    expect(sent()).toBeGreaterThan(3 * 8192)
    expect(Math.max(...caller.frames.map(({ size }) => size))).toBeLessThanOrEqual(8192)
    await world.store.close()
  })

  it('[ER1] a batch that loses a text is published anew without it, and what showed it is closed, done or not', async () => {
    const world = await World.begin()
    await world.import(treeLine('t', { replies: 1 }))
    const [hand, moderator] = [await world.member(10), await world.member(11, 'moderator')]
    const [{ task } = { task: ['', 0] as const }] = await world.borrow(hand, 'prompter_reply')
    const caller = await Caller.welcomed(world.hub, hand.signer)
    const inbox = await inboxOf(caller)
    const before = readInbox(inbox.take()).batches[task[0]]!.document
    const batch = await open(caller, before)
    await world.take(await hand.seals(hand.answer('skip', task, { reason: 'no' })))
    const root = (await world.view('t')).messages[0]!
    await world.take(await moderator.seals({ kind: 'erase', v: 1, facts: [root.fact], at: 1 }))
    await caller.done()
    const after = readInbox(inbox.take()).batches[task[0]]!.document
    expect([after === before, batch.closed(), (await open(caller, before)).closed()]).toEqual([false, 4409, 4409])
    const anew = await open(caller, after)
    expect(readBatchDocument(anew.take(), 2)?.map(({ text }) => text)).toEqual([null, 'Reply 0 of t'])
    await world.store.close()
  })

  it('[DC5] an inbox names what has work left, and no more what is done', async () => {
    const world = await World.begin()
    await world.import(treeLine('t', { replies: 2 }))
    const hand = await world.member(10)
    const [first, second] = await world.borrow(hand, 'prompter_reply')
    const caller = await Caller.welcomed(world.hub, hand.signer)
    const named = async () => {
      await caller.connection.publish()
      return Object.keys(readInbox((await inboxOf(caller)).take()).batches)
    }
    expect(await named()).toEqual([first!.task[0]])
    await world.take(await hand.seals(hand.answer('skip', first!.task, { reason: 'no' })))
    expect(await named()).toEqual([first!.task[0]])
    await world.take(await hand.seals(hand.answer('skip', second!.task, { reason: 'no' })))
    expect(await named()).toEqual([])
    await world.store.close()
  })
})
