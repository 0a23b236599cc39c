import { changesThatCount, rulesInForce } from '../changed-rules.ts'
import { type KnownFact, ofKind } from '../fact/check.ts'
import { replay } from '../open-assistant/replay.ts'
import type { People } from '../people.ts'
import type { Rules } from '../rules.ts'
import { readDecisions } from './decisions.ts'
import { settleAppeals, withoutDeclined } from './declines.ts'
import { readDeletions } from './deletions.ts'
import { finishable, finishThatHolds, isCounted, isFinishable } from './finish.ts'
import { grow } from './growth.ts'
import { readJudgements } from './judgements.ts'
import { readMessages } from './messages.ts'
import { moderate } from './moderation.ts'
import { needsOf } from './needs.ts'
import { Outcomes } from './outcomes.ts'
import { settingOf } from './placing.ts'
import { readPromptScore } from './prompt-score.ts'
import { rankingSets, ranksOf } from './ranking.ts'
import { readReactions } from './reactions.ts'
import { shownMessages } from './shown.ts'
import { type Imported, startOf } from './start.ts'
import { stateOf } from './state.ts'
import { Texts } from './texts.ts'
import { readUnplaced } from './unplaced.ts'
import { eachOnce, settleErasures, type TreeFacts, usableFacts } from './usable.ts'
import type { TreeView } from './view.ts'

/**
 * One whole tree, from its facts alone: the same set gives the same view in any order (I1).
 *
 * @returns undefined while the tree's root is unknown.
 */
export function evaluate(given: TreeFacts, base: Rules): TreeView | undefined {
  if (base.profile === 'open-assistant') return replay(given, base)
  const { tree, facts, lendings, people, changes = [] } = given
  const outcomes = new Outcomes()
  const known = usableFacts(given, outcomes)
  const finish = finishThatHolds(known)
  const counted = countedOf(known, people, finish?.counted, outcomes)
  // A finish counts the changes of rules too: a later one is not for the trees that it found finished.
  const ofRules = finish ? changes.filter((change) => isCounted(change, finish.counted)) : changes
  const rules = rulesInForce(base, ofRules, people)

  const messages = readMessages(tree, counted, lendings, people, outcomes)
  const root = messages.get(tree)
  if (!root) return undefined
  const texts = new Texts(known, people)
  const imported = readImport(counted, new Texts(counted, people), outcomes)
  const brought = startOf(imported)
  const decided = readDecisions(counted, brought, outcomes)
  // A halted tree that is more than a prompt had won the lottery.
  const start = decided.released ? (messages.size > 1 ? 'growing' : 'initial_prompt_review') : brought
  const judgements = readJudgements(counted, messages, lendings, people, outcomes)
  const reactions = readReactions(counted, messages, texts, people, outcomes)
  const promptScore = readPromptScore(counted, root, settingOf(messages, lendings, people, outcomes))
  const moderation = moderate(counted, messages, reactions, judgements, rules)
  const deleted = readDeletions(counted, messages, moderation.redFlagged)
  const growth = grow({ messages, judgements, reactions, moderation, deleted, imported, start, rules, outcomes })
  const sets = rankingSets(growth.judged, rules)
  const { unanswerable } = moderation
  const state = stateOf({ growth, sets, start, decided, finished: finish !== undefined, unanswerable, rules })
  settleErasures(known, people, outcomes)
  settleAppeals(known, people, outcomes)
  for (const decision of counted) if (!isFinishable(decision) && decision.is !== 'erase') outcomes.merged(decision)

  const lang = root.lang ?? 'en'
  const shown = shownMessages(tree, growth.judged, sets, state === 'ready_for_export' ? ranksOf(sets) : new Map())
  const asIs = imported?.as === 'as-is'
  const isDue = state === 'ready_for_export' && !finish && (!asIs || growth.worked || decided.released)
  return {
    id: tree,
    lang,
    state,
    goal: growth.goal,
    room: state === 'growing' ? growth.room : 0,
    ...(imported && { imported }),
    ...(asIs && known.every(({ is }) => IMPORT.includes(is)) && { untouched: true as const }),
    messages: shown,
    needs: needsOf(growth, sets, state, lang, rules),
    outcomes: outcomes.of,
    unplaced: readUnplaced(eachOnce(facts), known, shown, outcomes.of, lendings, texts, people),
    ...(promptScore && { promptScore }),
    ...(finish && { finish: finish.id }),
    ...(isDue && { due: finishable(counted, changesThatCount(changes, people), outcomes) })
  }
}

const IMPORT: readonly string[] = ['import_tree', 'import_message', 'piece']

/** What can be said of a tree's facts while it has no root, under any rules: its prompt may have been declined. */
export function outcomesWithoutRoot(given: TreeFacts): Outcomes['of'] {
  const outcomes = new Outcomes()
  const known = usableFacts(given, outcomes)
  countedOf(known, given.people, undefined, outcomes)
  settleAppeals(known, given.people, outcomes)
  const returned = new Set([...outcomes.of.keys()])
  for (const decline of ofKind(known, 'decline')) if (returned.has(decline.content.fact)) outcomes.merged(decline)
  return outcomes.of
}

/** Without what was declined, and without what a finish does not count. */
function countedOf(
  known: readonly KnownFact[],
  people: People,
  finished: ReadonlySet<string> | undefined,
  outcomes: Outcomes
): KnownFact[] {
  const isLate = (fact: KnownFact) => finished !== undefined && isFinishable(fact) && !isCounted(fact, finished)
  return withoutDeclined(known, people, isLate, outcomes).filter((fact) => {
    if (isLate(fact)) outcomes.spare(fact, 'after-finish')
    return !isLate(fact)
  })
}

function readImport(facts: readonly KnownFact[], texts: Texts, outcomes: Outcomes): Imported | undefined {
  const [first, ...again] = ofKind(facts, 'import_tree')
  if (first) outcomes.merged(first)
  for (const fact of again) outcomes.spare(fact, 'known-already')
  return first && { as: first.content.as, fields: texts.fieldsOf(first) }
}
