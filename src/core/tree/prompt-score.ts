import { type KnownFact, ofKind } from '../fact/check.ts'
import type { VersionId } from '../fact/fact.ts'
import type { Places } from '../fact/places.ts'
import { isOrder } from './ballots.ts'
import { byTime, type Written } from './messages.ts'
import { contributorOf, type Setting, taskOf } from './placing.ts'
import type { PromptScore } from './view.ts'

/**
 * [BA2] How a prompt stands against the others that ballots over prompts name it with. Of one contributor's several
 * words on one pair the last counts; a ballot that says nothing else is spare. Whose the other prompts are, other trees
 * know: in the tree of its own author a ballot is returned.
 *
 * @returns undefined while no ballot compares it.
 */
export function readPromptScore(facts: readonly KnownFact[], root: Written, setting: Setting): PromptScore | undefined {
  const words = new Map<string, { readonly ballot: string; readonly score: 0 | 1 | 2 }>()
  const ballots = ofKind(facts, 'ballot').filter((fact) => taskOf(fact, setting)?.target === undefined)
  const thatCount = ballots.toSorted(byTime).filter((fact) => {
    const shown = taskOf(fact, setting)?.candidates ?? []
    const at = shown.findIndex((version) => root.versions.includes(version))
    if (at < 0) setting.outcomes.returned(fact, 'no-such-task')
    else if (!isOrder(fact.content, shown.length)) setting.outcomes.returned(fact, 'not-an-order')
    else if (contributorOf(fact, setting) === root.contributor) setting.outcomes.returned(fact, 'own-work')
    else if (shown[at] !== root.version) setting.outcomes.spare(fact, 'older-version')
    else {
      const said = fact.content.not_rankable ? [] : pairsOf(at, fact.content.order, shown)
      for (const [other, score] of said)
        words.set(JSON.stringify([contributorOf(fact, setting), other]), { ballot: fact.id, score })
      if (said.length > 0) return true
      setting.outcomes.merged(fact)
    }
    return false
  })
  const counted = [...words.values()]
  const speaking = new Set(counted.map(({ ballot }) => ballot))
  for (const fact of thatCount) {
    if (speaking.has(fact.id)) setting.outcomes.merged(fact)
    else setting.outcomes.spare(fact, 'done-again')
  }
  if (counted.length === 0) return undefined
  return { wins: counted.reduce((sum, { score }) => sum + score, 0), of: 2 * counted.length }
}

/** The others that an order names with one of those shown: 2 where it is above, 1 where they tie, 0 where it is below. */
function pairsOf(
  at: number,
  order: Places<number>,
  shown: readonly VersionId[]
): (readonly [other: VersionId, score: 0 | 1 | 2])[] {
  const placeOf = (position: number) => order.findIndex((place) => [place].flat().includes(position))
  const own = placeOf(at)
  if (own < 0) return []
  return shown.flatMap((version, position) => {
    const place = placeOf(position)
    if (position === at || place < 0) return []
    return [[version, place > own ? 2 : place === own ? 1 : 0] as const]
  })
}
