import { databaseOf, FIRST, type ProfileId } from '../profiles/profile.ts'
import type { KnownProject } from '../projects.ts'
import { getSetting, setSetting } from '../settings.ts'
import type { DeviceStore } from '../store/store.ts'
import type { Journals } from './journal.ts'
import { readRecords, settingTold } from './records.ts'

/** Notes with the project's own rows how the list of projects shows it: the list goes when the database's folder does. */
export async function keepListed(store: DeviceStore, { id, name, address, practice }: KnownProject): Promise<void> {
  const listed = { name, address, practice }
  await store.transact('relaxed', async (tx) => {
    const before = await getSetting(tx, 'listed')
    const same = before?.name === name && before.address === address && before.practice === practice
    if (!same && (await getSetting(tx, 'project')) === id) await setSetting(tx, 'listed', listed)
  })
}

/** [JN7] Projects of which a profile has a journal here, beside those that it knows of. @param journals of the profile. */
export async function findListed(
  journals: Journals,
  known: readonly KnownProject[],
  profile: ProfileId = FIRST
): Promise<KnownProject[]> {
  const found: KnownProject[] = []
  const nameOf = (id: string) => databaseOf(id, profile)
  for (const journal of await journals.list()) {
    if (known.some(({ id }) => nameOf(id) === journal)) continue
    const told = readRecords(await journals.read(journal))
    const id = settingTold(told, 'project')
    // One that was left, or was never joined.
    if (typeof id !== 'string' || nameOf(id) !== journal) continue
    const address = String(settingTold(told, 'address'))
    const title = settingTold(told, 'title')
    const listed = settingTold(told, 'listed') as Partial<KnownProject> | undefined
    const name = listed?.name ?? (typeof title === 'string' ? title : address)
    found.push({ id, name, address: listed?.address ?? address, practice: listed?.practice ?? false, opened: 0 })
  }
  return found
}
