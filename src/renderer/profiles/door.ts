import type { Journals } from '../../client/journal/journal.ts'
import { profileJournals } from '../../client/profiles/journals.ts'
import { FIRST, type Profile, type ProfileId } from '../../client/profiles/profile.ts'
import { findProfiles, Profiles } from '../../client/profiles/profiles.ts'
import type { Box } from '../../client/store/sealed.ts'
import { platform } from '../platform/platform.ts'
import { hold } from './windows.ts'

/** Somebody works here: all that their screens keep is kept by these. */
export type Here = {
  readonly profile: Profile
  /** Everybody who works at this computer. */
  readonly people: readonly Profile[]
  /** Seals what is kept; absent: there is no PIN. */
  readonly box: Box | undefined
  readonly journals: Journals | undefined
}
export type Door =
  | { readonly is: 'who'; readonly people: readonly Profile[] }
  | { readonly is: 'locked'; readonly profile: Profile; readonly people: readonly Profile[] }
  | { readonly is: 'open'; readonly here: Here; readonly secret: Uint8Array | undefined; release(): void }
  | { readonly is: 'unsettled'; readonly profile: Profile; readonly secret: Uint8Array }

export const profiles = new Profiles()
/** A journal that is silent keeps nobody waiting longer. */
const PATIENCE = 4000

/** Who may work here. Where nobody is known yet, or no more, journals tell. */
export async function everybody(): Promise<readonly Profile[]> {
  const known = await profiles.list()
  if (known.length > 0) return known
  const found = await Promise.race([findProfiles(platform.journals), after(PATIENCE)]).catch(() => undefined)
  if (!found) return [{ id: FIRST, name: '', n: 0 }] // it is asked again at the next start
  await profiles.putBack(found)
  return profiles.list()
}

/** [PF5] Lets somebody in. @param secret the key of their texts; absent: it was not asked for yet. */
export async function letIn(id: ProfileId, secret?: Uint8Array): Promise<Door> {
  const release = await hold(id)
  // As it is by now: another window may have set or taken away a PIN meanwhile.
  const people = await everybody()
  const profile = people.find((each) => each.id === id) ?? { id, name: '', n: 0 }
  if (profile.lock && !secret) {
    release()
    return { is: 'locked', profile, people }
  }
  if (profile.lock && secret && profile.settling && !tried.has(profile.n)) {
    release()
    tried.add(profile.n)
    return { is: 'unsettled', profile, secret }
  }
  const box = profile.lock && secret && (await import('../../client/profiles/box.ts')).boxOf(secret, random)
  const journals = platform.journals && profileJournals(platform.journals, profile, box)
  return { is: 'open', here: { profile, people, box, journals }, secret, release }
}

/** [PF5] What could not be brought into another form is tried once a window: it keeps nobody from working. */
const tried = new Set<number>()

export function random(bytes: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(bytes))
}

function after(ms: number): Promise<undefined> {
  return new Promise((done) => setTimeout(() => done(undefined), ms))
}
