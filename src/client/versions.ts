import { hexOf } from '../core/bytes.ts'
import { encodeCbor } from '../core/cbor.ts'
import type { FactId } from '../core/fact/fact.ts'
import { KEY_OF, type ReadTx, type StoreTx, taskKey, type VersionRow } from './store/store.ts'

/** Versions of one task while somebody works on it, and once it is finished. */
const MOST = 20
export const MOST_FINISHED = 5

/** How the work on a task stood at earlier times, oldest first. */
export async function versionsOf(tx: ReadTx, batch: FactId, place: number): Promise<VersionRow[]> {
  return tx.list('versions', `${taskKey(batch, place)}/`)
}

/**
 * Keeps how the work on a task stands as its newest version, unless it says the same; of too many some go.
 * @returns the version, if one was made.
 */
export async function keepVersion(tx: StoreTx, row: Omit<VersionRow, 'n'>): Promise<VersionRow | undefined> {
  const { batch, place, saved } = row
  const value = withoutTime(row.value)
  if (Object.keys(value).length === 0) return undefined
  const before = await versionsOf(tx, batch, place)
  const last = before.at(-1)
  if (last && same(last.value, value)) return undefined
  const made: VersionRow = { batch, place, n: (last?.n ?? -1) + 1, value, saved }
  await tx.put('versions', made)
  await thinVersions(tx, [...before, made], MOST)
  return made
}

/** Leaves at most so many versions of a task. @param rows all of them, oldest first. */
export async function thinVersions(tx: StoreTx, rows: readonly VersionRow[], most: number): Promise<void> {
  const left = thinned(rows, most)
  for (const row of rows) if (!left.includes(row)) await tx.drop('versions', KEY_OF.versions(row))
}

/**
 * Of too many versions those go that tell the least beside their neighbours: the older, the further apart they may be.
 *
 * @param rows oldest first. @returns at most `most`, the first and the last among them.
 */
export function thinned<R extends Pick<VersionRow, 'saved'>>(rows: readonly R[], most: number): readonly R[] {
  const left = [...rows]
  const now = left.at(-1)?.saved ?? 0
  while (left.length > most) {
    let least = 1
    for (let at = 1; at < left.length - 1; at++) if (apart(left, at, now) < apart(left, least, now)) least = at
    left.splice(least, 1)
  }
  return left
}

/** The gap that its going would leave, against its age. */
function apart(rows: readonly Pick<VersionRow, 'saved'>[], at: number, now: number): number {
  const [before, self, after] = [rows[at - 1], rows[at], rows[at + 1]]
  if (!before || !self || !after) return Number.POSITIVE_INFINITY
  return Math.abs(after.saved - before.saved) / (1 + Math.abs(now - self.saved))
}

/** The active seconds go on while nothing changes. */
function withoutTime({ took: _, ...value }: VersionRow['value']): VersionRow['value'] {
  return value
}

function same(a: VersionRow['value'], b: VersionRow['value']): boolean {
  return hexOf(encodeCbor(a)) === hexOf(encodeCbor(b))
}
