import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { writeInvite } from '../../src/sync/invite.ts'
import { writeControl } from '../../src/sync/link/control.ts'
import { CONTROL, writeFrame } from '../../src/sync/link/frame.ts'
import { manualSystem } from '../../src/sync/manual-system.ts'
import { RunningHub, stopHubs } from './running-hub.ts'
import { SOON, stopVolunteers, Volunteer } from './volunteer.ts'

afterEach(async () => {
  await stopVolunteers()
  await stopHubs()
})
afterAll(removeFolders)

const TREES = Array.from({ length: 8 }, (_, i) => treeLine(`t${i}`, { replies: 0 }))
const eventually = (what: () => unknown) => expect.poll(what, { timeout: SOON, interval: 5 })

describe('a device and its hub, over sockets', () => {
  it('[LK9] goes on by itself after the hub vanished and came back at the same address', async () => {
    const hub = await RunningHub.start(...TREES)
    const volunteer = await Volunteer.at(hub, 4)
    await volunteer.writes('Before.')
    await volunteer.syncs()
    await hub.vanishes()
    const during = await volunteer.writes('While it was away.')
    expect(await volunteer.states()).toEqual(['confirmed', 'saved'])
    await hub.comes()
    await volunteer.device.synced(SOON)
    expect(await hub.holds(during.id)).toBe(true)
    // Nothing that the hub held went out again.
    expect(hub.hub.counts).toMatchObject({ segments: 1, duplicates: 0 })
  })

  it('after a stop nothing goes out, and no socket is opened, until it starts again', async () => {
    const hub = await RunningHub.start(...TREES)
    const volunteer = await Volunteer.at(hub, 2)
    await volunteer.device.stop()
    const { connections } = volunteer.wire
    const { id } = await volunteer.writes('Between.')
    await hub.vanishes()
    await hub.comes()
    expect([await hub.holds(id), volunteer.wire.connections]).toEqual([false, connections])
    await volunteer.syncs()
    expect([await hub.holds(id), volunteer.wire.connections]).toEqual([true, connections + 1])
  })

  it('a stop in the midst of a start leaves nothing running', async () => {
    const hub = await RunningHub.start(...TREES)
    const volunteer = await Volunteer.at(hub)
    await volunteer.device.openNotes('en')
    await volunteer.restarts()
    const { connections } = volunteer.wire
    const starting = volunteer.device.start()
    // The start is about to read which notes there are.
    await volunteer.rows('settings')
    await volunteer.device.stop()
    await starting
    expect(volunteer.wire.connections).toBe(connections)
  })

  it('[I4] a store that cannot be read ends a start with its error, and the next start is as good as the first', async () => {
    const hub = await RunningHub.start(...TREES)
    const volunteer = await Volunteer.at(hub)
    await volunteer.device.openNotes('en')
    await volunteer.restarts()
    for (let reads = 0; reads < 2; reads++) {
      volunteer.store.readsLeft = reads
      const failed = { name: 'StoreTrouble', told: { cause: ['store-damaged', { file: 'device' }] } }
      await expect(volunteer.device.start()).rejects.toMatchObject(failed)
    }
    // The notes cannot be read: that is told, and holds nothing up.
    volunteer.store.readsLeft = 2
    await volunteer.device.start()
    volunteer.store.readsLeft = Number.POSITIVE_INFINITY
    expect((await volunteer.device.line()).trouble).toMatchObject({ name: 'StoreTrouble' })
    await volunteer.device.stop()
    await volunteer.syncs()
  })

  it('[I4] without a hub one works, takes back and looks; all of it arrives later', async () => {
    const hub = await RunningHub.start(...TREES)
    const volunteer = await Volunteer.at(hub, 5)
    const { id } = await volunteer.writes('First.')
    await volunteer.syncs()
    await hub.vanishes()
    await volunteer.restarts()
    const [second, third] = [await volunteer.writes('Second.'), await volunteer.writes('Third.')]
    await volunteer.device.undo(second.id)
    const again = await volunteer.writes('Second, again.')
    expect(again.task).toEqual(second.task)
    expect(await volunteer.device.open()).toEqual({ items: 2, notes: 0, fetching: false })
    const { device } = volunteer
    await expect(device.start().then(() => device.synced(1))).rejects.toMatchObject({ name: 'HubSilent', waiting: 2 })
    await hub.comes()
    await volunteer.device.synced(SOON)
    const held = await Promise.all([id, third.id, again.id, second.id].map((each) => hub.holds(each)))
    expect(held).toEqual([true, true, true, false])
    await expect(volunteer.device.undo(third.id)).rejects.toMatchObject({ what: 'sealed-already' })
  })

  it('[DV1] an item stays undoable for ten seconds while connected, and then goes out by itself', async () => {
    const hub = await RunningHub.start(...TREES)
    const system = manualSystem()
    const volunteer = await Volunteer.at(hub, 3, { system })
    const early = await volunteer.writes('Early.')
    system.pass(6000)
    const late = await volunteer.writes('Late.')
    system.pass(3999)
    // A hub takes one message after another: what had gone out before would be confirmed with this.
    await volunteer.borrows(1)
    expect(await volunteer.states()).toEqual(['saved', 'saved'])
    system.pass(1)
    await eventually(() => volunteer.states()).toEqual(['confirmed', 'saved'])
    expect(await hub.holds(late.id)).toBe(false)
    await volunteer.device.undo(late.id)
    await expect(volunteer.device.undo(early.id)).rejects.toMatchObject({ what: 'sealed-already' })
    expect(await volunteer.device.tasks()).toHaveLength(3)
    const last = await volunteer.writes('Last.')
    system.pass(10_000)
    await eventually(() => volunteer.states()).toEqual(['confirmed', 'confirmed'])
    expect([await hub.holds(last.id), await hub.holds(late.id)]).toEqual([true, false])
    // Whoever asks for it sends at once.
    const asked = await volunteer.writes('Asked for.')
    await volunteer.device.synced(SOON)
    expect(await hub.holds(asked.id)).toBe(true)
  })

  it('is turned away by a hub of another project, and keeps its work', async () => {
    const [hub, other] = [await RunningHub.start(...TREES), await RunningHub.start()]
    const volunteer = new Volunteer()
    const [address] = (await other.invite()).split('/join')
    await volunteer.device.join(`${address}/join${(await hub.invite()).split('/join')[1]}`)
    await volunteer.device.start()
    await expect(volunteer.device.welcomed(SOON)).rejects.toMatchObject({ name: 'TurnedAway', reason: 'wrong-project' })
    expect(volunteer.wire.told('up')).toEqual([])
    expect(volunteer.wire.connections).toBe(1)
  })

  it('is turned away by a hub that speaks a later version', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await new Promise((done) => server.once('listening', done))
    const project = 'a'.repeat(64)
    server.on('connection', (socket) => {
      const challenge = { v: 2, project, nonce: new Uint8Array(32), tips: [], loose: [], begun: [] }
      socket.send(writeFrame(CONTROL, writeControl('challenge', challenge)))
    })
    const { port } = server.address() as { port: number }
    const volunteer = new Volunteer()
    await volunteer.device.join(writeInvite({ address: `http://127.0.0.1:${port}`, project, secret: 'x'.repeat(26) }))
    await volunteer.device.start()
    const refusal = { name: 'TurnedAway', reason: 'newer-version' }
    await expect(volunteer.device.welcomed(SOON)).rejects.toMatchObject(refusal)
    expect(volunteer.wire.told('up')).toEqual([])
    await volunteer.device.stop()
    await new Promise((done) => server.close(done))
  })

  it.each([
    ['unknown', async (hub: RunningHub) => (await hub.invite()).replace(/\.\w{26}$/, `.${'z'.repeat(26)}`)],
    ['used', (hub: RunningHub) => hub.invite(0)]
  ])('an invite that is %s opens no door; another one does', async (problem, inviteFrom) => {
    const hub = await RunningHub.start()
    const volunteer = new Volunteer()
    await volunteer.device.join(await inviteFrom(hub))
    await volunteer.device.start()
    await expect(volunteer.device.welcomed(SOON)).rejects.toMatchObject({ reason: `invite-${problem}`, waiting: 0 })
    expect(volunteer.wire.connections).toBe(1)
    await volunteer.device.stop()
    await volunteer.device.forgetJoin()
    await volunteer.device.join(await hub.invite())
    await volunteer.syncs()
    expect(hub.hub.ingest.people.has(await volunteer.key())).toBe(true)
  })
})
