import { describe, expect, it } from 'vitest'
import { aLink } from '../../sync/examples/held-link.ts'
import { testSigner, testVerify } from '../../sync/examples/key.ts'
import { getSetting, setSetting } from '../settings.ts'
import { openMemoryStore } from '../store/memory.ts'
import { Session } from './session.ts'

const PROJECT = 'a'.repeat(64)
const HUB = 'b'.repeat(64)
const KEY = await testSigner(1)

/** A device that is connected, to a hub in the hands of the test. */
async function connected() {
  const store = openMemoryStore()
  await store.transact('strict', async (tx) => {
    await setSetting(tx, 'device', KEY.device)
    await setSetting(tx, 'hubs', ['h'.repeat(64)])
  })
  const { system, sockets, connect, opened } = aLink()
  const session = new Session({
    ...{ store, system, connect, verify: testVerify, settings: { project: PROJECT, device: KEY.device } },
    keyring: { make: async () => KEY, find: async () => KEY },
    ...{ onChange() {}, onTurnedAway() {} },
    onTrouble(cause) {
      throw cause
    }
  })
  session.start()
  const hub = opened()
  hub.says('challenge', { v: 1, project: PROJECT, hub: HUB, nonce: new Uint8Array(32), tips: [], loose: [], begun: [] })
  hub.says('welcome', { now: 1, inbox: 'inbox/1', lacks: [] })
  await expect.poll(() => session.settled).toBe(true)
  const contact = () => store.transact('relaxed', (tx) => getSetting(tx, 'contact'))
  return { session, system, hub, sockets, contact }
}

describe('the last contact', () => {
  it('[LK8] is when the hub was heard last on a link that has ended, not when it began nor when its end is found', async () => {
    const { session, system, hub, contact } = await connected()
    const began = system.now()
    for (let times = 0; times < 720; times++) {
      system.pass(5000)
      hub.says('ping', {})
    }
    const heard = system.now()
    expect([await contact(), heard - began]).toEqual([began, 3_600_000])
    system.pass(20_000)
    hub.onclose?.({ code: 1006, reason: '' })
    await expect.poll(contact).toBe(heard)
    await session.stop()
  })
})
