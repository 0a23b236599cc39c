import { afterAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { noticeAboutNobody, readDocumentMessage, writeStep1, writeUpdate } from '../../sync/documents/protocol.ts'
import { Caller } from '../examples/caller.ts'
import { until } from '../examples/conformance.ts'
import { removeFolders } from '../examples/folders.ts'
import { EMPTY, edit, open } from '../examples/opened.ts'
import { World } from '../examples/world.ts'

afterAll(removeFolders)

describe('notes at a hub (no socket, time by hand)', () => {
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
})
