import { compareText } from './bytes.ts'
import type { Known } from './fact/check.ts'
import type { FactId } from './fact/fact.ts'
import { memberOf, type People } from './people.ts'
import type { Rules } from './rules.ts'

type Change = Known<'rules'>

/**
 * [RU1] The rules with what organizers changed of them: of several values of one parameter the last by recorded time,
 * then id, holds. What others signed, and parameters of later versions, change nothing.
 */
export function rulesInForce(rules: Rules, changes: readonly Change[], people: People): Rules {
  const parameters = changesThatCount(changes, people)
    .sort((a, b) => a.content.at - b.content.at || compareText(a.id, b.id))
    .flatMap(({ content }) => Object.entries(content.parameters))
    .filter(([name]) => Object.hasOwn(rules, name))
  return parameters.length > 0 ? { ...rules, ...Object.fromEntries(parameters) } : rules
}

/** Each once, however often it was told. */
export function changesThatCount(changes: readonly Change[], people: People): Change[] {
  const once = new Map<FactId, Change>(changes.map((change) => [change.id, change]))
  return [...once.values()].filter(({ device }) => people.has(device) && memberOf(people, device).role === 'organizer')
}
