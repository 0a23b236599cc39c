import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Content } from '../core/fact/fact.ts'
import { uuidOf } from '../core/hash.ts'
import { UNDERSTORY } from '../core/rules.ts'
import { NO_HEAD, seal, writeSegment } from '../sync/segment/seal.ts'
import { NO_PROJECT, type ProjectId } from '../sync/segment/segment.ts'
import type { Signer } from '../sync/signer.ts'
import { type System, secondsNow } from '../sync/system.ts'
import { Admission } from './ingest/admit.ts'
import { PeopleBook } from './ingest/people.ts'
import { settle } from './ingest/settle.ts'
import { keyInFile } from './keys.ts'
import type { HubStore } from './store/store.ts'
import { TERMS, TERMS_HASH } from './terms.ts'

export type Identity = { readonly hub: Signer; readonly organizer: Signer }

/** The keys of the folder's hub and organizer, made if missing; files that only their owner can read. */
export function identityIn(folder: string): Identity {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return {
    hub: keyInFile(join(folder, 'keys', 'hub.pem')),
    organizer: keyInFile(join(folder, 'keys', 'organizer.pem'))
  }
}

/**
 * The project of a store; made first if the store is new: a segment of the organizer's with the fact that names
 * organizers, rules and terms, and the grant that certifies the hub. The project's id is the hash of that first fact.
 */
export async function projectOf(
  store: HubStore,
  identity: Identity,
  { name, rules = UNDERSTORY.name, system }: { name: string; rules?: string; system: System }
): Promise<{ project: ProjectId; name: string }> {
  return store.write(async (tx) => {
    const known = await tx.meta('project')
    if (known !== undefined) return { project: known, name: (await tx.meta('name')) ?? name }
    const at = secondsNow(system)
    const organizers = [identity.organizer.device]
    const contents: Content[] = [
      {
        kind: 'project',
        v: 1,
        name,
        rules,
        organizers,
        terms: TERMS_HASH,
        words: TERMS,
        at,
        nonce: system.random(16)
      },
      { kind: 'grant', v: 1, device: identity.hub.device, role: 'hub', contributor: uuidOf(identity.hub.device), at }
    ]
    const { segments } = await seal(contents, NO_PROJECT, NO_HEAD, identity.organizer)
    const admission = new Admission(tx, new PeopleBook([]))
    for (const segment of segments) await admission.admit(segment)
    await settle(admission, identity.hub, UNDERSTORY, at)
    const project = segments[0]?.ids[0] as ProjectId
    await tx.setMeta('project', project)
    await tx.setMeta('name', name)
    return { project, name }
  })
}

/** The segments that prove to a device what project this is, who its hub is, and that the device is a member. */
export async function charterFor(store: HubStore, book: PeopleBook, device: string): Promise<Uint8Array[]> {
  return store.read(async (tx) => {
    const hashes = new Set<string>()
    for (const fact of book.charterOf(device)) {
      const hash = await tx.segmentOf(fact)
      if (hash !== undefined) hashes.add(hash)
    }
    const segments = await Promise.all([...hashes].map((hash) => tx.segment(hash)))
    return segments.flatMap((segment) => (segment ? [writeSegment(segment)] : []))
  })
}

/** A secret in a file that only its owner can read; made there if missing, or if a new one is wanted. */
export function secretInFile(file: string, make: () => string, renew = false): { secret: string } {
  if (existsSync(file) && !renew) return { secret: readFileSync(file, 'utf8').trim() }
  const secret = make()
  writeFileSync(file, `${secret}\n`, { mode: 0o600 })
  return { secret }
}
