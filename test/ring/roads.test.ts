import { cpSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { boundIn, FromHub, handedOver, toHandOver } from '../../src/client/bundle.ts'
import { Device } from '../../src/client/device.ts'
import { webVerify } from '../../src/client/keyring/verify.ts'
import { forDevices, hubSideOf, openersIn, takerFor } from '../../src/hub/bundle.ts'
import { newFolder, removeFolders } from '../../src/hub/examples/folders.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { ALL, exportDataset } from '../../src/hub/export.ts'
import { applyBundle } from '../../src/sync/bundle/apply.ts'
import { listed, repeatable } from '../../src/sync/examples/bundles.ts'
import { nodeSocket } from '../../src/sync/link/node.ts'
import { postSocket, reachesHub } from '../../src/sync/link/post.ts'
import { realSystem } from '../../src/sync/system.ts'
import { SOON, stopVolunteers, Volunteer } from '../engine/volunteer.ts'
import { fileOf } from './hub.ts'
import { type Running, RunningHubs } from './running.ts'

const hubs = new RunningHubs()
afterEach(async () => {
  await stopVolunteers()
  await hubs.stop()
})
afterAll(removeFolders)

const TREES = Array.from({ length: 15 }, (_, n) => treeLine(`t${n}`, { replies: 0 })).join('')
const WAIT = { timeout: SOON, interval: 20 }
/** Nothing comes through a WebSocket on this one. */
const BROKEN = 'ws://127.0.0.1:1'

type Road = (volunteer: Volunteer, central: Running) => Promise<void>

/** The device of a volunteer, with a way of its own to the hub. */
function deviceOf({ store, keys }: Volunteer, socket: boolean): Device {
  const system = realSystem()
  const keyring = { make: () => Promise.reject(new Error('no new key')), find: async (key: string) => keys.get(key) }
  return new Device({
    ...{ store, keyring, verify: webVerify(), system },
    connect: (address) => nodeSocket(socket ? address : BROKEN),
    post: { connect: (address) => postSocket(address, system), reaches: (address) => reachesHub(address, system) }
  })
}

async function goesBy(volunteer: Volunteer, hub: Running, socket: boolean): Promise<void> {
  const device = deviceOf(volunteer, socket)
  await device.follow(hub.contributors)
  await device.start()
  await device.synced(SOON)
  // What became of it may be said a moment later.
  await vi.waitFor(async () => {
    for (const { state } of await device.items()) expect(state).toMatch(/merged|spare/)
  }, WAIT)
  expect(device.crossing.reach().road).toBe(socket ? 'socket' : 'post')
  await device.stop()
}

const bySocket: Road = (volunteer, central) => goesBy(volunteer, central, true)
const byPost: Road = (volunteer, central) => goesBy(volunteer, central, false)

/** On a stick to the hub, and its answer back on another. */
const byStick: Road = async ({ store, keys }, { hub, folder, store: hubStore }) => {
  const keyring = { make: () => Promise.reject(new Error('no new key')), find: async (key: string) => keys.get(key) }
  const parts = { store, keyring, verify: webVerify() }
  const bound = await store.transact('relaxed', boundIn)
  const { signer, segments, items } = await toHandOver(parts, false)
  const about = { project: hub.project, title: '', random: repeatable(3) }
  const there = await fileOf(listed(items), {
    ...about,
    signer,
    madeBy: 'a device',
    audience: 'hubs',
    readers: bound.hubs
  })
  await handedOver(store, segments, 1)
  const taker = takerFor(hub, openersIn(folder))
  for (const time of [1, 2]) expect((await carried(there, taker)).refusals, `time ${time}`).toEqual([])
  const side = (await hubSideOf(hubStore, hub.identity.hub))!
  const answer = forDevices(side, [signer.device])
  const back = await fileOf(answer, {
    ...about,
    signer: side.signer,
    madeBy: 'a hub',
    audience: 'devices',
    readers: undefined
  })
  const from = new FromHub(parts, bound)
  const { verify } = parts
  const home = {
    project: hub.project,
    verify,
    openers: [],
    take: (...taken: Parameters<FromHub['take']>) => from.take(...taken)
  }
  expect((await carried(back, home)).refusals).toEqual([])
  await from.done()
}

function carried(file: Uint8Array, taker: Parameters<typeof applyBundle>[2] & object) {
  return applyBundle(
    async function* () {
      yield file
    },
    taker.verify,
    taker
  )
}

const routers = new Map<Running, Running>()

/** Through a hub behind the central one. */
const byRelay: Road = async (volunteer, central) => {
  const router = routers.get(central) ?? (await hubs.start('router', { upstream: central.organizerInvite }))
  routers.set(central, router)
  await goesBy(volunteer, router, true)
  const items = (await deviceOf(volunteer, true).items()).map(({ id }) => id)
  await vi.waitFor(async () => {
    for (const id of items) expect(await central.store.read((tx) => tx.fact(id))).toBeDefined()
  }, WAIT)
}

const all =
  (...roads: readonly Road[]): Road =>
  async (volunteer, central) => {
    for (const road of roads) await road(volunteer, central)
  }

describe('the work of the same three devices', { timeout: 120_000 }, () => {
  let folder: string
  let worked: readonly Volunteer[]
  let wanted: unknown

  /** What the project is, and what each device has been told, after their work has gone by these roads. */
  async function outcomeOf(...roads: readonly Road[]): Promise<unknown> {
    const copy = newFolder()
    cpSync(folder, copy, { recursive: true })
    const central = await hubs.start('central', { folder: copy })
    const states: string[][] = []
    for (const [at, road] of roads.entries()) {
      const volunteer = await (worked[at] as Volunteer).copied()
      await road(volunteer, central)
      const items = await deviceOf(volunteer, true).items()
      states.push(items.map(({ id, kind, state, rule }) => [id, kind, state, rule].join(' ')))
    }
    const exported: string[] = []
    await exportDataset(central.store, ALL, (line) => void exported.push(line))
    return { exported, states }
  }

  beforeAll(async () => {
    const central = await hubs.start('central')
    await central.import(TREES)
    const volunteers: Volunteer[] = []
    for (let at = 0; at < 3; at++) {
      const volunteer = new Volunteer()
      await volunteer.device.join(await central.invite())
      await volunteer.device.start()
      await volunteer.device.synced(SOON)
      await volunteer.device.acceptTerms()
      await volunteer.syncs()
      expect(await volunteer.borrows(3)).toBe(3)
      volunteers.push(volunteer)
    }
    for (const [at, { device }] of volunteers.entries()) {
      await device.stop()
      for (const { batch, place } of await device.tasks())
        await device.answer({ task: `${batch}/${place}`, text: `By ${at}, on ${place}.` })
    }
    worked = volunteers
    folder = central.folder
    await hubs.stop()
    wanted = await outcomeOf(bySocket, bySocket, bySocket)
    await hubs.stop()
  })

  it('[EX9] [BN1] [LK13] [RL1] comes to the same export and the same receipts by sockets, calls over HTTP, sticks and a relay', async () => {
    expect(JSON.stringify(wanted)).toContain('By 2, on 2.')
    expect(await outcomeOf(byPost, byStick, byRelay)).toEqual(wanted)
  })

  it('[EX9] [BN1] [RL1] and by several of them, one after another', async () => {
    expect(await outcomeOf(all(byStick, byRelay), all(byRelay, bySocket), all(bySocket, byStick))).toEqual(wanted)
  })
})
