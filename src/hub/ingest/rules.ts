import { rulesInForce } from '../../core/changed-rules.ts'
import { checkFact, type Known } from '../../core/fact/check.ts'
import type { People } from '../../core/people.ts'
import { PROFILES, type Rules, UNDERSTORY } from '../../core/rules.ts'
import type { ReadTx } from '../store/store.ts'

/** The rules that a project was founded with, as views take them; a name that this version does not know: the default. */
export async function profileOf(tx: ReadTx): Promise<Rules> {
  const project = await tx.meta('project')
  const fact = project === undefined ? undefined : await tx.fact(project)
  const name = fact?.content.rules
  return (typeof name === 'string' && Object.hasOwn(PROFILES, name) && PROFILES[name]) || UNDERSTORY
}

/** What has been decided about them since. */
export async function changesIn(tx: ReadTx): Promise<Known<'rules'>[]> {
  return (await tx.factsAboutRules()).flatMap((fact) => {
    const checked = checkFact(fact)
    return checked.is === 'rules' ? [checked as Known<'rules'>] : []
  })
}

/** The rules of a project as they are now, for what is decided across trees. */
export async function rulesOf(tx: ReadTx, people: People, profile?: Rules): Promise<Rules> {
  return rulesInForce(profile ?? (await profileOf(tx)), await changesIn(tx), people)
}
