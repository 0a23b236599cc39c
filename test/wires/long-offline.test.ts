import { afterAll, describe, expect, it } from 'vitest'
import { deviceFiles } from '../../src/client/backup/device-files.ts'
import { readBackup } from '../../src/client/backup/read.ts'
import { Device } from '../../src/client/device.ts'
import { webVerify } from '../../src/client/keyring/verify.ts'
import type { Keyring } from '../../src/client/keyring.ts'
import { openMemoryStore } from '../../src/client/store/memory.ts'
import type { DeviceStore } from '../../src/client/store/store.ts'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import type { System } from '../../src/sync/system.ts'
import { keys, states, type Workshop } from './people.ts'
import { atWork, work } from './work.ts'

afterAll(removeFolders)

const DAY = 86_400_000
const YEAR = 365.25 * DAY
const HOUR = 3_600_000

/** The program is started anew on what it has stored, by a clock that is off by so much; no hub answers. */
function startedAgain(workshop: Workshop, store: DeviceStore, keyring: Keyring, by = 0) {
  const { system } = workshop.world
  const clock: System = { ...system, now: () => system.now() + by }
  const parts = { keyring, verify: webVerify(), system: clock }
  const device = new Device({ ...parts, store, connect: workshop.wires.connect })
  return { device, files: deviceFiles({ ...parts, store: device.store }) }
}

/** Opens, begins, finishes, takes back, and gives it all out as files. */
async function worksAndExports({ device, files }: ReturnType<typeof startedAgain>, words: string): Promise<void> {
  await device.start()
  const [first, second] = await device.tasks()
  if (!first || !second) throw new Error('no tasks')
  await device.keepDraft(second.batch, second.place, { text: `${words} begun` })
  const task = `${first.batch}/${first.place}`
  await device.undo((await device.answer({ task, text: 'A slip.' })).id)
  const { id } = await device.answer({ task, text: words, took: 3 })
  expect((await device.work()).map(({ text }) => text)).toEqual(expect.arrayContaining([words, `${words} begun`]))
  const text = new TextDecoder().decode(
    await files.words((title) => ({ title, heading: ({ is }) => is, about: 'About:' }))
  )
  expect(text).toContain(`\n\n${words}\n`)
  const { bytes } = await files.backup()
  const { entries, faults } = await readBackup(bytes, webVerify())
  expect(faults).toEqual([])
  expect(entries.some(({ table, row }) => table === 'items' && 'id' in row && row.id === id)).toBe(true)
  expect((await files.handOver()).items).toBeGreaterThan(0)
  await device.stop()
}

describe('never locked out', () => {
  it('90 days without a hub, lease and invite long expired: it opens, works, saves and exports; late work is taken', async () => {
    const { workshop, device, store, keyring, system } = await atWork(4)
    await device.stop()
    workshop.wires.dead = true
    system.pass(90 * DAY)
    const [batch] = await device.batches()
    expect(1000 * (batch?.until ?? 0)).toBeLessThan(system.now())
    const again = startedAgain(workshop, store, keyring)
    await worksAndExports(again, 'Late, and welcome.')
    workshop.wires.dead = false
    await again.device.start()
    await again.device.synced(HOUR)
    expect(await states(again.device)).toEqual(['merged'])
    await again.device.stop()
    await workshop.end()
  })

  it('a clock that jumps from 1985 to 41 years ahead and back loses nothing, and the hub takes everything once', async () => {
    const { workshop, device, store, keyring } = await atWork(4)
    await device.stop()
    workshop.wires.dead = true
    for (const [at, by] of [-41 * YEAR, 41 * YEAR, 0].entries()) {
      const again = startedAgain(workshop, store, keyring, by)
      await worksAndExports(again, `By clock ${at}.`)
    }
    workshop.wires.dead = false
    const last = startedAgain(workshop, store, keyring)
    await last.device.start()
    await last.device.synced(HOUR)
    expect(await states(last.device)).toEqual(['merged', 'merged', 'merged'])
    // The words begun at 1985 and 41 years ahead are versions or drafts still.
    const { entries } = await readBackup((await last.files.backup()).bytes, webVerify())
    const kept = JSON.stringify(entries.filter(({ table }) => table === 'drafts' || table === 'versions'))
    for (const at of [0, 1, 2]) expect(kept).toContain(`By clock ${at}. begun`)
    await last.device.stop()
    await workshop.end()
  })

  it('a change of time zone changes no item, no order and no due date', async () => {
    const zone = process.env.TZ
    const { workshop, device, store, keyring } = await atWork(3)
    await device.stop()
    const seen: unknown[] = []
    for (const [at, tz] of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu'].entries()) {
      process.env.TZ = tz
      const again = startedAgain(workshop, store, keyring)
      if (at === 0) await work(again.device, 2)
      const { bytes } = await again.files.backup()
      const { entries } = await readBackup(bytes, webVerify())
      seen.push([await again.device.items(), await again.device.batches(), entries])
    }
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
    expect(seen[1]).toEqual(seen[0])
    expect(seen[2]).toEqual(seen[0])
    await workshop.end()
  })

  it('a restored backup of 90 days ago is a device as any other: it goes on, and nothing is doubled', async () => {
    const { workshop, device, store, keyring, system } = await atWork(4)
    await work(device, 2)
    await device.synced(HOUR)
    await device.stop()
    const { files } = startedAgain(workshop, store, keyring)
    const made = await files.backup()
    system.pass(90 * DAY)
    const [newStore, newKeys] = [openMemoryStore(), keys()]
    const there = startedAgain(workshop, newStore, newKeys)
    const backup = await there.files.read(made.bytes)
    await there.files.restore(backup, made.code ?? '')
    await work(there.device, 1)
    await there.device.start()
    await there.device.synced(HOUR)
    expect(await states(there.device)).toEqual(['merged', 'merged', 'merged'])
    await there.device.stop()
    await workshop.end()
  })
})
