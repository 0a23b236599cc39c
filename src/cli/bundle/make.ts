import { join } from 'node:path'
import { boundIn, handedOver, toHandOver } from '../../client/bundle.ts'
import { keyringIn } from '../../client/keyring/node.ts'
import { webVerify } from '../../client/keyring/verify.ts'
import { openSqliteDeviceStore } from '../../client/store/sqlite.ts'
import { forDevices, forHubs, hubSideOf, hubsAmong, membersAmong } from '../../hub/bundle.ts'
import { DEVICE_LOCK, lock, usableFolder } from '../../hub/folder.ts'
import { peopleIn } from '../../hub/ingest/people.ts'
import { identityIn } from '../../hub/project.ts'
import { openSqliteStore } from '../../hub/store/sqlite.ts'
import { type BundleItem, MAX_READERS } from '../../sync/bundle/bundle.ts'
import { type Writing, writeBundle } from '../../sync/bundle/write.ts'
import { realSystem, secondsNow } from '../../sync/system.ts'
import { taskKind } from '../commands/device.ts'
import { flag, language, wholeNumber } from '../flags.ts'
import { ordered } from '../order.ts'
import { noProject, readingProject } from '../project-store.ts'
import { Trouble, WrongUse } from '../trouble.ts'
import { Carried } from './carried.ts'
import { PartFiles, storeIn } from './files.ts'
import type { Values } from './flags.ts'
import { counted } from './words.ts'

export async function make(values: Values): Promise<void> {
  const folder = flag(values.data, '--data DIR')
  const out = flag(values.out, '--out FILE')
  const maxBytes = sizeOf(values.split)
  await (storeIn(folder) === 'hub' ? makeOfHub : makeOfDevice)(folder, out, maxBytes, values)
}

async function makeOfDevice(folder: string, out: string, maxBytes: number, values: Values): Promise<void> {
  if (values['for-device'] || values.since !== undefined)
    throw new WrongUse('--for-device and --since are for the folder of a hub; a device makes bundles for the hubs')
  const unlock = lock(join(usableFolder(folder), 'device.lock'), DEVICE_LOCK)
  const store = openSqliteDeviceStore(join(folder, 'device.sqlite'))
  const system = realSystem()
  try {
    const bound = await store.transact('relaxed', boundIn)
    if (bound.hubs.length === 0)
      throw new Trouble('B1', { work: ['nothing-changed'], cause: ['hub-unmet'], action: ['after-hub-unmet'] })
    const parts = { store, keyring: keyringIn(join(folder, 'keys')), verify: webVerify() }
    const { signer, segments, items } = await toHandOver(parts, values.all === true)
    const files = await written(out, listed(items), {
      ...{ signer, project: bound.project, title: bound.title, madeBy: 'a device', audience: 'hubs', maxBytes },
      ...{ made: secondsNow(system), random: system.random, holds: [counted(segments.length, 'segment')] },
      readers: values.open ? undefined : bound.hubs
    })
    await handedOver(store, segments, system.now())
    const carried = await new Carried(folder).giveOn(out)
    const facts = segments.reduce((all, segment) => all + segment.facts.length, 0)
    told(values, [...files, ...carried], { segments: segments.length, facts, carried: carried.length })
    process.stderr.write(
      `${counted(segments.length, 'segment')} of this device and ${counted(carried.length, 'bundle')} of others. What went in is handed over, and received once a hub says so.\n`
    )
  } finally {
    await store.close()
    unlock()
  }
}

