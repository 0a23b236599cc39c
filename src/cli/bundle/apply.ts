import { join, resolve } from 'node:path'
import { boundIn, FromHub } from '../../client/bundle.ts'
import { keyringIn, openerIn } from '../../client/keyring/node.ts'
import { webVerify } from '../../client/keyring/verify.ts'
import { openSqliteDeviceStore } from '../../client/store/sqlite.ts'
import { sourceOf } from '../../hub/bundle-file.ts'
import { DEVICE_LOCK, lock, usableFolder } from '../../hub/folder.ts'
import { type FileOutcome, type FileReport, reportOf } from '../../hub/orders/file-report.ts'
import { giveOrders } from '../../hub/orders/give.ts'
import { type Applied, applyBundle, type Taker } from '../../sync/bundle/apply.ts'
import { logLine } from '../commands/hub.ts'
import { flag } from '../flags.ts'
import { DoneInPart } from '../trouble.ts'
import { Carried } from './carried.ts'
import { storeIn } from './files.ts'
import type { Values } from './flags.ts'
import { looking } from './look.ts'
import { counted, faultsOf, notRead, refusedWhole, reportLine, sum } from './words.ts'

export async function apply(files: readonly string[], values: Values): Promise<void> {
  const folder = flag(values.data, '--data DIR')
  const to = storeIn(folder)
  const faulty = await (to === 'hub' ? applyToHub : applyToDevice)(usableFolder(folder), files, values)
  if (faulty > 0) throw new DoneInPart(`Not everything was taken; what is whole was, and may be applied again`)
}

/** By the hub that runs on the folder, or else here. */
async function applyToHub(folder: string, files: readonly string[], values: Values): Promise<number> {
  const order = { order: 'apply', files: files.map((file) => resolve(file)) } as const
  const [done] = await giveOrders(folder, [order], logLine)
  return files.filter((file, at) => !reported(file, readingOf(file, done?.files?.[at]), 'hub', values)).length
}

function readingOf(file: string, outcome: FileOutcome | undefined): FileReport | undefined {
  if (outcome?.is === 'read') return outcome.report
  process.stderr.write(`${notRead(file, outcome?.is === 'newer-version')}\n`)
  return undefined
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
  if (!applied || applied.refused === 'wrong-project')
    return reported(file, applied && reportOf(applied), 'device', values)
  const { refused, ...here } = reportOf(applied)
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
  report: FileReport | undefined,
  to: 'hub' | 'device',
  values: Values,
  brief = values.json === true
): boolean {
  if (!report) return false
  if (values.json) process.stdout.write(`${JSON.stringify(reportLine(file, report))}\n`)
  if (to === 'hub' && report.head.audience === 'devices' && report.refused !== 'wrong-project') {
    process.stderr.write(`${file} is for devices, and has nothing for a hub.\n`)
    return true
  }
  if (report.refused) {
    process.stderr.write(`${refusedWhole(file, report.refused, to)}\n`)
    return false
  }
  for (const line of faultsOf(file, report)) process.stderr.write(`${line}\n`)
  if (!brief) process.stderr.write(`${file}: ${sum(report)}\n`)
  return report.whole && report.refusals.length === 0 && report.unknown === 0
}
