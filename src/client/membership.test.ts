import { expect, it } from 'vitest'
import { plainSigner } from './keyring/signer.ts'
import type { Keyring } from './keyring.ts'
import { followTo, forgetJoin, join } from './membership.ts'
import { getSetting, setSetting } from './settings.ts'
import { openMemoryStore } from './store/memory.ts'

const invite = (secret: string) => `http://127.0.0.1:1/join#${'a'.repeat(64)}.${secret.repeat(26)}`

function aKeyring(): Keyring & { lose(): void } {
  let made = 0
  const keys = new Map<string, ReturnType<typeof plainSigner>>()
  return {
    async make() {
      const signer = plainSigner(String(made++).padStart(64, '0'), new Uint8Array(32))
      keys.set(signer.device, signer)
      return signer
    },
    find: async (device) => keys.get(device),
    lose: () => keys.clear()
  }
}

async function joined(store: ReturnType<typeof openMemoryStore>) {
  return store.transact('relaxed', async (tx) => ({
    device: await getSetting(tx, 'device'),
    invite: await getSetting(tx, 'invite')
  }))
}

it('an invite that is handed in again keeps the key that the hub may be letting in', async () => {
  const [store, keyring] = [openMemoryStore(), aKeyring()]
  await join(store, keyring, invite('s'))
  const { device } = await joined(store)
  await join(store, keyring, invite('t'))
  expect(await joined(store)).toEqual({ device, invite: 't'.repeat(26) })
  keyring.lose()
  await join(store, keyring, invite('t'))
  expect((await joined(store)).device).not.toBe(device)
})

it('of two joins at the same time the faster has made the key', async () => {
  const [store, keyring] = [openMemoryStore(), aKeyring()]
  const { promise: made, resolve: make } = Promise.withResolvers<void>()
  const slower = join(store, { ...keyring, make: () => made.then(() => keyring.make()) }, invite('t'))
  await store.transact('relaxed', async () => {}) // it has seen that nothing is joined
  await join(store, keyring, invite('s'))
  const { device } = await joined(store)
  make()
  await slower
  expect(await joined(store)).toEqual({ device, invite: 't'.repeat(26) })
})

it('a join begins anew also after a welcome that came while an earlier one was undone', async () => {
  const [store, keyring] = [openMemoryStore(), aKeyring()]
  await join(store, keyring, invite('s'))
  await forgetJoin(store)
  await store.transact('strict', (tx) => setSetting(tx, 'hubs', ['h'.repeat(64)]))
  await join(store, keyring, invite('t'))
  expect(await store.transact('relaxed', (tx) => getSetting(tx, 'hubs'))).toBeUndefined()
})

it('[JN8] a device that has lost its key is let in again by the invite with which it follows its hub', async () => {
  const [store, keyring] = [openMemoryStore(), aKeyring()]
  await join(store, keyring, invite('s'))
  await store.transact('strict', async (tx) => {
    await setSetting(tx, 'hubs', ['h'.repeat(64)])
    await tx.drop('settings', 'invite')
  })
  await followTo(store, invite('t'))
  expect((await joined(store)).invite).toBe('t'.repeat(26))
})
