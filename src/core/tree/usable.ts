import { compareText } from '../bytes.ts'
import { checkFact, type Known, type KnownFact, ofKind } from '../fact/check.ts'
import type { Fact, FactId, TreeId } from '../fact/fact.ts'
import { mayDecide, memberOf, type People } from '../people.ts'
import type { Outcomes } from './outcomes.ts'
import { isAnswer, type Lendings, taskAt } from './task.ts'
import { mayErase } from './texts.ts'

export type TreeFacts = {
  readonly tree: TreeId
  /** Every fact that belongs to the tree, in any order. */
  readonly facts: readonly Fact[]
  /** The lendings that these facts name, as far as they are known. */
  readonly lendings: Lendings
  readonly people: People
  /** Decisions that changed the project's rules, as far as they are known. */
  readonly changes?: readonly Known<'rules'>[]
}

/**
 * Those of the facts that are what they claim to be, each once, in the order of their ids.
 * [EV1] Malformed facts, decisions of those who may not decide, and answers to others' tasks are returned.
 */
export function usableFacts({ facts, lendings, people }: TreeFacts, outcomes: Outcomes): KnownFact[] {
  return eachOnce(facts)
    .sort((a, b) => compareText(a.id, b.id))
    .flatMap((fact) => usable(fact, lendings, people, outcomes))
}

function usable(fact: Fact, lendings: Lendings, people: People, outcomes: Outcomes): KnownFact[] {
  const checked = checkFact(fact)
  if (checked.is === 'unknown') return []
  if (checked.is === 'malformed') {
    outcomes.returned(fact, 'malformed')
    return []
  }
  const known = checked as KnownFact
  if (DECISIONS.includes(known.is) && !mayDecide(people, fact.device)) {
    outcomes.returned(fact, 'not-allowed')
    return []
  }
  if (isAnswer(known)) {
    const [id, index] = known.content.task
    const lending = lendings.get(id)
    if (!lending) return []
    const task = taskAt(lending, index)
    const same = memberOf(people, lending.device).contributor === memberOf(people, fact.device).contributor
    if (!same || !task || (known.is !== 'skip' && task.kind !== fact.content.kind)) {
      outcomes.returned(fact, same ? 'no-such-task' : 'not-lent-to-you')
      return []
    }
  }
  return [known]
}

/**
 * A fact twice is one fact. Where one copy has lost its text, the other holds: whether a text is erased is for the
 * erasures to say.
 */
export function eachOnce(facts: readonly Fact[]): Fact[] {
  const once = new Map<FactId, Fact>()
  for (const fact of facts) if (once.get(fact.id)?.content.text === undefined) once.set(fact.id, fact)
  return [...once.values()]
}

/** An erasure that names nothing of this tree waits; one of others' texts alone is returned. */
export function settleErasures(facts: readonly KnownFact[], people: People, outcomes: Outcomes): void {
  const devices = new Map(facts.map(({ id, device }) => [id, device]))
  for (const erasure of ofKind(facts, 'erase')) {
    const named = erasure.content.facts.filter((id) => devices.has(id))
    const may = (id: FactId | undefined) => mayErase(people, erasure.device, id && devices.get(id))
    if (may(undefined) || named.some(may)) outcomes.merged(erasure)
    else if (named.length > 0) outcomes.returned(erasure, 'not-yours')
  }
}

const DECISIONS = [
  'import_tree',
  'import_message',
  'lottery',
  'halt',
  'restart',
  'abort',
  'activate',
  'recheck',
  'retry',
  'lose',
  'clear',
  'delete',
  'undelete',
  'finish',
  'reopen',
  'decline',
  'hearing'
]
