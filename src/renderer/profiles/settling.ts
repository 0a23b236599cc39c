import { boxOf } from '../../client/profiles/box.ts'
import { databaseOf, ownerOf, type Profile } from '../../client/profiles/profile.ts'
import { settle } from '../../client/profiles/settle.ts'
import { Projects } from '../../client/projects.ts'
import { openDexieStore } from '../../client/store/dexie.ts'
import { platform } from '../platform/platform.ts'
import { allClosed } from '../project/open-devices.ts'
import { convertLetters } from '../task/last-letters.ts'
import { profiles, random } from './door.ts'
import { alone } from './windows.ts'

/** [PF5] Brings the texts of a profile into the form that it wants; what fails is left for the next opening. */
export async function settleHere(profile: Profile, key: Uint8Array, onStep: (done: number, of: number) => void) {
  await allClosed()
  await alone(profile.id, async () => {
    const box = boxOf(key, random)
    const stores = await storesOf(profile)
    const troubles = await settle({
      profile,
      box,
      stores,
      openStore: openDexieStore,
      journals: platform.journals,
      onStep
    })
    convertLetters({ profile: profile.id, box: profile.settling === 'open' ? undefined : box }, box)
    for (const trouble of troubles) console.error(trouble)
    if (troubles.length === 0) await profiles.change(profile.id, settled)
  })
}

/** The lock goes last: until then it opens what is still sealed. */
function settled({ settling, lock, ...rest }: Profile): Profile {
  return settling === 'open' || !lock ? rest : { ...rest, lock }
}

/** Also of projects that are in no list any more, where the browser tells of them. */
async function storesOf({ id }: Profile): Promise<string[]> {
  const projects = new Projects(id)
  const listed = (await projects.list()).map((project) => databaseOf(project.id, id))
  projects.close()
  const there = ((await indexedDB.databases?.()) ?? []).flatMap(({ name = '' }) => (ownerOf(name) === id ? [name] : []))
  return [...new Set([...listed, ...there])].sort()
}
