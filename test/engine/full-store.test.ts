import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Table } from '../../src/client/store/store.ts'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { RunningHub, stopHubs } from './running-hub.ts'
import { SOON, stopVolunteers, Volunteer } from './volunteer.ts'

afterEach(async () => {
  await stopVolunteers()
  await stopHubs()
})
afterAll(removeFolders)

const TREES = Array.from({ length: 8 }, (_, i) => treeLine(`t${i}`, { replies: 0 }))
const FULL = { name: 'StoreTrouble', told: { cause: ['store-full', { file: 'device' }] } }

describe('a device whose disk is full', () => {
  it.each<Table>(['items', 'tasks'])('[DS1] tells whoever saves, and keeps nothing of the item: %s', async (full) => {
    const hub = await RunningHub.start(...TREES)
    const volunteer = await Volunteer.at(hub, 2)
    volunteer.store.refuses = (table) => table === full
    await expect(volunteer.writes('Lost.')).rejects.toMatchObject(FULL)
    expect([await volunteer.states(), (await volunteer.device.tasks()).length]).toEqual([[], 2])
    volunteer.store.refuses = () => false
    await volunteer.writes('Kept.')
    await volunteer.syncs()
    expect(await volunteer.states()).toEqual(['confirmed'])
  })

  it.each([
    ['sealing', (table: Table) => table === 'segments'],
    ['keeping a receipt', (table: Table, row: object) => table === 'segments' && 'receipt' in row],
    ['noting the contact', (table: Table) => table === 'settings'],
    ['fetching a batch', (table: Table) => table === 'updates'],
    ['keeping a batch', (table: Table) => table === 'batches'],
    ['keeping its tasks', (table: Table) => table === 'tasks']
  ])('[I4] ends the sync with its error while %s; a later one does all of it', async (_, refuses) => {
    const hub = await RunningHub.start(...TREES)
    const volunteer = await Volunteer.at(hub, 2)
    const { id } = await volunteer.writes('Saved before the disk was full.')
    await volunteer.restarts()
    // There is a batch to fetch as well.
    await hub.hub.lend(await volunteer.key(), { count: 3, kinds: ['assistant_reply'], nonce: Uint8Array.of(1) })
    volunteer.store.refuses = refuses
    await volunteer.device.start()
    await expect(volunteer.device.synced(SOON)).rejects.toMatchObject(FULL)
    const { connections } = volunteer.wire
    await expect(volunteer.borrows(1)).rejects.toMatchObject(FULL)
    expect(volunteer.wire.connections).toBe(connections)
    expect((await volunteer.device.items()).map((item) => item.id)).toEqual([id])
    volunteer.store.refuses = () => false
    await volunteer.restarts()
    await volunteer.syncs()
    expect([await hub.holds(id), await volunteer.states()]).toEqual([true, ['confirmed']])
    expect(await volunteer.device.tasks()).toHaveLength(4)
  })
})
