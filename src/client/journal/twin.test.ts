import { describe, expect, it } from 'vitest'
import { encodeCbor } from '../../core/cbor.ts'
import { setSetting } from '../settings.ts'
import { openMemoryStore } from '../store/memory.ts'
import { aComputer, contentOf, inJournal, itemOf, NAME, NEXT, put, rows, works } from './examples/computer.ts'
import { writeFrame } from './frame.ts'
import { type Journals, NoPlace } from './journal.ts'
import { readRecords } from './records.ts'
import { openTwin } from './twin.ts'

describe('a journal that fails', () => {
  /** @param fails decides by call. */
  function fragile(journals: Journals, fails: (call: 'read' | 'append' | 'replace') => boolean): Journals {
    const call =
      <A extends unknown[], T>(name: 'read' | 'append' | 'replace', work: (...args: A) => Promise<T>) =>
      async (...args: A) => {
        if (fails(name)) throw new Error(`no ${name}`)
        return work(...args)
      }
    return {
      ...journals,
      read: call('read', journals.read),
      append: call('append', journals.append),
      replace: call('replace', journals.replace)
    }
  }

  it('[JN6] keeps nobody from saving, is told, and is written anew from the store once it can be', async () => {
    const computer = aComputer()
    const inner = computer.journals
    let broken = false
    computer.journals = fragile(inner, () => broken)
    const twin = computer.starts()
    let heard = 0
    twin.onChange(() => (heard += 1))
    await put(twin.store, (tx) => tx.put('items', itemOf(0)))
    expect([twin.copies(), heard]).toEqual(['two', 0])
    broken = true
    await put(twin.store, (tx) => tx.put('items', itemOf(1)))
    expect([twin.copies(), heard]).toEqual(['failing', 1])
    broken = false
    await put(twin.store, (tx) => tx.put('items', itemOf(2)))
    expect(twin.copies()).toBe('failing')
    computer.system.pass(10_000)
    await put(twin.store, (tx) => tx.put('items', itemOf(3)))
    expect([twin.copies(), heard]).toEqual(['two', 2])
    computer.journals = inner
    expect(await inJournal(computer)).toEqual(await rows(twin.store))
  })

  it('[JN6] that is silent for five seconds is called failing', async () => {
    const computer = aComputer()
    computer.journals = { ...computer.journals, append: () => new Promise(() => {}) }
    const twin = computer.starts()
    const saved = put(twin.store, (tx) => tx.put('items', itemOf(0)))
    let done = false
    void saved.then(() => (done = true))
    await expect
      .poll(async () => {
        computer.system.pass(5000)
        return done
      })
      .toBe(true)
    expect(twin.copies()).toBe('failing')
  })

  it('[JN6] and could not be read is never written over: what it told is put back later', async () => {
    const computer = aComputer()
    await (await works(computer)).close()
    const inner = computer.journals
    let broken = true
    computer.journals = fragile(inner, (call) => broken && call === 'read')
    computer.store = openMemoryStore()
    const twin = computer.starts()
    await put(twin.store, (tx) => setSetting(tx, 'device', NEXT.device))
    computer.system.pass(10_000)
    await put(twin.store, (tx) => setSetting(tx, 'name', 'Amina'))
    expect(twin.copies()).toBe('failing')
    broken = false
    computer.system.pass(10_000)
    await put(twin.store, (tx) => setSetting(tx, 'name', 'Amina B'))
    expect(twin.copies()).toBe('two')
    expect(Object.keys(await rows(twin.store))).toContain(`items/${itemOf(0).id}`)
    expect(await inJournal(computer)).toEqual(await rows(twin.store))
  })

  it('[JN6] is read once it can be, though nobody writes anything more', async () => {
    const computer = aComputer()
    await (await works(computer)).close()
    const inner = computer.journals
    let broken = true
    computer.journals = fragile(inner, (call) => broken && call === 'read')
    computer.store = openMemoryStore()
    const twin = computer.starts()
    let heard = 0
    twin.onChange(() => (heard += 1))
    await put(twin.store, (tx) => setSetting(tx, 'device', NEXT.device))
    expect([twin.copies(), heard]).toEqual(['failing', 1])
    computer.system.pass(10_000)
    broken = false
    await expect
      .poll(() => {
        computer.system.pass(10_000)
        return [twin.copies(), heard]
      })
      .toEqual(['two', 2])
    expect(Object.keys(await rows(twin.store))).toContain(`items/${itemOf(0).id}`)
    await twin.store.close()
    expect(computer.system.waiting).toBe(0)
  })

  it('a browser that has no place for one has one copy, and its store as it is', () => {
    const computer = aComputer()
    const twin = openTwin({ name: NAME, ...computer, journals: undefined })
    expect([twin.copies(), twin.store]).toEqual(['one', computer.store])
  })

  it('[JN6] a window that bars the place for one has one copy too', async () => {
    const computer = aComputer()
    computer.journals = { ...computer.journals, read: () => Promise.reject(new NoPlace()) }
    const twin = computer.starts()
    await put(twin.store, (tx) => tx.put('items', itemOf(0)))
    await twin.store.scrub()
    expect(twin.copies()).toBe('one')
    expect(await computer.journals.list()).toEqual([])
  })
})