async function makeOfHub(folder: string, out: string, maxBytes: number, values: Values): Promise<void> {
  if (values.all) throw new WrongUse('--all is for the folder of a device')
  const named = (values['for-device'] ?? ['hub']).flatMap((list) => list.split(','))
  if (values.lend !== undefined) await lend(folder, named, values)
  const system = realSystem()
  const store = openSqliteStore(join(folder, 'hub.sqlite'), { readOnly: true })
  try {
    const side = await hubSideOf(store, identityIn(folder).hub)
    if (!side) throw noProject(folder)
    const { project, title, signer } = side
    const about = {
      signer,
      project,
      title,
      madeBy: 'a hub',
      maxBytes,
      made: secondsNow(system),
      random: system.random
    } as const
    if (named.includes('hub')) {
      if (named.length > 1) throw new WrongUse('--for-device takes hub, all, or keys of devices')
      const { items, segments, mark, fromMark } = await forHubs(side, values.since)
      const readers = values.open ? undefined : hubsAmong(side.book.people)
      const holds = [counted(segments, 'segment')]
      const files = await written(out, items, { ...about, audience: 'hubs', readers, holds })
      told(values, files, { segments, mark })
      if (values.since !== undefined && !fromMark)
        process.stderr.write(`This hub has no mark ${values.since}, so everything is in it.\n`)
      process.stderr.write(`${counted(segments, 'segment')}. What comes later: --since ${mark}\n`)
      return
    }
    const devices = devicesNamed(named, membersAmong(side.book.people), values.open === true)
    const counts = { segment: 0, receipt: 0, batch: 0, log: 0 }
    const items = counting(forDevices(side, devices), counts)
    const holds = [`receipts and batches for ${counted(devices.length, 'device')}`]
    const readers = values.open ? undefined : devices
    const files = await written(out, items, { ...about, audience: 'devices', readers, holds })
    told(values, files, { devices: devices.length, receipts: counts.receipt, batch_updates: counts.batch })
    process.stderr.write(
      `${counted(counts.receipt, 'receipt')} and ${counted(counts.batch, 'part')} of batches for ${counted(devices.length, 'device')}.\n`
    )
  } finally {
    await store.close()
  }
}

/** So many open tasks for each of the devices, with those that it has. */
async function lend(folder: string, named: readonly string[], values: Values): Promise<void> {
  if (named.includes('hub')) throw new WrongUse('--lend is for devices, named with --for-device')
  const tasks = wholeNumber(values.lend, '--lend', 0, 50, 1)
  const langs = (values.lang ?? []).flatMap((list) => list.split(',')).map((tag) => language(tag))
  const kinds = (values.kind ?? []).flatMap((list) => list.split(',')).map(taskKind)
  const members = await readingProject(folder, (store) => store.read(async (tx) => membersAmong(await peopleIn(tx))))
  const wish = { ...(langs.length > 0 && { langs }), ...(kinds.length > 0 && { kinds }) }
  const orders = devicesNamed(named, members, true).map(
    (device) => ({ order: 'lend', device, tasks, ...wish }) as const
  )
  await ordered(folder, ...orders)
}

/** @param named whole keys, or their beginnings where these are those of one device only. */
function devicesNamed(named: readonly string[], members: readonly string[], open: boolean): string[] {
  const devices = named.includes('all')
    ? [...members]
    : named.map((name) => {
        const found = members.filter((device) => name.length >= 8 && device.startsWith(name))
        if (found.length === 1) return found[0] as string
        const cause = ['no-such-device', { device: name }] as const
        throw new Trouble('B2', { work: ['nothing-changed'], cause, action: ['name-device'] })
      })
  if (open || devices.length <= MAX_READERS) return devices.sort()
  const cause = ['many-devices', { count: devices.length, most: MAX_READERS }] as const
  throw new Trouble('B3', { work: ['nothing-changed'], cause, action: ['name-fewer'] })
}

async function written(out: string, items: AsyncIterable<BundleItem>, writing: Writing): Promise<string[]> {
  const files = new PartFiles(out)
  try {
    for await (const { part, bytes } of writeBundle(items, writing)) files.write(part, bytes)
    return files.done()
  } catch (cause) {
    files.failed()
    throw cause
  }
}

function told(values: Values, files: readonly string[], about: Readonly<Record<string, unknown>>): void {
  process.stdout.write(values.json ? `${JSON.stringify({ files, ...about })}\n` : `${files.join('\n')}\n`)
}

/** FAT holds files below 4 GiB. */
const MOST_BYTES = 4_000_000_000
const LEAST_BYTES = 16_000

function sizeOf(text: string | undefined): number {
  const [, digits = '', unit = ''] = /^(\d+)([kMG]?)$/.exec(text ?? '4G') ?? []
  const bytes = Number(digits) * ({ '': 1, k: 1e3, M: 1e6, G: 1e9 }[unit] ?? 1)
  if (digits === '' || bytes < LEAST_BYTES || bytes > MOST_BYTES)
    throw new WrongUse(`--split takes a size from 16k to 4G, as 1900M, not "${text}"`)
  return bytes
}

async function* listed(items: readonly BundleItem[]): AsyncGenerator<BundleItem> {
  yield* items
}

async function* counting(items: AsyncIterable<BundleItem>, counts: Record<BundleItem['kind'], number>) {
  for await (const item of items) {
    counts[item.kind] += 1
    yield item
  }
}
