import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importFile } from '../src/cli/commands/import.ts'
import { Device } from '../src/client/device.ts'
import { keyringIn } from '../src/client/keyring/node.ts'
import { webVerify } from '../src/client/keyring/verify.ts'
import { openSqliteDeviceStore } from '../src/client/store/sqlite.ts'
import { lendingOf } from '../src/hub/dispatch/lending.ts'
import { Hub } from '../src/hub/hub.ts'
import { addInvite, makeSecret } from '../src/hub/invite.ts'
import { identityIn } from '../src/hub/project.ts'
import { serve } from '../src/hub/server.ts'
import { openSqliteStore } from '../src/hub/store/sqlite.ts'
import type { HubStore } from '../src/hub/store/store.ts'
import { writeInvite } from '../src/sync/invite.ts'
import { nodeSocket } from '../src/sync/link/node.ts'
import { realSystem, type System } from '../src/sync/system.ts'
import type { DayItem } from './day-of-work.ts'
import { PartCounter } from './part-counter.ts'
import { openRelay, type Relay, type Shape } from './relay.ts'

/** A hub and a device with a link between them that can be a bad one. */
export type OneDevice = {
  readonly hub: Hub
  readonly store: HubStore
  readonly device: Device
  readonly relay: Relay
  /** What crossed in parts, and how often. */
  readonly parts: PartCounter
  /** From now on the device calls by way of the bad link. */
  byBadLink(): void
  /** Joins over a good link and accepts the terms. */
  join(): Promise<void>
  /** Lends these tasks to the device, without telling it. @returns them as the command line names them. */
  lend(items: readonly DayItem[]): Promise<string[]>
  /** Finishes items with no link, each at its own time. @returns their ids. */
  finish(items: readonly DayItem[], tasks: readonly string[]): Promise<string[]>
  close(): Promise<void>
}

/** 20 kbit/s and 600 ms. */
export const SLOW: Omit<Shape, 'cutAfter'> = { rate: 2500, roundTrip: 600 }

export async function oneDevice(file: string, shape: Shape): Promise<OneDevice> {
  const folder = mkdtempSync(join(tmpdir(), 'understory-bench-'))
  const store = openSqliteStore(join(folder, 'hub.sqlite'))
  const system = realSystem()
  const hub = await Hub.open({ store, identity: identityIn(folder), name: 'bench', system, log: () => {} })
  await importFile(hub, file, 'growing', 'en', false)
  const serving = await serve({ hub, host: '127.0.0.1', port: 0, site: undefined })
  const relay = await openRelay(serving.port, shape)
  const parts = new PartCounter()
  const clock = { at: undefined as number | undefined }
  let port = serving.port
  const device = new Device({
    store: openSqliteDeviceStore(join(folder, 'device.sqlite')),
    keyring: keyringIn(join(folder, 'keys', 'device')),
    verify: webVerify(),
    system: { ...system, now: () => clock.at ?? system.now() },
    connect: (address) => parts.counted(nodeSocket(address.replace(/:\d+\//, `:${port}/`)))
  })
  return {
    ...{ hub, store, device, relay, parts },
    byBadLink() {
      port = relay.port
    },
    async join() {
      const secret = makeSecret(hub.system)
      await addInvite(store, secret, 'contributor', hub.system)
      await device.join(writeInvite({ address: serving.address, project: hub.project, secret }))
      await device.start()
      await device.welcomed(20_000)
      await device.acceptTerms()
      await device.synced(20_000)
      await device.stop()
    },
    async lend(items) {
      const tasks: string[] = []
      const me = (await device.contact()).device ?? ''
      for (const batch of batchesOf(items)) {
        const head = { device: me, lang: 'en', at: 0, until: 2 ** 32, nonce: hub.system.random(8) }
        const needs = batch.map(({ kind, thread, candidates }) => ({
          ...{ kind, thread, candidates },
          target: thread.at(-1) ?? ''
        }))
        const { id } = await hub.lendContent(lendingOf(needs, 0, head, inOrder(hub.system)))
        for (const place of batch.keys()) tasks.push(`${id}/${place}`)
      }
      return tasks
    },
    async finish(items, tasks) {
      const ids: string[] = []
      for (const [at, { text, labels, order, took, saved }] of items.entries()) {
        clock.at = saved
        const given = { ...(text && { text }), ...(labels && { labels }), ...(order && { order }) }
        ids.push((await device.answer({ task: tasks[at], took, ...given })).id)
      }
      clock.at = undefined
      return ids
    },
    async close() {
      await device.stop()
      relay.close()
      await serving.close()
      await store.close()
      rmSync(folder, { recursive: true })
    }
  }
}

/** Joins and borrows over a good link, then finishes everything with none. @returns the ids of the items. */
export async function workOffline(one: OneDevice, day: readonly DayItem[]): Promise<string[]> {
  const { device } = one
  await one.join()
  const tasks = await one.lend(day)
  await device.start()
  await device.welcomed(20_000)
  while ((await device.tasks()).length < day.length) await new Promise((next) => setTimeout(next, 50))
  await device.stop()
  return one.finish(day, tasks)
}

/** Candidates were shuffled when the day was drawn; they stay as they are. */
function inOrder(system: System): System {
  return { ...system, random: (bytes) => new Uint8Array(bytes).fill(255) }
}

function batchesOf(day: readonly DayItem[]): DayItem[][] {
  const batches: DayItem[][] = []
  for (const item of day) {
    const last = batches.at(-1)
    if (last && last[0]?.batch === item.batch) last.push(item)
    else batches.push([item])
  }
  return batches
}
