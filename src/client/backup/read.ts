import * as v from 'valibot'
import { decodeCbor } from '../../core/cbor.ts'
import { sha256 } from '../../core/hash.ts'
import type { Verify } from '../../sync/signer.ts'
import { readFrames, writeFrame } from '../journal/frame.ts'
import { STATE } from '../journal/records.ts'
import type { DeviceStore } from '../store/store.ts'
import { type BackupHead, BackupRefused, CONTENTS, type Entry, type Fault, FORMAT, HEAD } from './backup.ts'
import { Count, checkHead, checkRow } from './check.ts'

export type Backup = {
  readonly head: BackupHead
  readonly entries: readonly Entry[]
  /** [BK4] What was not taken; empty: it is whole. */
  readonly faults: readonly Fault[]
}

/** More are not listed. */
const MOST_FAULTS = 10_000

const Part = v.strictTuple([
  v.literal(STATE),
  Count,
  Count,
  Count,
  v.tuple([v.strictTuple([v.string(), v.string(), v.unknown()])])
])
const Contents = v.looseTuple([
  v.literal(CONTENTS),
  v.instance(Uint8Array),
  v.array(v.strictTuple([v.string(), v.string()]))
])

/** [BK4] All of a backup that is whole, and what is not. @throws {BackupRefused} no-backup. */
export async function readBackup(bytes: Uint8Array, verify: Verify): Promise<Backup> {
  const { bodies, damage } = readFrames(bytes)
  const records = bodies.map(decoded)
  const heads = records.flatMap((record) => checkHead(record) ?? [])
  const [first] = heads
  if (!first) throw new BackupRefused('no-backup')
  const { format, head } = first
  const contents = records.flatMap((record) => {
    const read = v.safeParse(Contents, record)
    return read.success ? [read.output] : []
  })
  const names = contents[0]?.[2]
  const faults: Fault[] = format > FORMAT ? [{ is: 'newer' }] : []
  const entries: Entry[] = []
  const seen = new Set<number>()
  let unknown = 0
  for (const record of records) {
    const read = v.safeParse(Part, record)
    if (!read.success) {
      if (!isFrame(record)) unknown += 1
      continue
    }
    const [, , part, , [[table, key, row]]] = read.output
    if (seen.has(part) || part >= head.rows) continue
    seen.add(part)
    const checked = await checkRow(table, key, row, head.project, verify)
    if (checked === 'unknown') unknown += 1
    else if (checked === 'malformed') faults.push({ is: 'malformed', part, table, key })
    else entries.push({ part, ...checked } as Entry)
  }
  faults.push(...missing(seen, head.rows, names))
  if (unknown > 0) faults.push({ is: 'unknown', count: unknown })
  const isWhole =
    heads.length === 2 && contents.length === 1 && damage.length === 1 && sumHolds(bytes, bodies, contents[0])
  if (!isWhole && !faults.some(({ is }) => is !== 'newer' && is !== 'unknown')) faults.push({ is: 'frame' })
  return { head, entries, faults }
}

/** What a file holds, and what is wrong with it. @throws {BackupRefused} other-project: it belongs to another device's. */
export async function refuseOther(store: DeviceStore, { head }: Backup): Promise<void> {
  const row = await store.transact('relaxed', (tx) => tx.get('settings', 'project'))
  if (row !== undefined && row.value !== head.project) throw new BackupRefused('other-project')
}

/** At the end of a file that was cut off all are missing; elsewhere each is one that is damaged. */
function missing(seen: ReadonlySet<number>, rows: number, names: readonly (readonly [string, string])[] | undefined) {
  const faults: Fault[] = []
  let last = -1
  for (const part of seen) last = Math.max(last, part)
  const until = names === undefined ? last + 1 : rows
  for (let part = 0; part < until && faults.length < MOST_FAULTS; part++) {
    if (seen.has(part)) continue
    const [table, key] = names?.[part] ?? []
    faults.push({ is: 'damaged', part, ...(table !== undefined && key !== undefined && { table, key }) })
  }
  if (until < rows) faults.push({ is: 'cut', part: until })
  return faults
}

/** [BK1] The contents stand last, and their sum is of all that stands before them. */
function sumHolds(
  bytes: Uint8Array,
  bodies: readonly Uint8Array[],
  contents: v.InferOutput<typeof Contents> | undefined
) {
  const last = bodies.at(-1)
  if (!last || !contents) return false
  const sum = sha256(bytes.subarray(0, bytes.byteLength - writeFrame(last).byteLength))
  return sum.every((byte, at) => byte === contents[1][at])
}

function isFrame(record: unknown): boolean {
  return Array.isArray(record) && (record[0] === HEAD || record[0] === CONTENTS)
}

function decoded(body: Uint8Array): unknown {
  try {
    return decodeCbor(body)
  } catch {
    return undefined
  }
}
