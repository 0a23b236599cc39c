import type { MessageId } from '../fact/fact.ts'
import { hashOf } from '../hash.ts'
import { IMPORTED_ROOM, type Rules } from '../rules.ts'
import type { Judgements } from './judgements.ts'
import type { Written } from './messages.ts'
import type { Moderation } from './moderation.ts'
import type { Outcomes } from './outcomes.ts'
import type { Reactions } from './reactions.ts'
import { barringFlags, type Required, reviewsWanted, verdict } from './reviews.ts'
import { type Imported, startedFull } from './start.ts'
import type { BallotView, EmojiView, FreeLabelView, ReviewView, SkipView, TreeState } from './view.ts'

export type Judged = Written & {
  readonly deleted: boolean
  readonly reviewCount: number
  readonly accepted?: boolean
  readonly firstVerdict?: boolean
  readonly reviews: readonly ReviewView[]
  readonly ballots: readonly BallotView[]
  readonly skips: readonly SkipView[]
  readonly emojis: readonly EmojiView[]
  readonly freeLabels: readonly FreeLabelView[]
  /** Why flags keep it out. */
  readonly flagged?: readonly string[]
  /** How many more reviews it wants, wherever it stands. */
  readonly reviewsWanted: number
  readonly spare: boolean
}

export type Growth = {
  readonly root: Judged
  readonly judged: ReadonlyMap<MessageId, Judged>
  readonly goal: number
  /** Messages still wanted: the goal less what is accepted or under review. */
  readonly room: number
  readonly grown: boolean
  /** Whether anyone contributed to it here. */
  readonly worked: boolean
}

type Input = {
  readonly messages: ReadonlyMap<MessageId, Written>
  readonly judgements: Judgements
  readonly reactions: Reactions
  readonly moderation: Moderation
  readonly deleted: ReadonlySet<MessageId>
  readonly imported: Imported | undefined
  /** Where an imported tree starts. */
  readonly start: TreeState | undefined
  readonly rules: Rules
  readonly outcomes: Outcomes
}

/**
 * [GR1] Which messages make up the tree. Accepted ones come first: a pending reply takes only a place that no accepted
 * one has (I7), and once as many are accepted as the goal wants, pending ones are spare.
 */
export function grow(input: Input): Growth {
  const { messages, judgements, reactions, deleted, imported, start, rules, outcomes } = input
  const verdicts = new Map([...messages.values()].map((message) => [message.id, verdictOf(message, input)]))
  const isAccepted = (id: MessageId) => verdicts.get(id)?.accepted === true && !deleted.has(id)
  const accepted = [...messages.keys()].filter(isAccepted).length
  const goal = goalOf(imported, messages, isAccepted, rules)
  const grown = accepted >= goal
  const full = grown || startedFull(start)
  const placeless = new Map<MessageId, ReadonlyMap<MessageId, string>>()

  const judged = new Map<MessageId, Judged>()
  let pending = 0
  for (const message of messages.values()) {
    const { accepted: isIn, firstVerdict, flagged } = verdicts.get(message.id) ?? {}
    const why = message.given || isIn === true ? undefined : spareRule(message)
    if (!message.given) settle(message, isIn, why, flagged?.length ? 'flagged' : 'not-accepted')
    if (isIn === undefined && why === undefined && !deleted.has(message.id)) pending += 1
    const reviews = judgements.reviews.get(message.id) ?? []
    judged.set(message.id, {
      ...message,
      deleted: deleted.has(message.id),
      reviewCount: givenCount(message) + reviews.length,
      ...(isIn !== undefined && { accepted: isIn }),
      ...(firstVerdict !== undefined && { firstVerdict }),
      reviews,
      ballots: judgements.ballots.get(message.id) ?? [],
      skips: judgements.skips.get(message.id) ?? [],
      emojis: reactions.emojis.get(message.id) ?? [],
      freeLabels: reactions.freeLabels.get(message.id) ?? [],
      ...(flagged?.length && { flagged }),
      reviewsWanted: reviewsWanted(reviews, requiredOf(message, rules), givenCount(message)),
      spare: isIn === undefined && why !== undefined
    })
  }
  const worked = [...judged.values()].some(
    ({ given, reviews, ballots }) => !given || reviews.length > 0 || ballots.length > 0
  )
  const root = judged.values().next().value as Judged
  return { root, judged, goal, room: Math.max(0, goal - accepted - pending), grown, worked }

  function settle(message: Written, isIn: boolean | undefined, why: string | undefined, against: string): void {
    if (isIn === false) outcomes.returned(message.fact, against)
    else if (why !== undefined) outcomes.spare(message.fact, why)
    else outcomes.merged(message.fact)
  }

  /** Why a message that is not accepted has no place in the tree; undefined: it has one. */
  function spareRule(message: Written): string | undefined {
    const parent = message.parent === undefined ? undefined : messages.get(message.parent)
    if (!parent) return undefined
    if (full) return 'tree-full'
    if (message.depth > rules.max_tree_depth) return 'too-deep'
    if (!isAccepted(parent.id)) return 'parent-not-accepted'
    const ofParent = placeless.get(parent.id) ?? placelessBelow(parent)
    placeless.set(parent.id, ofParent)
    return ofParent.get(message.id)
  }

  /** The open replies to one parent that have no place there, and why: a contributor takes one place at most. */
  function placelessBelow(parent: Written): ReadonlyMap<MessageId, string> {
    const replies = parent.children.flatMap((id) => messages.get(id) ?? [])
    const accepted = replies.filter(({ id }) => isAccepted(id))
    const answered = new Set(accepted.map(({ contributor }) => contributor))
    const why = new Map<MessageId, string>()
    let places = childLimit(parent, rules) - accepted.length
    for (const { id, contributor, given } of replies) {
      if (verdicts.get(id)?.accepted !== undefined || deleted.has(id)) continue
      if (given === undefined && answered.has(contributor)) why.set(id, 'done-again')
      else if (given === undefined && places <= 0) why.set(id, 'enough-answers')
      else {
        places -= 1
        answered.add(contributor)
      }
    }
    return why
  }
}

