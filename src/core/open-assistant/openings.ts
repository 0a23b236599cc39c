import type { MessageId } from '../fact/fact.ts'
import type { TaskKind } from '../fact/kinds.ts'
import type { Rules } from '../rules.ts'
import type { MessageView, TreeView } from '../tree/view.ts'
import { turnedDownBy } from './contributions.ts'

/** One piece of work that a tree has for somebody (open-assistant.md 1.4). */
export type Opening = {
  readonly kind: TaskKind
  readonly tree: TreeView
  readonly target: MessageView
  /** For rankings. */
  readonly candidates: readonly MessageView[]
  /** Who may not do it: those who wrote, did or skipped it. */
  readonly excludes: ReadonlySet<string>
  /** Counted replies there, for one more reply. */
  readonly replies: number
  /** How many more are wanted. */
  readonly wanted: number
}

/** Every call looks at every tree, and a view never changes: what it is open for is worked out once for the same rules. */
const KNOWN = new WeakMap<TreeView, { readonly rules: Rules; readonly openings: readonly Opening[] }>()

/** What a tree in its state is open for, whoever may do it. */
export function openingsOf(tree: TreeView, rules: Rules): readonly Opening[] {
  if (!tree.row?.active) return []
  const known = KNOWN.get(tree)
  if (known?.rules === rules) return known.openings
  const openings = openingsIn(tree, rules)
  KNOWN.set(tree, { rules, openings })
  return openings
}

function openingsIn(tree: TreeView, rules: Rules): Opening[] {
  const children = Map.groupBy(tree.messages, ({ parent }) => parent)
  const repliesTo = (id: MessageId) => children.get(id) ?? []
  switch (tree.state) {
    case 'initial_prompt_review':
      return reviews(tree, (message) => message.parent === undefined, rules.num_reviews_initial_prompt)
    case 'growing':
      return [
        ...reviews(tree, (message) => message.parent !== undefined, rules.num_reviews_reply),
        ...extensions(tree, repliesTo, rules)
      ]
    case 'ranking':
      return rankings(tree, repliesTo, rules)
    default:
      return []
  }
}

function reviews(tree: TreeView, which: (message: MessageView) => boolean, required: number): Opening[] {
  return tree.messages
    .filter((m) => which(m) && m.accepted !== true && !m.deleted && m.reviewCount < required)
    .map((target) => {
      const kind = target.parent === undefined ? 'label_initial_prompt' : (`label_${target.role}_reply` as const)
      const did = target.reviews.map(({ contributor }) => contributor)
      const excludes = new Set([target.contributor, ...did, ...turnedDownBy(target, '_skip_labeling')])
      return { kind, tree, target, candidates: [], excludes, replies: 0, wanted: required - target.reviewCount }
    })
}

/**
 * Parents that may be replied to. A reply counts if it is there and accepted or still under review. A parent all of whose
 * replies do not count is none, for good: a fault of the query that is repeated here (open-assistant.md 13.1).
 */
function extensions(tree: TreeView, repliesTo: (id: MessageId) => readonly MessageView[], rules: Rules): Opening[] {
  const row = tree.row
  const underReview = (message: MessageView) =>
    message.accepted === true || message.reviewCount < rules.num_reviews_reply
  const counts = (m: MessageView) => !m.deleted && (m.parent === undefined ? m.accepted === true : underReview(m))
  const size = tree.messages.filter(counts).length
  if (!row || size >= tree.goal) return []
  return tree.messages.flatMap((target): Opening[] => {
    const all = repliesTo(target.id)
    const counted = all.filter((reply) => !reply.deleted && underReview(reply))
    const most = target.role === 'prompter' ? row.maxChildren : Math.min(row.maxChildren, rules.num_prompter_replies)
    const vanished = all.length > 0 ? counted.length === 0 : rules.num_reviews_reply === 0
    const open = target.accepted === true && !target.deleted && (target.row?.depth ?? target.depth) < row.maxDepth
    if (!open || vanished || counted.length >= most) return []
    const kind = target.role === 'assistant' ? 'prompter_reply' : 'assistant_reply'
    const wrote = counted.map(({ contributor }) => contributor)
    const excludes = new Set([...wrote, ...turnedDownBy(target, '_skip_reply')])
    const wanted = Math.min(most - counted.length, tree.goal - size)
    return [{ kind, tree, target, candidates: [], excludes, replies: counted.length, wanted }]
  })
}

/** Sets of replies of which one has too few ballots; the parent may be deleted. Prompters' sets are among them. */
function rankings(tree: TreeView, repliesTo: (id: MessageId) => readonly MessageView[], rules: Rules): Opening[] {
  return tree.messages.flatMap((target): Opening[] => {
    const replies = repliesTo(target.id).filter((reply) => reply.accepted === true && !reply.deleted)
    return [...Map.groupBy(replies, ({ role }) => role)].flatMap(([role, candidates]): Opening[] => {
      const fewest = Math.min(...candidates.map((reply) => reply.row?.rankings ?? 0))
      if (candidates.length < 2 || fewest >= rules.num_required_rankings) return []
      const kind: TaskKind = role === 'assistant' ? 'rank_assistant_replies' : 'rank_prompter_replies'
      const busy = [...candidates, ...target.ballots].map(({ contributor }) => contributor)
      const excludes = new Set([...busy, ...turnedDownBy(target, '_skip_ranking')])
      return [{ kind, tree, target, candidates, excludes, replies: 0, wanted: rules.num_required_rankings - fewest }]
    })
  })
}
