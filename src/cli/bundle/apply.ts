import { join } from 'node:path'
import { boundIn, FromHub } from '../../client/bundle.ts'
import { keyringIn, openerIn } from '../../client/keyring/node.ts'
import { webVerify } from '../../client/keyring/verify.ts'
import { openSqliteDeviceStore } from '../../client/store/sqlite.ts'
import { openersIn, takerFor } from '../../hub/bundle.ts'
import { DEVICE_LOCK, HUB_LOCK, lock, usableFolder } from '../../hub/folder.ts'
import { openHub } from '../../hub/run.ts'
import { type Applied, applyBundle, type Taker } from '../../sync/bundle/apply.ts'
import { logLine } from '../commands/hub.ts'
import { flag } from '../flags.ts'
import { DoneInPart } from '../trouble.ts'
import { Carried } from './carried.ts'
import { sourceOf, storeIn } from './files.ts'
import type { Values } from './flags.ts'
import { looking } from './look.ts'
import { counted, faultsOf, refusedWhole, reportLine, sum } from './words.ts'

export async function apply(files: readonly string[], values: Values): Promise<void> {
  const folder = flag(values.data, '--data DIR')
  const to = storeIn(folder)
  const faulty = await (to === 'hub' ? applyToHub : applyToDevice)(usableFolder(folder), files, values)
  if (faulty > 0) throw new DoneInPart(`Not everything was taken; what is whole was, and may be applied again`)
}

async function applyToHub(folder: string, files: readonly string[], values: Values): Promise<number> {
  const unlock = lock(join(folder, 'hub.lock'), HUB_LOCK)
  try {
    const { hub, store } = await openHub({ folder, name: 'Understory', log: logLine })
    try {
      const taker = takerFor(hub, openersIn(folder))
      const allIsHere = hub.ingest.later.hold()
      const applied = new Map<string, Applied>()
      // A grant may come in a later file than the work of whom it lets in: until nothing new comes of it.
      for (let again = [...files]; again.length > 0; ) {
        let news = 0
        for (const file of again) {
          const now = await looking(file, () => applyBundle(sourceOf(file), taker.verify, taker))
          news += now?.counts.new ?? 0
          if (now) applied.set(file, together(applied.get(file), now))
        }
        again = news === 0 ? [] : again.filter((file) => lacksMembers(applied.get(file)))
      }
      await allIsHere()
      return files.filter((file) => !reported(file, applied.get(file), 'hub', values)).length
    } finally {
      await store.close()
    }
  } finally {
    unlock()
  }
}

function lacksMembers(applied: Applied | undefined): boolean {
  return applied?.refusals.some(({ reason }) => reason === 'unknown-device') ?? false
}

/** What was new at the first reading is known at the second. */
function together(before: Applied | undefined, now: Applied): Applied {
  if (!before) return now
  return { ...now, counts: { ...before.counts, new: before.counts.new + now.counts.new } }
}

async function applyToDevice(folder: string, files: readonly string[], values: Values): Promise<number> {
  const unlock = lock(join(folder, 'device.lock'), DEVICE_LOCK)
  const store = openSqliteDeviceStore(join(folder, 'device.sqlite'))
  try {
    const bound = await store.transact('relaxed', boundIn)
    const keys = join(folder, 'keys')
    const verify = webVerify()
    const carried = new Carried(folder)
    let faulty = 0
    for (const file of files) {
      const from = new FromHub({ store, keyring: keyringIn(keys), verify }, bound)
      const openers = bound.keys.flatMap((key) => openerIn(keys, key) ?? [])
      const taker: Taker = {
        project: bound.project,
        verify,
        openers,
        take: async (item, head) => (head.audience === 'hubs' ? 'not-ours' : from.take(item, head))
      }
      const forMe = await looking(file, () => applyBundle(sourceOf(file), verify, taker))
      const batches = await from.done()
      if (!(await reportedOrCarried(file, forMe, bound.keys, carried, values))) faulty += 1
      if (batches > 0) process.stderr.write(`${file}: ${counted(batches, 'batch')} to work on.\n`)
    }
    return faulty
  } finally {
    await store.close()
    unlock()
  }
}

/** @returns whether nothing is wrong with it. */
async function reportedOrCarried(
  file: string,
  applied: Applied | undefined,
  own: readonly string[],
  carried: Carried,
  values: Values
): Promise<boolean> {
  if (!applied || applied.refused === 'wrong-project') return reported(file, applied, 'device', values)
  const { refused, ...here } = applied
  const forOthers = applied.head.audience === 'hubs' || refused === 'not-opened'
  if (!forOthers && applied.counts['not-ours'] === 0) return reported(file, here, 'device', values)
  const kept = own.includes(applied.head.maker) ? 'own' : await carried.keep(file, applied.head, applied.whole)
  process.stderr.write(`${file}: ${CARRIED[kept]}\n`)
  return reported(file, here, 'device', values, forOthers) && kept !== 'full'
}

const CARRIED = {
  new: 'it is for others, or for others too; this device carries it and gives it on with its own bundles.',
  known: 'it is for others, or for others too; this device carries it already.',
  own: 'it is of this device; bring it to a hub.',
  full: 'it is for others, and is not carried: this device carries 2 GB already. Remove old files from its folder "carried".'
} as const

/** @returns whether all of it was taken. */
function reported(
  file: string,
  applied: Applied | undefined,
  to: 'hub' | 'device',
  values: Values,
  brief = values.json === true
): boolean {
  if (!applied) return false
  if (values.json) process.stdout.write(`${JSON.stringify(reportLine(file, applied))}\n`)
  if (to === 'hub' && applied.head.audience === 'devices' && applied.refused !== 'wrong-project') {
    process.stderr.write(`${file} is for devices, and has nothing for a hub.\n`)
    return true
  }
  if (applied.refused) {
    process.stderr.write(`${refusedWhole(file, applied.refused, to)}\n`)
    return false
  }
  for (const line of faultsOf(file, applied)) process.stderr.write(`${line}\n`)
  if (!brief) process.stderr.write(`${file}: ${sum(applied)}\n`)
  return applied.whole && applied.refusals.length === 0 && applied.unknown === 0
}
