import { afterAll, describe, expect, it } from 'vitest'
import { readBatchDocument } from '../../sync/documents/batch.ts'
import { readInbox } from '../../sync/documents/inbox.ts'
import { writeStep2, writeUpdate } from '../../sync/documents/protocol.ts'
import { FIRST_DOCUMENT } from '../../sync/link/frame.ts'
import { Caller } from '../examples/caller.ts'
import { until } from '../examples/conformance.ts'
import { removeFolders } from '../examples/folders.ts'
import { edit, inboxOf, open } from '../examples/opened.ts'
import { treeLine, World } from '../examples/world.ts'

afterAll(removeFolders)

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

  it('[DC5] an inbox names a batch that another hub lent once its texts are here, and says so without being asked', async () => {
    const [lender, other] = [await World.begin({ seed: 4 }), await World.begin({ seed: 4 })]
    await lender.import(treeLine('t'))
    const hand = await lender.member(10)
    const [{ task } = { task: ['', 0] as const }] = await lender.borrow(hand, 'prompter_reply')
    const segments = await lender.store.read(async (tx) => {
      const found = []
      for (const hash of await tx.allSegments()) found.push((await tx.segment(hash))!)
      return found
    })
    const isTree = ({ facts }: (typeof segments)[number]) => facts.some(({ content }) => /^import/.test(content.kind))
    expect([segments.some(isTree), segments.every(isTree)]).toEqual([true, false])
    await other.take(segments.filter((segment) => !isTree(segment)))
    const caller = await Caller.welcomed(other.hub, hand.signer)
    const inbox = await inboxOf(caller)
    const named = () => readInbox(inbox.take()).batches
    expect(named()).toEqual({})
    await other.take(segments.filter(isTree))
    other.system.pass(1000)
    await until(() => named()[task[0]] !== undefined)
    const batch = await open(caller, named()[task[0]]!.document)
    expect(readBatchDocument(batch.take(), 2)?.map(({ text }) => text)).toEqual(['Prompt t', 'Reply 0 of t'])
    for (const world of [lender, other]) await world.store.close()
  })
})