describe('a journal over time', () => {
  it('[JN9] does not grow without end: mostly stale it is written anew as one state', async () => {
    const computer = aComputer()
    const { store } = computer.starts()
    for (let n = 0; n < 60; n++)
      await put(store, (tx) => tx.put('settings', { key: 'big', value: 'x'.repeat(20_000 + n) }))
    await store.close()
    expect((await computer.journals.read(NAME)).byteLength).toBeLessThan(400_000)
    expect(await inJournal(computer)).toEqual(await rows(computer.starts().store))
  })

  it('[JN9] nor by being opened again and again', async () => {
    const computer = aComputer()
    for (let start = 0; start < 60; start++) {
      const { store } = computer.starts()
      await put(store, (tx) => tx.put('settings', { key: 'big', value: 'x'.repeat(20_000 + start) }))
      await store.close()
    }
    expect((await computer.journals.read(NAME)).byteLength).toBeLessThan(400_000)
  })

  it('[JN9] after a scrub nothing of what was dropped lies in it', async () => {
    const computer = aComputer()
    const { store } = computer.starts()
    await put(store, (tx) => tx.put('items', itemOf(0, [contentOf('to be forgotten')])))
    await put(store, (tx) => tx.drop('items', itemOf(0, [contentOf('to be forgotten')]).id))
    expect(new TextDecoder().decode(await computer.journals.read(NAME))).toContain('to be forgotten')
    await store.scrub()
    expect(new TextDecoder().decode(await computer.journals.read(NAME))).not.toContain('to be forgotten')
  })

  it('[JN2] what a later version writes is passed over, counted, and in nobody’s way', async () => {
    const computer = aComputer()
    await (await works(computer)).close()
    await computer.journals.append(NAME, writeFrame(encodeCbor([9, 'later'])))
    const told = readRecords(await computer.journals.read(NAME))
    expect([told.unknown, told.damage]).toEqual([1, []])
  })

  it('[JN3] two windows on one store tell of one row in any order; the later transaction counts', async () => {
    const computer = aComputer()
    const [one, other] = [computer.starts().store, computer.starts().store]
    await put(one, (tx) => tx.put('settings', { key: 'a', value: 0 }))
    await one.transact('relaxed', (tx) => tx.put('settings', { key: 'a', value: 1 }))
    await put(other, (tx) => tx.put('settings', { key: 'a', value: 2 }))
    await put(one, (tx) => tx.put('settings', { key: 'b', value: 3 }))
    expect(await inJournal(computer)).toEqual(await rows(one))
    expect((await inJournal(computer))['settings/a']).toMatchObject({ value: 2 })
  })
})
