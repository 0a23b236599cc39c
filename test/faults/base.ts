import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importContents } from '../../src/core/dataset/import.ts'
import { readDataset } from '../../src/core/dataset/read.ts'
import type { Content } from '../../src/core/fact/fact.ts'
import { uuidOf } from '../../src/core/hash.ts'
import { treeLine } from '../../src/hub/examples/world.ts'
import { Hub } from '../../src/hub/hub.ts'
import { makeSecret, secretHash } from '../../src/hub/invite.ts'
import { openSqliteStore } from '../../src/hub/store/sqlite.ts'
import { writeInvite } from '../../src/sync/invite.ts'
import { manualSystem } from '../../src/sync/manual-system.ts'
import { secondsNow } from '../../src/sync/system.ts'
import { type Key, keyNumber } from './keys.ts'

export const HUB_KEYS: readonly Key[] = [keyNumber(1), keyNumber(2), keyNumber(3)]
export const ORGANIZER: Key = keyNumber(4)
/** Two persons have two devices each. */
export const PAIRS: readonly (readonly [Key, Key])[] = [
  [keyNumber(10), keyNumber(11)],
  [keyNumber(12), keyNumber(13)]
]
const CENTURY = 100 * 365 * 86_400

/** What every world begins with: a project with three hubs, trees and an invite, in a file to copy. */
export type Base = { readonly folder: string; readonly file: string; readonly invite: string; remove(): void }

export async function makeBase(): Promise<Base> {
  // Files in memory: what a disk would lose is decided by the seed.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'understory-faults-'))
  const file = join(folder, 'base.sqlite')
  const store = openSqliteStore(file, { durable: false })
  const system = manualSystem(1, 1_793_606_400_000 - 86_400_000)
  const [first] = HUB_KEYS as [Key]
  const identity = { hub: first, organizer: ORGANIZER }
  const hub = await Hub.open({ store, identity, name: 'Faults', system, log: () => {} })
  const grant = (role: string, device: string, contributor: string): Content => ({
    ...{ kind: 'grant', v: 1, device, role, contributor, at: secondsNow(system) }
  })
  const others = HUB_KEYS.slice(1).map(({ device }) => grant('hub', device, uuidOf(device)))
  const pairs = PAIRS.flatMap(([a, b]) =>
    [a, b].map(({ device }) => grant('contributor', device, uuidOf(`person ${a.device}`)))
  )
  await hub.ingest.decide(async () => ({ contents: [...others, ...pairs], result: undefined, signer: ORGANIZER }))
  const sealing = { device: first.device, salt: () => system.random(12) }
  const lines = Array.from({ length: 14 }, (_, at) => treeLine(`t${at}`, { replies: at % 3 })).join('')
  const contents = [...readDataset([lines])].flatMap((found) =>
    'tree' in found ? importContents(found.tree, 'growing', secondsNow(system), sealing) : []
  )
  await hub.ingest.decide(async () => ({ contents, result: undefined }))
  const secret = makeSecret(system)
  const expires = secondsNow(system) + CENTURY
  await store.write((tx) => tx.setInvite(secretHash(secret), { role: 'contributor', uses: 10_000, expires }))
  const invite = writeInvite({ address: 'http://hub.test', project: hub.project, secret })
  await store.scrub()
  await store.close()
  return { folder, file, invite, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
