import type { Journals } from '../journal/journal.ts'
import { Connection } from '../store/indexed-db.ts'
import { profileIn } from './journals.ts'
import { FIRST, ownerOf, type Profile, type ProfileId } from './profile.ts'

const TABLE = 'profiles'

/**
 * Who works at this computer.
 * @throws {StoreTrouble} from each call, if the browser cannot open, read or write it.
 */
export class Profiles {
  private readonly database = new Connection({ name: 'understory-profiles', version: 1, tables: [TABLE] })

  /** The first first, then in the order of names. */
  async list(): Promise<Profile[]> {
    const rows = await this.database.run('strict', (tx) => tx.list<Profile>(TABLE))
    return rows.sort((a, b) => Number(b.id === FIRST) - Number(a.id === FIRST) || a.name.localeCompare(b.name))
  }

  async find(id: ProfileId): Promise<Profile | undefined> {
    return this.database.run('strict', (tx) => tx.get<Profile>(TABLE, id))
  }

  /** Changes what is there by now: another window may have been faster. */
  async change(id: ProfileId, change: (before: Profile) => Profile): Promise<Profile> {
    return this.database.run('strict', async (tx) => {
      const before = (await tx.get<Profile>(TABLE, id)) ?? { id, name: '', n: 0 }
      const after = { ...change(before), n: before.n + 1 }
      tx.put(TABLE, id, after)
      return after
    })
  }

  /** [PF7] Puts in those that this computer lost; what is known here stays as it is. */
  async putBack(found: readonly Profile[]): Promise<void> {
    await this.database.run('strict', async (tx) => {
      for (const profile of found)
        if ((await tx.get(TABLE, profile.id)) === undefined) tx.put(TABLE, profile.id, profile)
    })
  }

  close(): void {
    this.database.close()
  }
}

/** [PF7] Who has a journal on this computer, with a name and a PIN where it tells them. The first is always among them. */
export async function findProfiles(journals: Journals | undefined): Promise<Profile[]> {
  const found = new Map<ProfileId, Profile>([[FIRST, { id: FIRST, name: '', n: 0 }]])
  for (const name of (await journals?.list()) ?? []) {
    const id = ownerOf(name)
    if (id === undefined || !journals) continue
    const told = profileIn(await journals.read(name))
    const before = found.get(id)
    if (told?.id === id && told.n >= (before?.n ?? 0)) found.set(id, told)
    else if (!before) found.set(id, { id, name: '', n: 0 })
    await journals.close(name)
  }
  return [...found.values()]
}
