import { describe, expect, it } from 'vitest'
import { type Content, makeFact } from '../../core/fact/fact.ts'
import { aLink } from '../../sync/examples/held-link.ts'
import { testSigner, testVerify } from '../../sync/examples/key.ts'
import { type ControlFields, readControl } from '../../sync/link/control.ts'
import { CONTROL } from '../../sync/link/frame.ts'
import type { Signer } from '../../sync/signer.ts'
import { getSetting, setSetting } from '../settings.ts'
import { openMemoryStore } from '../store/memory.ts'
import { Contact } from './contact.ts'
import { InTurn } from './in-turn.ts'
import { Outbox } from './outbox.ts'
import { Outgoing } from './outgoing.ts'

const PROJECT = 'a'.repeat(64)
const [OLD, KEY] = [await testSigner(1), await testSigner(2)]
const [HUB, OTHER] = ['b'.repeat(64), 'c'.repeat(64)]
const WELCOME = { now: 1, inbox: 'inbox/1', lacks: [] }

/** A device with another key before the one in use, and a link in the hands of the test. */
async function begin() {
  const store = openMemoryStore()
  const { link, system, sockets, opened } = aLink()
  const turn = new InTurn((cause) => {
    throw cause
  })
  const outbox = new Outbox(store, PROJECT)
  let ready = 0
  await store.transact('strict', async (tx) => {
    await setSetting(tx, 'device', KEY.device)
    await setSetting(tx, 'before', [OLD.device])
    await setSetting(tx, 'hubs', ['h'.repeat(64)])
  })
  const contact = new Contact({
    ...{ store, verify: testVerify, system, link, turn, outbox },
    settings: { project: PROJECT, device: KEY.device },
    keyring: { make: async () => KEY, find: async (device) => [OLD, KEY].find((key) => key.device === device) },
    outgoing: new Outgoing({ link, send() {}, overtaken: () => false }),
    ...{ onSends() {}, onWelcome() {}, onChange() {}, onTurnedAway() {} },
    onReady: async () => {
      ready += 1
    }
  })
  let order = 0
  /** A segment of this key's chain, receipted at this time. */
  const received = async (signer: Signer, stamp: number) => {
    const contents: Content[] = [{ kind: 'piece', v: 1, text: `${order}`, salt: new Uint8Array(12) }]
    const { id } = makeFact(signer.device, contents[0]!)
    const item = { id, device: signer.device, saved: order, order: order++, contents }
    await store.transact('strict', (tx) => tx.put('items', item))
    await outbox.sealAll(signer)
    const [hash] = (await outbox.hashes(signer.device)) as [string]
    outbox.meets(HUB)
    await outbox.keepReceipts([{ segment: hash, stamp, hub: 'h'.repeat(64), facts: [{ is: 'received' }] }])
    return hash
  }
  /** The device calls, and hears which segments of its key's chain the hub holds. */
  const hello = async (tips: ControlFields<'challenge'>['tips'], hub: string | undefined = HUB) => {
    const socket = opened()
    const nonce = new Uint8Array(32)
    await contact.hello({ v: 1, project: PROJECT, hub, nonce, tips, loose: [], begun: [] })
    const told = socket.sent.flatMap(({ channel, payload }) => (channel === CONTROL ? [readControl(payload)] : []))
    const said = told.findLast((message) => message?.is === 'hello')
    return said?.is === 'hello' ? said.fields.since : undefined
  }
  /** The hashes of each comparison so far. */
  const compared = () =>
    sockets.flatMap(({ sent }) =>
      sent.flatMap(({ channel, payload }) => {
        const message = channel === CONTROL ? readControl(payload) : undefined
        return message?.is === 'compare' ? [message.fields.hashes] : []
      })
    )
  link.start()
  return { store, contact, compared, received, hello, calls: () => sockets.length, ready: () => ready }
}

describe('a device that calls', () => {
  it('[EX4] asks for all receipts with the same words with which it heard that one is missing', async () => {
    const { received, hello } = await begin()
    const first = await received(KEY, 50)
    const second = await received(KEY, 60)
    expect(await hello([[2, second]])).toBe(60)
    // An older state of the hub was put back.
    expect(await hello([[1, first]])).toBe(0)
  })

  it('[EX5] calls anew where an older chain shows it only after that, once', async () => {
    const { contact, received, hello, calls, ready } = await begin()
    await received(OLD, 50)
    const own = await received(KEY, 60)
    expect(await hello([[1, own]])).toBe(60)
    await contact.welcome(WELCOME)
    // It holds nothing of it any more.
    await contact.held({ n: 0, hash: '0'.repeat(64) })
    expect([calls(), ready()]).toEqual([2, 0])
    contact.broken()
    expect(await hello([[1, own]])).toBe(0)
    await contact.welcome(WELCOME)
    await contact.held({ n: 0, hash: '0'.repeat(64) })
    expect([calls(), ready()]).toEqual([2, 1])
  })

  it('[RC3] asks each hub for what came after its own newest receipt, and is at home with the one that lets it in', async () => {
    const { store, contact, received, hello } = await begin()
    const own = await received(KEY, 60)
    expect(await hello([[1, own]], OTHER)).toBe(0)
    const home = () => store.transact('relaxed', (tx) => getSetting(tx, 'hub'))
    expect(await home()).toBeUndefined()
    await contact.welcome(WELCOME)
    expect(await home()).toBe(OTHER)
    contact.broken()
    expect(await hello([[1, own]], HUB)).toBe(60)
    await contact.welcome(WELCOME)
    expect(await home()).toBe(HUB)
  })

  it('[EX9] asks by name for what the hub holds of an older chain and has said nothing of: it may be another person’s there', async () => {
    const { contact, received, hello, compared } = await begin()
    const older: string[] = []
    for (let stamp = 1; stamp <= 6; stamp++) older.unshift(await received(OLD, stamp))
    const [newest] = older as [string]
    // Another hub: nothing of what it holds has come from it.
    await hello([], OTHER)
    await contact.welcome(WELCOME)
    expect(compared()).toEqual([older.slice(0, 4)])
    await contact.held({ n: 6, hash: newest })
    expect(compared()).toEqual([older.slice(0, 4), older])
    contact.broken()
    await hello([], HUB)
    await contact.welcome(WELCOME)
    await contact.held({ n: 6, hash: newest })
    expect(compared().slice(2)).toEqual([older.slice(0, 4)])
  })

  it('[EX6] calls without its earlier chains where a hub refuses one though it was shown the credentials, and not for ever', async () => {
    const { store, contact, received, hello, compared, calls } = await begin()
    const older = await received(OLD, 50)
    const own = await received(KEY, 60)
    await store.transact('strict', (tx) => setSetting(tx, 'credentials', [Uint8Array.of(1)]))
    const greets = async () => {
      contact.broken()
      await hello([[1, own]])
      await contact.welcome(WELCOME)
    }
    await greets()
    expect([await contact.isUnknown(), calls()]).toEqual([true, 2])
    await greets()
    expect([await contact.isUnknown(), calls()]).toEqual([true, 3])
    expect(compared()).toEqual([[older], [older]])
    await greets()
    expect(compared()).toEqual([[older], [older]])
    expect([await contact.isUnknown(), calls()]).toEqual([false, 3])
  })
})
