import { hexOf } from '../../core/bytes.ts'
import { checkFact, type KnownFact } from '../../core/fact/check.ts'
import { hashOf } from '../../core/hash.ts'
import { readPeople } from '../../core/people.ts'
import { readSegment } from '../../sync/segment/read.ts'
import { NO_PROJECT, type ProjectId } from '../../sync/segment/segment.ts'
import type { Verify } from '../../sync/signer.ts'
import { getSetting, setSetting } from '../settings.ts'
import type { DeviceStore } from '../store/store.ts'

export type Charter = {
  /** What the project is called. */
  readonly title: string
  readonly hubs: readonly string[]
  readonly terms: string
  readonly words: string
  /** The segments of it that grant this device its membership. */
  readonly credentials: readonly Uint8Array[]
}

/**
 * [EX6] What proves that this is the project the invite named, and who speaks for it: the project's id is the hash of
 * its first fact, that fact names the organizers, and they certify the hubs.
 *
 * @returns undefined unless all of it hangs together.
 */
export async function readCharter(
  segments: readonly Uint8Array[],
  project: ProjectId,
  device: string,
  verify: Verify
): Promise<Charter | undefined> {
  const facts: KnownFact[] = []
  const credentials: Uint8Array[] = []
  for (const bytes of segments) {
    const segment = await readSegment(bytes, verify).catch(() => undefined)
    if (!segment || (segment.header.project !== project && segment.header.project !== NO_PROJECT)) continue
    const known = segment.facts.map(checkFact).filter((checked): checked is KnownFact => 'id' in checked)
    // A first fact counts only where it is this project's.
    facts.push(...known.filter((fact) => fact.is !== 'project' || fact.id === project))
    if (known.some((fact) => fact.is === 'grant' && fact.content.device === device)) credentials.push(bytes)
  }
  const first = facts.find((fact) => fact.is === 'project')
  const people = readPeople(facts)
  const hubs = [...people].filter(([, { role }]) => role === 'hub' || role === 'organizer').map(([key]) => key)
  const words = first?.content.words
  if (first?.is !== 'project' || hubs.length === 0) return undefined
  const known = typeof words === 'string' && hashOf('terms', words) === first.content.terms
  return { title: first.content.name, hubs, terms: first.content.terms, words: known ? words : '', credentials }
}

/** How many grants and successions a device keeps; a greeting holds no more. */
const MOST_CREDENTIALS = 10

/**
 * The hub has let this device in: its invite is used. Hubs that were known stay, and so does what proved its membership
 * to others, or as the heir of an older key: a hub that was put back may know less.
 * @returns the hubs by now.
 */
export async function keepCharter(store: DeviceStore, charter: Charter): Promise<readonly string[]> {
  const { title, terms, words, credentials } = charter
  return store.transact('strict', async (tx) => {
    const known = await getSetting(tx, 'hubs')
    const hubs = [...new Set([...(known ?? []), ...charter.hubs])]
    const given = new Set(credentials.map(hexOf))
    // Before any hub is known, they are of a join that was undone.
    const before = known === undefined ? [] : ((await getSetting(tx, 'credentials')) ?? [])
    const kept = before.filter((each) => !given.has(hexOf(each)))
    await setSetting(tx, 'hubs', hubs)
    await setSetting(tx, 'title', title)
    await setSetting(tx, 'terms', terms)
    await setSetting(tx, 'words', words)
    await setSetting(tx, 'credentials', [...kept, ...credentials].slice(-MOST_CREDENTIALS))
    await tx.drop('settings', 'invite')
    return hubs
  })
}
