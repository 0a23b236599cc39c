import { expect, it } from 'vitest'
import { daysOf, todayOf } from '../core/progress/days.ts'
import { daysWorked } from '../core/progress/goal.ts'
import { testSigner } from '../sync/examples/key.ts'
import { manualSystem } from '../sync/manual-system.ts'
import { Device } from './device.ts'
import { setSetting } from './settings.ts'
import { openMemoryStore } from './store/memory.ts'
import { Outbox } from './sync/outbox.ts'

// Titles are lines of docs/regressions.md.

const DAY = 86_400_000
const BATCH = 'b'.repeat(64)

it('a streak is not lost by sync: days worked offline count as such before and after, however late it comes', async () => {
  const [store, signer, system] = [openMemoryStore(), await testSigner(1), manualSystem()]
  await store.transact('strict', async (tx) => {
    await setSetting(tx, 'project', 'a'.repeat(64))
    await setSetting(tx, 'device', signer.device)
    const thread = [{ role: 'prompter' as const, lang: 'sw', text: 'Habari?' }]
    for (let place = 0; place < 5; place++)
      await tx.put('tasks', { batch: BATCH, place, kind: 'assistant_reply', lang: 'sw', thread, candidates: [] })
  })
  const unused = () => Promise.reject(new Error('not in this test'))
  const device = new Device({
    ...{ store, keyring: { make: unused, find: async () => signer }, verify: async () => true, system },
    connect: () => {
      throw new Error('no network')
    }
  })
  const inARow = async () => {
    const done = await device.done()
    const now = { at: system.now(), zone: () => 0 }
    const days = daysOf(done, now)
    return daysWorked(
      done.map(({ took }, at) => ({ took, day: days[at] ?? 0 })),
      todayOf(done, now)
    ).inARow
  }
  for (let place = 0; place < 5; place++) {
    if (place > 0) system.pass(DAY)
    await device.answer({ task: `${BATCH}/${place}`, text: 'Nzuri', took: 60 })
  }
  expect(await inARow()).toBe(5)
  const outbox = new Outbox(store, 'a'.repeat(64))
  await outbox.sealAll(signer)
  for (const segment of await outbox.unreceived(signer.device)) {
    const facts = segment.facts.map(() => ({ is: 'merged' as const }))
    await outbox.keepReceipts([{ segment: segment.hash, stamp: system.now(), hub: 'h'.repeat(64), facts }])
  }
  device.refresh()
  expect((await device.done()).every(({ state }) => state === 'merged')).toBe(true)
  expect(await inARow()).toBe(5)
})
