import type { KnownFact } from '../fact/check.ts'
import type { DeviceKey, FactId, TreeId, VersionId } from '../fact/fact.ts'
import type { TaskKind } from '../fact/kinds.ts'
import { type Shaped, Shapes } from '../fact/shapes.ts'
import { uuidOf } from '../hash.ts'

export type Lending = Shaped<'lending'>
export type Lendings = ReadonlyMap<FactId, Lending>

/** One piece of lent work, in versions rather than positions. */
export type Task = {
  readonly kind: TaskKind
  readonly lang: string
  readonly borrower: DeviceKey
  readonly target?: VersionId
  readonly candidates: readonly VersionId[]
}

/** A fact that answers a task. */
export type AnswerFact = Extract<KnownFact, { is: 'writing' | 'review' | 'ballot' | 'skip' }>

/** Whether a fact does. One of another kind may have a field `task` too, and nobody has checked what is in it. */
export function isAnswer(fact: KnownFact): fact is AnswerFact {
  return fact.is === 'writing' || fact.is === 'review' || fact.is === 'ballot' || fact.is === 'skip'
}

/** The pieces that hold texts of a fact, if it is of a kind that may have some; in others nobody has checked that field. */
export function piecesOf({ is, content }: KnownFact): readonly FactId[] {
  return 'pieces' in Shapes[is].entries ? ((content as Shaped<'piece'>).pieces ?? []) : []
}

/** The only tasks that are about no message. */
const WITHOUT_TARGET: readonly TaskKind[] = ['initial_prompt', 'rank_initial_prompts']

/** The task at a place of a lending; undefined if the lending has no such place, or it is no task. */
export function taskAt(lending: Lending, index: number): Task | undefined {
  const task = lending.tasks[index]
  if (!task || (task.target === undefined && !WITHOUT_TARGET.includes(task.kind))) return undefined
  const target = task.target === undefined ? undefined : lending.shown[task.target]
  const candidates = (task.candidates ?? []).map((at) => lending.shown[at])
  if ((task.target !== undefined && target === undefined) || candidates.includes(undefined)) return undefined
  return {
    kind: task.kind,
    lang: lending.lang,
    borrower: lending.device,
    ...(target !== undefined && { target }),
    candidates: candidates as VersionId[]
  }
}

/** The trees that a fact speaks of, and the ids that must be known first to tell the rest. */
export type Belongs = { readonly trees: readonly TreeId[]; readonly waitsFor: readonly string[] }

/**
 * [TR1] The trees that a checked fact speaks of; none for facts about persons, lendings and pieces of texts (a piece
 * goes where the fact goes that names it).
 *
 * @param treeOf the tree of a message, version or fact id; undefined if none is known yet.
 */
export function belongsTo(fact: KnownFact, lendings: Lendings, treeOf: (id: string) => TreeId | undefined): Belongs {
  const through = (ids: readonly string[]): Belongs => {
    const trees = new Set(ids.flatMap((id) => treeOf(id) ?? []))
    return { trees: [...trees], waitsFor: ids.filter((id) => treeOf(id) === undefined) }
  }
  switch (fact.is) {
    case 'import_tree':
    case 'import_message':
    case 'lottery':
    case 'halt':
    case 'restart':
    case 'abort':
    case 'activate':
    case 'recheck':
    case 'retry':
    case 'lose':
    case 'finish':
    case 'reopen':
      return { trees: [fact.content.tree], waitsFor: [] }
    case 'amend':
    case 'emoji':
    case 'label':
    case 'report':
    case 'clear':
    case 'delete':
    case 'undelete':
      return through([fact.content.message])
    case 'decline':
    case 'appeal':
    case 'hearing':
      return through([fact.content.fact])
    case 'erase':
      return through(fact.content.facts)
    case 'writing':
    case 'review':
    case 'ballot':
    case 'skip': {
      const [lendingId, index] = fact.content.task
      const lending = lendings.get(lendingId)
      if (!lending) return { trees: [], waitsFor: [lendingId] }
      if (fact.content.kind === 'initial_prompt') return { trees: [uuidOf(fact.id)], waitsFor: [] }
      const { target, candidates = [] } = taskAt(lending, index) ?? {}
      // Without a target it is about prompts, and belongs to the tree of each.
      return through(target === undefined ? candidates : [target])
    }
    default:
      return { trees: [], waitsFor: [] }
  }
}
