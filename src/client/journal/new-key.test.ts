import { describe, expect, it } from 'vitest'
import type { Content } from '../../core/fact/fact.ts'
import { testVerify } from '../../sync/examples/key.ts'
import { readSegment } from '../../sync/segment/read.ts'
import { StoreTrouble } from '../errors.ts'
import { join } from '../membership.ts'
import { getSetting, setSetting } from '../settings.ts'
import { openMemoryStore } from '../store/memory.ts'
import { type DeviceStore, type ItemRow, KEY_OF } from '../store/store.ts'
import { Outbox } from '../sync/outbox.ts'
import { splitText } from '../texts.ts'
import {
  aComputer,
  inJournal,
  itemOf,
  KEY,
  keyringWith,
  NAME,
  NEXT,
  PROJECT,
  put,
  rows,
  setting,
  taskOf,
  works
} from './examples/computer.ts'
import { memoryJournals } from './memory.ts'
import { readRecords, writeChanges } from './records.ts'
import { readState } from './state.ts'
import { keepWill } from './will.ts'

describe('a key that is gone with the store', () => {
  async function lost() {
    const computer = aComputer()
    const store = await works(computer)
    const long = 'ndefu '.repeat(4000)
    const contents = splitText(KEY.device, long, () => new Uint8Array(12), { kind: 'assistant_reply', v: 1 })
    await put(store, (tx) => tx.put('items', itemOf(3, contents)))
    const segments = await store.transact('relaxed', (tx) => tx.list('segments'))
    await store.close()
    computer.store = openMemoryStore()
    computer.keyring = keyringWith()
    return { computer, segments, long, store: computer.starts().store }
  }

  it('[JN8] sealed segments come back byte for byte; what was never sealed is signed anew, once', async () => {
    const { store, segments, long } = await lost()
    expect(await store.transact('relaxed', (tx) => tx.list('segments'))).toEqual(segments)
    expect([await setting(store, 'device'), await setting(store, 'before')]).toEqual([NEXT.device, [KEY.device]])
    expect(await setting(store, 'mended')).toMatchObject({ is: 'store', items: 4, newKey: true })
    expect(await store.transact('relaxed', (tx) => getSetting(tx, 'stranger'))).toBe(NEXT.device)
    const items = await store.transact('relaxed', (tx) => tx.list('items'))
    const states = items.sort((a, b) => a.order - b.order).map(({ device, segment }) => [device, segment !== undefined])
    expect(states).toEqual([
      [KEY.device, true],
      [KEY.device, true],
      [NEXT.device, false],
      [NEXT.device, false]
    ])
    await new Outbox(store, PROJECT).sealAll(NEXT)
    const sealed = await store.transact('relaxed', (tx) => tx.list('segments', `${NEXT.device}/`))
    const facts = []
    for (const { bytes } of sealed) facts.push(...(await readSegment(bytes, testVerify)).facts)
    const texts = facts.map(({ content }) => content.text).join('')
    expect(texts).toBe(`reply 2${long}`)
    const ids = facts.map(({ id }) => id)
    expect(facts.at(-1)?.content.pieces).toEqual(ids.slice(1, -1))
    // Its tasks know their answers.
    const task = await store.transact('relaxed', (tx) => tx.get('tasks', KEY_OF.tasks(taskOf(2))))
    expect(task?.item).toBe(items[2]?.id)
  })

  it('[JN7] what lies in a segment is not signed anew, though damage has taken the word that it was sealed', async () => {
    const computer = aComputer()
    const store = await works(computer)
    const items = async (of: DeviceStore) =>
      (await of.transact('relaxed', (tx) => tx.list('items'))).sort((a, b) => a.order - b.order)
    const before = await items(store)
    const [row] = await store.transact('relaxed', (tx) => tx.list('segments'))
    await store.close()
    // The record of the sealing is gone; the segment was written again, with its receipt.
    const told = readRecords(await computer.journals.read(NAME))
    const changes = [...told.changes.values()].map((change) =>
      change.table === 'items' && change.row ? { ...change, row: itemOf((change.row as ItemRow).order) } : change
    )
    computer.journals = memoryJournals()
    await computer.journals.append(NAME, writeChanges(changes))
    computer.store = openMemoryStore()
    computer.keyring = keyringWith()
    const after = await items(computer.starts().store)
    expect(row?.facts).toEqual(after.slice(0, 2).map(({ id }) => id))
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
    expect(after[2]?.device).toBe(NEXT.device)
  })

  it('[JN8] another start changes nothing any more', async () => {
    const { store, computer } = await lost()
    const before = await rows(store)
    await store.close()
    expect(await rows(computer.starts().store)).toEqual(before)
  })

  it('[JN8] where there was no room for a new one it is taken later, though the journal is gone by then', async () => {
    const computer = aComputer()
    await (await works(computer)).close()
    const inner = openMemoryStore()
    let strict = 0
    // There is room for what the journal tells, and no more.
    computer.store = {
      ...inner,
      transact: (durability, work) =>
        durability === 'strict' && ++strict > 1
          ? Promise.reject(new StoreTrouble('device', new Error('no room')))
          : inner.transact(durability, work)
    }
    computer.keyring = keyringWith()
    await expect(computer.starts().store.transact('relaxed', readState)).rejects.toThrow(StoreTrouble)
    expect(await setting(inner, 'device')).toBe(KEY.device)
    computer.store = inner
    computer.journals = memoryJournals()
    const { store } = computer.starts()
    expect([await setting(store, 'device'), await setting(store, 'before')]).toEqual([NEXT.device, [KEY.device]])
    expect(await setting(store, 'mended')).toMatchObject({ newKey: true })
  })

  it('[JN7] [JN8] what it signs anew where the journal is as far as the store is in the journal at once', async () => {
    const computer = aComputer()
    await (await works(computer)).close()
    // An earlier start has mended, and there was no room for another key.
    await put(computer.store, (tx) => setSetting(tx, 'mended', { is: 'store', items: 1, drafts: 0, damaged: false }))
    computer.keyring = keyringWith()
    const { store } = computer.starts()
    expect(await setting(store, 'device')).toBe(NEXT.device)
    await store.close()
    expect(await inJournal(computer)).toEqual(await rows(computer.store))
  })

  it('[JN8] what the person agreed to here is said again by the new key', async () => {
    const computer = aComputer()
    const { store } = computer.starts()
    const consent: Content = { kind: 'consent', v: 1, terms: 't'.repeat(64), saved: 5 }
    const { task: _, ...item } = itemOf(0, [consent])
    await put(store, async (tx) => {
      await setSetting(tx, 'device', KEY.device)
      await setSetting(tx, 'terms', 't'.repeat(64))
      await tx.put('items', item)
    })
    await new Outbox(store, PROJECT).sealAll(KEY)
    await store.close()
    computer.store = openMemoryStore()
    computer.keyring = keyringWith()
    const items = await computer.starts().store.transact('relaxed', (tx) => tx.list('items'))
    expect(items.map(({ device, contents }) => [device, contents[0]?.terms]).sort()).toEqual(
      [
        [KEY.device, 't'.repeat(64)],
        [NEXT.device, 't'.repeat(64)]
      ].sort()
    )
  })

  it('[JN8] by its will the heir is the same person: it succeeds at the end of the chain, without any invite', async () => {
    const computer = aComputer()
    const store = await works(computer)
    await put(store, (tx) => setSetting(tx, 'hubs', ['h'.repeat(64)]))
    // It is written anew as the chain grows.
    await put(store, (tx) => tx.put('items', itemOf(3)))
    await new Outbox(store, PROJECT).sealAll(KEY)
    await put(store, (tx) => tx.put('items', itemOf(4)))
    const chain = await store.transact('relaxed', (tx) => tx.list('segments'))
    await store.close()
    computer.store = openMemoryStore()
    computer.keyring = keyringWith()
    const again = computer.starts().store
    const heir = (await setting(again, 'device')) as string
    expect([heir === KEY.device, heir === NEXT.device, await setting(again, 'before')]).toEqual([
      false,
      false,
      [KEY.device]
    ])
    expect(await setting(again, 'mended')).toEqual({ is: 'store', items: 5, drafts: 1, damaged: false })
    const segments = await again.transact('relaxed', (tx) => tx.list('segments', `${KEY.device}/`))
    expect(segments.slice(0, -1)).toEqual(chain)
    const will = segments.at(-1) as (typeof segments)[number]
    const { header, facts } = await readSegment(will.bytes, testVerify)
    expect([header.prev, header.n, header.first]).toEqual([chain.at(-1)?.hash, will.n, chain.at(-1)?.next])
    expect(facts.map(({ content }) => [content.kind, content.to])).toEqual([['succeed', heir]])
    expect(await again.transact('relaxed', (tx) => getSetting(tx, 'credentials'))).toEqual([will.bytes])
    const open = (await again.transact('relaxed', (tx) => tx.list('items'))).filter(({ segment }) => !segment)
    expect(open.map(({ device, contents }) => [device, contents[0]?.text])).toEqual([[heir, 'reply 4']])
    // The heir has a will of its own by now.
    await again.close()
    const own = await computer.starts().store.transact('relaxed', (tx) => getSetting(tx, 'will'))
    expect(own?.device).toBe(heir)
  })

  it.each([true, false])(
    '[JN8] what it left open is signed though work has gone on with another key; with a will: %s',
    async (isIn) => {
      const computer = aComputer()
      const store = await works(computer)
      if (isIn) await put(store, (tx) => setSetting(tx, 'hubs', ['h'.repeat(64)]))
      await store.close()
      const { journals } = computer
      computer.store = openMemoryStore()
      computer.keyring = keyringWith()
      computer.journals = { ...journals, read: () => Promise.reject(new Error('not now')) }
      const meanwhile = computer.starts().store
      await computer.keyring.make()
      await put(meanwhile, async (tx) => {
        await setSetting(tx, 'project', PROJECT)
        await setSetting(tx, 'device', NEXT.device)
        await tx.put('items', itemOf(7, undefined, NEXT.device))
      })
      await meanwhile.close()
      computer.journals = journals
      const again = computer.starts().store
      const [device, before = []] = [await setting(again, 'device'), await setting(again, 'before')]
      const heir = before.at(-1)
      expect([device, before]).toEqual([NEXT.device, isIn ? [KEY.device, heir] : [KEY.device]])
      const open = (await again.transact('relaxed', (tx) => tx.list('items'))).filter(({ segment }) => !segment)
      expect(open.map(({ order, device }) => [order, device]).sort()).toEqual([
        [2, isIn ? heir : NEXT.device],
        [7, NEXT.device]
      ])
      // Its will ends the chain of the lost key, and a hub is shown it.
      const chain = await again.transact('relaxed', (tx) => tx.list('segments', `${KEY.device}/`))
      const shown = (await again.transact('relaxed', (tx) => getSetting(tx, 'credentials'))) ?? []
      expect([chain.length, shown]).toEqual(isIn ? [2, [chain[1]?.bytes]] : [1, []])
      await again.close()
    }
  )

  it('[JN8] nobody inherits from a key that no hub has let in yet', async () => {
    const computer = aComputer()
    const store = await works(computer)
    await store.close()
    const has = async (stranger: string | undefined) => {
      await computer.store.transact('strict', async (tx) => {
        await setSetting(tx, 'hubs', ['h'.repeat(64)])
        for (const each of ['stranger', 'will'] as const) await tx.drop('settings', each)
        if (stranger !== undefined) await setSetting(tx, 'stranger', stranger)
      })
      await keepWill(computer.store, computer.keyring, computer.system)
      return (await computer.store.transact('relaxed', (tx) => getSetting(tx, 'will'))) !== undefined
    }
    expect([await has(KEY.device), await has(NEXT.device), await has(undefined)]).toEqual([false, true, true])
  })

  it('[JN8] whose damage has taken the word of its keys is joined anew, and its work goes out', async () => {
    const computer = aComputer()
    const store = await works(computer)
    await store.transact('strict', async (tx) => {
      for (const key of ['project', 'device']) await tx.drop('settings', key)
    })
    computer.keyring = keyringWith()
    await join(store, computer.keyring, `http://hub.test/join#${PROJECT}.${'s'.repeat(26)}`)
    expect([await setting(store, 'device'), await setting(store, 'before')]).toEqual([NEXT.device, [KEY.device]])
    const open = (await store.transact('relaxed', (tx) => tx.list('items'))).filter(({ segment }) => !segment)
    expect(open.map(({ order, device }) => [order, device])).toEqual([[2, NEXT.device]])
  })

  it('[JN8] where nothing was mended, what a key that is gone has left open is found some seconds after the start', async () => {
    const computer = aComputer()
    const store = await works(computer)
    await put(store, (tx) => tx.put('items', itemOf(3, undefined, NEXT.device)))
    await store.close()
    const told: number[] = []
    const twin = computer.starts()
    twin.onChange(() => told.push(computer.system.now()))
    const openIn = async (from: DeviceStore) =>
      (await from.transact('relaxed', (tx) => tx.list('items')))
        .filter(({ segment }) => !segment)
        .map(({ order, device }) => [order, device])
        .sort()
    expect(await openIn(twin.store)).toEqual([
      [2, KEY.device],
      [3, NEXT.device]
    ])
    computer.system.pass(10_000)
    await expect.poll(() => told.length).toBe(1)
    const mended = await openIn(twin.store)
    expect(mended).toEqual([
      [2, KEY.device],
      [3, KEY.device]
    ])
    // The journal has heard of it: out of that alone nothing is signed once more.
    await twin.store.close()
    computer.store = openMemoryStore()
    expect(await openIn(computer.starts().store)).toEqual(mended)
  })
})