export function childLimit(parent: Written, rules: Rules): number {
  return parent.role === 'assistant' ? rules.num_prompter_replies : rules.max_children_count
}

function givenCount({ given }: Written): number {
  return typeof given?.review_count === 'number' ? given.review_count : 0
}

function requiredOf(message: Written, rules: Rules): Required {
  const both = { clean: rules.num_clean_reviews, disputed: rules.num_disputed_reviews }
  return message.parent === undefined
    ? { ...both, reviews: rules.num_reviews_initial_prompt, threshold: rules.acceptance_threshold_initial_prompt }
    : { ...both, reviews: rules.num_reviews_reply, threshold: rules.acceptance_threshold_reply }
}

type Verdict = {
  readonly accepted?: boolean
  readonly firstVerdict?: boolean
  readonly flagged?: readonly string[]
}

/** What an import says of its messages holds. Flags keep out what reviews accept, until a moderator clears it. */
function verdictOf(message: Written, { judgements, moderation, rules }: Input): Verdict {
  const redFlag = moderation.redFlagged.has(message.id) ? ['red_flag'] : []
  const given = message.given?.review_result
  if (typeof given === 'boolean') return { accepted: given, firstVerdict: given, flagged: redFlag }
  const reviews = judgements.reviews.get(message.id) ?? []
  const found = verdict(reviews, requiredOf(message, rules), givenCount(message))
  if (found.accepted !== true || moderation.cleared.has(message.id)) return { ...found, flagged: redFlag }
  const flags = barringFlags(reviews, rules.flag_threshold)
  return { ...found, accepted: flags.length === 0, flagged: [...flags, ...redFlag] }
}

/** [GR2] The goal of a tree; one imported as `growing` may take as many messages more as a new one. */
function goalOf(
  imported: Imported | undefined,
  messages: ReadonlyMap<MessageId, Written>,
  isAccepted: (id: MessageId) => boolean,
  rules: Rules
): number {
  const given = imported?.fields.goal_tree_size
  if (imported?.as === 'as-is' && typeof given === 'number') return given
  if (imported?.as !== 'growing' && imported?.fields.tree_state !== 'growing') return ownGoal(messages, rules)
  const before = [...messages.values()].filter(({ id, given }) => given && isAccepted(id)).length
  return before + IMPORTED_ROOM
}

/** Fixed, or drawn between two bounds by the root's id, so that it can be drawn again. */
function ownGoal(messages: ReadonlyMap<MessageId, Written>, rules: Rules): number {
  const { goal_tree_size: most, min_goal_tree_size: least, random_goal_tree_size } = rules
  if (!random_goal_tree_size || least >= most) return most
  return least + Math.floor(chanceOf('goal', messages.keys().next().value ?? '') * (most - least + 1))
}

/** From 0 up to, but not, 1; the same for the same id wherever it is asked. */
export function chanceOf(purpose: string, id: MessageId): number {
  return Number.parseInt(hashOf(purpose, id).slice(0, 8), 16) / 2 ** 32
}
