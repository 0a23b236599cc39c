import { keyOfTask } from '../core/dispatch/offer.ts'
import { type Content, type DeviceKey, type Fact, type FactId, makeFact, type TreeId } from '../core/fact/fact.ts'
import { isWriting, type TaskKind } from '../core/fact/kinds.ts'
import { uuidOf } from '../core/hash.ts'
import { memberOf } from '../core/people.ts'
import { Project } from '../core/project/project.ts'
import type { Rules } from '../core/rules.ts'
import { type Lending, taskAt } from '../core/tree/task.ts'
import type { TreeState, TreeView } from '../core/tree/view.ts'
import { type Chance, chanceOf } from './chance.ts'

/** A task that somebody has and has not answered. Times in seconds since 1970. */
export type Loan = {
  readonly contributor: string
  readonly kind: TaskKind
  /** A version; absent for a first prompt. */
  readonly target?: string
  readonly tree?: TreeId
  readonly lang: string
  readonly at: number
  readonly until: number
}

/** A hub without a store or a link: a project, what it lent, and what follows from the trees. */
export type Hub = {
  readonly key: DeviceKey
  readonly rules: Rules
  readonly project: Project
  readonly chance: Chance
  /** By `loanKey`. */
  readonly loans: Map<string, Loan>
  /** Trees with their views as of the last `settle`. */
  readonly trees: Map<TreeId, TreeView>
  /** Of these, those that wait for work. */
  readonly open: Map<TreeId, TreeView>
  /** Trees by language and state: see `inState`. */
  readonly states: Map<string, Set<TreeId>>
  /** When a tree was first ready for export, in seconds since 1970. */
  readonly finishedAt: Map<TreeId, number>
  /** Everything taken in, in order. */
  readonly facts: Map<FactId, Fact>
  /** Touched since the last `settle`. */
  readonly touched: Set<TreeId>
  readonly treeOf: Map<string, TreeId>
}

export function newHub(key: DeviceKey, rules: Rules, seed: number): Hub {
  return {
    key,
    rules,
    project: new Project(rules),
    chance: chanceOf(seed, key, 'hub'),
    loans: new Map(),
    trees: new Map(),
    open: new Map(),
    states: new Map(),
    finishedAt: new Map(),
    facts: new Map(),
    touched: new Set(),
    treeOf: new Map()
  }
}

function loanKey(lending: FactId, index: number): string {
  return `${lending} ${index}`
}

/** Takes a fact in; what follows from it is for `settle`. */
export function take(hub: Hub, fact: Fact): void {
  if (hub.facts.has(fact.id)) return
  hub.facts.set(fact.id, fact)
  const touched = hub.project.add(fact)
  for (const tree of touched) hub.touched.add(tree)
  const { content } = fact
  if (content.kind === 'lending') noteLoans(hub, fact.id, content as unknown as Lending)
  if (isWriting(content.kind) && touched[0] !== undefined) hub.treeOf.set(uuidOf(fact.id), touched[0])
  if (Array.isArray(content.task)) hub.loans.delete(loanKey(content.task[0], content.task[1]))
}

function noteLoans(hub: Hub, id: FactId, lending: Lending): void {
  for (let index = 0; index < lending.tasks.length; index++) {
    const task = taskAt(lending, index)
    if (!task) continue
    const tree = task.target === undefined ? undefined : hub.treeOf.get(task.target)
    hub.loans.set(loanKey(id, index), {
      contributor: memberOf(hub.project.people, lending.device).contributor,
      kind: task.kind,
      ...(task.target !== undefined && { target: task.target }),
      ...(tree !== undefined && { tree }),
      lang: lending.lang,
      at: lending.at,
      until: lending.until
    })
  }
}

/** Signs a decision of the hub and takes it in. */
export function decide(hub: Hub, content: Content): Fact {
  const fact = makeFact(hub.key, content)
  take(hub, fact)
  return fact
}

/** The trees of a language that are in a state, as of the last `settle`. */
export function inState(hub: Hub, lang: string, state: TreeState): Set<TreeId> {
  const key = `${state} ${lang}`
  const known = hub.states.get(key) ?? new Set<TreeId>()
  hub.states.set(key, known)
  return known
}

/** What a contributor has on loan, as `keyOfTask`. */
export function heldBy(hub: Hub, contributor: string): Set<string> {
  const held = new Set<string>()
  for (const { contributor: whose, kind, target } of hub.loans.values())
    if (whose === contributor && target !== undefined) held.add(keyOfTask({ kind, target }))
  return held
}
