import { checkFact, type KnownFact } from '../../core/fact/check.ts'
import { type People, readPeople } from '../../core/people.ts'
import type { ReadTx } from '../store/store.ts'

/** Who stands behind each device, by all that the store holds. */
export async function peopleIn(tx: ReadTx): Promise<People> {
  const facts = (await tx.factsAboutPersons()).map(checkFact).filter((checked): checked is KnownFact => 'id' in checked)
  return readPeople(facts, await tx.meta('project'))
}
