import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { SegmentRow } from '../../src/client/store/store.ts'
import { checkStore } from '../../src/hub/check/check.ts'
import { newFolder, removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { ALL, exportDataset } from '../../src/hub/export.ts'
import { exportFacts } from '../../src/hub/export-facts.ts'
import { readReceipt } from '../../src/sync/receipt.ts'
import { SOON, stopVolunteers, Volunteer } from '../engine/volunteer.ts'
import { type Running, RunningHubs } from './running.ts'

const hubs = new RunningHubs()
afterEach(async () => {
  await stopVolunteers()
  await hubs.stop()
})
afterAll(removeFolders)

const TREES = Array.from({ length: 12 }, (_, n) => treeLine(`t${n}`, { replies: 0 })).join('')
const eventually = (what: () => unknown) => expect.poll(what, { timeout: SOON, interval: 20 })

/** Whose word the volunteer has on each of its segments. */
async function signersOf(volunteer: Volunteer, running: readonly Running[]): Promise<string[]> {
  const rows = (await volunteer.rows('segments')) as SegmentRow[]
  const names: string[] = []
  for (const { hash, receipt } of rows)
    for (const { name, hub, store } of running) {
      const held = await store.read((tx) => tx.receiptOf(hash))
      const said = held && (await readReceipt(held.bytes, [hub.identity.hub.device], hub.verify).catch(() => undefined))
      if (said && said.stamp === receipt?.stamp) names.push(name)
    }
  return names
}

async function faultsOf({ folder, store }: Running): Promise<string[]> {
  const faults: string[] = []
  await checkStore(
    store,
    join(folder, 'hub.sqlite'),
    ({ fault, table, row }) => void faults.push(`${fault} ${table} ${row}`)
  )
  return faults
}

/** All that each of them holds, and the trees that it makes of it. */
async function holdTheSame(...running: readonly Running[]): Promise<boolean> {
  const all = new Set<string>()
  for (const { store } of running) {
    const lines: string[] = []
    await exportFacts(store, true, (line) => void lines.push(line))
    await exportDataset(store, ALL, (line) => void lines.push(line))
    all.add(lines.join('\n'))
  }
  return all.size === 1
}

describe('a hub behind another (real sockets)', { timeout: 60_000 }, () => {
  it('[RL1] [RL4] begins with all that the other holds, passes on what its guests make, and brings them the other’s receipts', async () => {
    const central = await hubs.start('central')
    await central.import(TREES)
    const near = await Volunteer.at(central, 2)
    await near.writes('Written near the central hub.')
    await near.syncs()
    const router = await hubs.start('router', { upstream: central.organizerInvite })
    expect([router.project, router.name]).toEqual([central.project, 'router'])
    const guest = await Volunteer.at(router, 3)
    for (const words of ['One.', 'Two.', 'Three.']) await guest.writes(words)
    await guest.syncs()
    await eventually(() => signersOf(guest, [central])).toEqual(['central'])
    const items = (await guest.device.items()).map(({ id }) => id)
    expect(items.length).toBeGreaterThanOrEqual(3)
    for (const id of items) expect(await central.store.read((tx) => tx.fact(id))).toBeDefined()
    // What is made there comes here too.
    await near.writes('And another, later.')
    await near.syncs()
    await eventually(() => holdTheSame(central, router)).toBe(true)
    for (const each of [central, router]) expect(await faultsOf(each)).toEqual([])
  })

  it('[RL3] [RL5] goes on where it was after a cut, and gives an older state of the other what that lacks', async () => {
    const central = await hubs.start('central')
    await central.import(TREES)
    const router = await hubs.start('router', { upstream: central.organizerInvite })
    const guest = await Volunteer.at(router, 4)
    const { device } = guest
    await guest.writes('Before the backup.')
    await guest.syncs()
    await eventually(() => signersOf(guest, [central])).toEqual(['central'])
    const backup = await central.backup()
    await guest.writes('After it.')
    await guest.syncs()
    const [, lost] = await device.items()
    await eventually(() => central.store.read(async (tx) => (await tx.fact(lost!.id)) !== undefined)).toBe(true)
    await central.isPutBack(backup)
    expect(await central.store.read((tx) => tx.fact(lost!.id))).toBeUndefined()
    await guest.writes('And after that.')
    await guest.syncs()
    await eventually(() => holdTheSame(central, router)).toBe(true)
    expect(await central.store.read((tx) => tx.fact(lost!.id))).toBeDefined()
    await eventually(async () => new Set(await signersOf(guest, [central]))).toEqual(new Set(['central']))
    for (const each of [central, router]) expect(await faultsOf(each)).toEqual([])
  })

  it('[RL1] [RL6] draws no lots while it begins: by half of the log it would draw what the other half has drawn', async () => {
    const central = await hubs.start('central')
    const text = 'Why does moss grow where it is wet? '.repeat(40)
    const prompts = Array.from({ length: 90 }, (_, n) =>
      treeLine(`p${n}`, { replies: 0, text: `${n} ${text}`, by: `${n}` })
    )
    await central.import(prompts.join(''), 'prompts')
    const drawn = (running: Running) => running.store.read((tx) => tx.treeCounts())
    expect((await drawn(central)).map(({ state }) => state)).toEqual(['growing', 'prompt_lottery_waiting'])
    const router = await hubs.start('router', { upstream: central.organizerInvite })
    expect(await drawn(router)).toEqual(await drawn(central))
    const own = await router.store.read((tx) => tx.latestOf(router.hub.identity.hub.device, 10))
    expect(own).toEqual([])
  })

  it('[RL2] nobody but a hub of the project, or one with an organizer’s invite, is answered', async () => {
    const central = await hubs.start('central')
    const other = await hubs.start('other')
    const starts = (invite: string, folder = newFolder()) => hubs.start('stranger', { upstream: invite, folder })
    await expect(starts(central.contributors)).rejects.toMatchObject({
      code: 'R1',
      message: expect.stringMatching(/^403: .*invite-unknown/)
    })
    await expect(starts(central.organizerInvite.replace(central.project, other.project))).rejects.toMatchObject({
      code: 'R1',
      message: expect.stringMatching(/^409/)
    })
    await expect(starts(central.address)).rejects.toMatchObject({ code: 'R2' })
    const folder = newFolder()
    cpSync(other.folder, folder, { recursive: true })
    await expect(starts(central.organizerInvite, folder)).rejects.toMatchObject({ code: 'R2' })
    const post = (body: Uint8Array, headers = {}) =>
      fetch(`${central.address}/relay`, { method: 'POST', body: new Uint8Array(body), headers }).then(
        ({ status }) => status
      )
    expect(await post(new Uint8Array(100))).toBe(400)
    expect(await post(new Uint8Array(600_000))).toBe(413)
    expect(await post(new Uint8Array(), { origin: 'http://127.0.0.1:1' })).toBe(405)
    // Used once, the invite opens no second door; a folder that failed holds no project.
    await starts(central.organizerInvite)
    const late = newFolder()
    await expect(starts(central.organizerInvite, late)).rejects.toMatchObject({
      message: expect.stringMatching(/invite-used/)
    })
    expect(() => readFileSync(join(late, 'hub.sqlite'))).toThrow('ENOENT')
    rmSync(late, { recursive: true })
  })
})
