import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
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
import { writeInvite } from '../src/sync/invite.ts'
import { nodeSocket } from '../src/sync/link/node.ts'
import { realSystem, type System } from '../src/sync/system.ts'
import { type DayItem, dayOfWork, readMessages } from './day-of-work.ts'
import { openRelay, type Shape } from './relay.ts'

const SLOW: Omit<Shape, 'cutAfter'> = { rate: 2500, roundTrip: 600 } // 20 kbit/s
const RUNS = {
  uncut: { days: 1, cutAfter: 0 },
  cut: { days: 1, cutAfter: 4000 },
  week: { days: 5, cutAfter: 6000 }
} as const
const GIVE_UP_MS = 300_000

export type Figures = {
  up_bytes: number
  down_bytes: number
  /** From the start of connecting to the last receipt. */
  seconds: number
  cuts: number
  /** Contributions that reached the hub though it held them. */
  duplicates: number
  /** Contributions that the hub does not hold in the end. */
  lost: number
}

/** The day's contributions through the real engine and the real hub, over a shaped link. */
export async function syncDay(file: string): Promise<Record<keyof typeof RUNS, Figures> & { floor_bytes: number }> {
  const messages = readMessages(file)
  const days = Array.from({ length: 5 }, (_, day) => dayOfWork(messages, day))
  const lines = (days[0] ?? []).map(({ json }) => `${json}\n`).join('')
  const floor = brotliCompressSync(lines, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
  const figures = {} as Record<keyof typeof RUNS, Figures>
  for (const name of ['uncut', 'cut', 'week'] as const) {
    const { days: count, cutAfter } = RUNS[name]
    figures[name] = await run(file, days.slice(0, count).flat(), { ...SLOW, cutAfter })
  }
  return { ...figures, floor_bytes: floor.byteLength }
}

async function run(file: string, day: readonly DayItem[], shape: Shape): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'understory-bench-'))
  const store = openSqliteStore(join(folder, 'hub.sqlite'))
  const system = realSystem()
  const hub = await Hub.open({ store, identity: identityIn(folder), name: 'bench', system, log: () => {} })
  await importFile(hub, file, 'growing', 'en', false)
  const serving = await serve({ hub, host: '127.0.0.1', port: 0, site: undefined })
  const relay = await openRelay(serving.port, shape)
  const clock = { at: undefined as number | undefined }
  let port = serving.port
  const device = new Device({
    store: openSqliteDeviceStore(join(folder, 'device.sqlite')),
    keyring: keyringIn(join(folder, 'keys', 'device')),
    verify: webVerify(),
    system: { ...system, now: () => clock.at ?? system.now() },
    connect: (address) => nodeSocket(address.replace(/:\d+\//, `:${port}/`))
  })
  try {
    const items = await workOffline(device, hub, day, serving.address, clock)
    hub.counts.duplicates = 0
    port = relay.port
    const started = performance.now()
    await device.start()
    await device.synced(GIVE_UP_MS)
    const seconds = (performance.now() - started) / 1000
    const held = await store.read((tx) => Promise.all(items.map((id) => tx.fact(id))))
    return {
      up_bytes: relay.carried.up,
      down_bytes: relay.carried.down,
      seconds: Math.round(seconds * 10) / 10,
      cuts: relay.carried.cuts,
      duplicates: hub.counts.duplicates,
      lost: held.filter((fact) => fact === undefined).length
    }
  } finally {
    await device.stop()
    relay.close()
    await serving.close()
    await store.close()
    rmSync(folder, { recursive: true })
  }
}

/** Joins and borrows over a good link, then finishes everything with none. */
async function workOffline(
  device: Device,
  hub: Hub,
  day: readonly DayItem[],
  address: string,
  clock: { at: number | undefined }
): Promise<string[]> {
  const secret = makeSecret(hub.system)
  await addInvite(hub.store, secret, 'contributor', hub.system)
  await device.join(writeInvite({ address, project: hub.project, secret }))
  await device.start()
  await device.welcomed(20_000)
  await device.acceptTerms()
  await device.synced(20_000)
  const tasks: { item: DayItem; task: string }[] = []
  const me = (await device.contact()).device ?? ''
  for (const batch of batchesOf(day)) {
    const head = { device: me, lang: 'en', at: 0, until: 2 ** 32, nonce: hub.system.random(8) }
    const needs = batch.map(({ kind, thread, candidates }) => ({
      kind,
      thread,
      candidates,
      target: thread.at(-1) ?? ''
    }))
    const { id } = await hub.lendContent(lendingOf(needs, 0, head, inOrder(hub.system)))
    for (const [place, item] of batch.entries()) tasks.push({ item, task: `${id}/${place}` })
  }
  // The inbox of the next connection names them.
  await device.stop()
  await device.start()
  await device.welcomed(20_000)
  while ((await device.tasks()).length < day.length) await new Promise((next) => setTimeout(next, 50))
  await device.stop()
  const items: string[] = []
  for (const { item, task } of tasks) {
    clock.at = item.saved
    const { text, labels, order, took } = item
    items.push(
      (await device.answer({ task, took, ...(text && { text }), ...(labels && { labels }), ...(order && { order }) }))
        .id
    )
  }
  clock.at = undefined
  return items
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
