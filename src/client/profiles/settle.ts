import { type Journals, NoPlace } from '../journal/journal.ts'
import { type Box, convertStore } from '../store/sealed.ts'
import type { DeviceStore } from '../store/store.ts'
import { profileJournals } from './journals.ts'
import type { Profile } from './profile.ts'

export type SettleParts = {
  /** Says by `settling` which form its texts are to have. */
  readonly profile: Profile
  readonly box: Box
  /** Its databases. */
  readonly stores: readonly string[]
  /** The store itself, nothing around it. */
  openStore(name: string): DeviceStore
  /** All journals of this computer as they lie; absent: there are none. */
  readonly journals: Journals | undefined
  /** So many of so many places are done. */
  onStep?(done: number, of: number): void
}

/**
 * [PF5] Brings all that is kept of a profile into the form that it wants, and writes into its journals how its key is kept
 * now. What has the form already stays. Nobody else may write meanwhile. Cut anywhere, all can be read, and another call
 * does the rest.
 *
 * @returns what was in the way of each place that has not the form yet; none: it is done.
 */
export async function settle({ profile, box, stores, openStore, journals, onStep }: SettleParts): Promise<unknown[]> {
  const { settling: wanted = 'seal' } = profile
  const troubles: unknown[] = []
  const copies = journals ? await namesIn(journals, profile, troubles) : []
  let done = 0
  const attempt = async (work: Promise<void>) => {
    await work.catch((cause: unknown) => troubles.push(cause))
    done += 1
    onStep?.(done, stores.length + copies.length)
  }
  for (const name of stores) await attempt(settleStore(openStore(name), name, box, wanted))
  if (journals) for (const name of copies) await attempt(settleJournal(journals, name, profile, box, wanted))
  return troubles
}

/** A browser without a place for journals has none to settle. */
async function namesIn(journals: Journals, profile: Profile, troubles: unknown[]): Promise<string[]> {
  try {
    return await profileJournals(journals, profile).list()
  } catch (cause) {
    if (!(cause instanceof NoPlace)) troubles.push(cause)
    return []
  }
}

async function settleStore(store: DeviceStore, name: string, box: Box, wanted: 'seal' | 'open'): Promise<void> {
  try {
    await convertStore(store, name, box, wanted)
    await store.scrub()
  } finally {
    await store.close()
  }
}

/** Its new file is on disk before an old one goes. */
async function settleJournal(all: Journals, name: string, profile: Profile, box: Box, wanted: 'seal' | 'open') {
  const { lock: _, ...open } = profile
  const [sealed, clear] = [profileJournals(all, profile, box), profileJournals(all, open)]
  const bytes = await sealed.read(name)
  if (bytes.byteLength > 0) await (wanted === 'seal' ? sealed : clear).replace(name, bytes)
  await all.close(name)
}
