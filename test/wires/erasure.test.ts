import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openSqliteDeviceStore } from '../../src/client/store/sqlite.ts'
import { until } from '../../src/hub/examples/conformance.ts'
import { newFolder, removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { FIRST_DOCUMENT } from '../../src/sync/link/frame.ts'
import { Workshop } from './people.ts'

afterAll(removeFolders)

async function answerOne(device: Awaited<ReturnType<Workshop['joined']>>, text = 'Moss.') {
  const [{ batch, place } = { batch: '', place: 0 }] = await device.tasks()
  return device.answer({ task: `${batch}/${place}`, text })
}

describe('a text that is erased (wires in memory, time by hand)', () => {
  it('[ER1] a text that was shown here and is erased is gone from every file of the device after the next sync', async () => {
    const folder = newFolder()
    const store = openSqliteDeviceStore(join(folder, 'device.sqlite'))
    const workshop = await Workshop.begin()
    const { world } = workshop
    await world.import(
      treeLine('a', { replies: 1, text: `${'Long ago. '.repeat(300)} UNMISTAKABLE ${'Much later. '.repeat(300)}` })
    )
    await world.import(treeLine('b', { replies: 1, text: 'TO STAY' }))
    const moderator = await world.member(99, 'moderator')
    const device = await workshop.joined(store)
    const found = (words: string) =>
      readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(words))
    await device.checkout({ count: 2, kinds: ['prompter_reply'] }, 3_600_000)
    expect([found('UNMISTAKABLE'), found('TO STAY')]).toEqual([true, true])
    // Also of a batch that is done.
    await answerOne(device, 'One.')
    await answerOne(device, 'Two.')
    await device.synced(3_600_000)
    const root = (await world.view('a')).messages[0]!
    await world.take(await moderator.seals({ kind: 'erase', v: 1, facts: [root.fact], at: 1 }))
    await workshop.passUntil(() => !found('UNMISTAKABLE'))
    await device.synced(3_600_000)
    expect([found('UNMISTAKABLE'), found('TO STAY'), (await device.items()).length]).toEqual([false, true, 2])
    // And what was done stays done.
    expect(await device.tasks()).toEqual([])
    await workshop.end()
    await store.close()
  })

  it('[ER1] parts of a batch that never became whole go too, when its text is erased', async () => {
    const folder = newFolder()
    const store = openSqliteDeviceStore(join(folder, 'device.sqlite'))
    const workshop = await Workshop.begin()
    const { world, wires } = workshop
    const long = Array.from({ length: 30 }, () => 'UNMISTAKABLE '.repeat(100)).join(' ')
    await world.import(treeLine('a', { replies: 1, text: long }))
    const moderator = await world.member(99, 'moderator')
    const device = await workshop.joined(store)
    const found = () => readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes('UNMISTAKABLE'))
    let documents = 0
    wires.holds = (side, { channel }) => side === 'down' && channel > FIRST_DOCUMENT && documents++ > 4
    void device.checkout({ count: 1, kinds: ['prompter_reply'] }, 3_600_000).catch(() => {})
    await until(found)
    await device.stop()
    const root = (await world.view('a')).messages[0]!
    await world.take(await moderator.seals({ kind: 'erase', v: 1, facts: [root.fact], at: 1 }))
    wires.letGo()
    await device.start()
    await device.synced(3_600_000)
    expect([found(), (await device.tasks()).length]).toEqual([false, 1])
    await workshop.end()
    await store.close()
  })
})
