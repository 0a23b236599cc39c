import { compareText } from '../bytes.ts'
import { isHeld } from '../dataset/select.ts'
import { checkFact, type Known, type KnownFact, ofKind } from '../fact/check.ts'
import type { Fact, FactId, MessageId, TreeId } from '../fact/fact.ts'
import { isFlag, type Role } from '../fact/kinds.ts'
import { mayDecide, memberOf, type People } from '../people.ts'
import type { MessageView, TreeState, TreeView } from '../tree/view.ts'

/** What became of one person's messages in a tree, for that person: no text and no name of anybody else is in it. */
export type TreeBecame = {
  readonly tree: TreeId
  /** Absent: the tree has no prompt (any more). */
  readonly state?: TreeState
  /** Messages that stand in it; the shape may show fewer. */
  readonly messages: number
  /** Parents before children, siblings with the better ranked first. */
  readonly shape: readonly BecameNode[]
  readonly mine: readonly MessageBecame[]
  readonly words: readonly ModeratorsWord[]
}

export type BecameNode = {
  /** Place in the shape; absent: the root. */
  readonly parent?: number
  readonly role: Role
  readonly mine: boolean
  /** Reviewers have not decided yet. */
  readonly pending: boolean
  /** How many of its siblings stand above it; absent: not ranked. */
  readonly rank?: number
}

export type MessageBecame = {
  readonly message: MessageId
  /** Its place in the shape; absent: it does not stand, or the shape is cut before it. */
  readonly place?: number
  readonly replies: number
  /** All that grew below it, replies too. */
  readonly below: number
  readonly reviews: number
  /** Absent: reviewers have not decided yet. */
  readonly accepted?: boolean
  /** What reviewers said together, 0 to 1, and how many said it; none while they have not decided, nor flags that none set. */
  readonly labels: readonly { readonly label: string; readonly mean: number; readonly count: number }[]
  /** Place among those that the same message has, from 0, and how many were ranked. */
  readonly rank?: { readonly place: number; readonly of: number }
  /** It would be in a dataset that is exported now. */
  readonly exported: boolean
}

/** What a moderator said to this person: why something was returned, or what became of an appeal. */
export type ModeratorsWord = {
  /** The contribution that it is about. */
  readonly fact: FactId
  readonly is: 'decline' | 'hearing'
  /** Of a decline. */
  readonly rule?: string
  /** null: none, or erased. */
  readonly words: string | null
  readonly passage?: string
  /** Of a decline: it does not hold any more. Of a hearing: it lifted something. */
  readonly lifted: boolean
  /** Seconds since 1970. */
  readonly at: number
}

/** More nodes are no picture any more. */
const MOST_NODES = 40

/**
 * [BE1] What there is to tell a person of a tree; the same facts tell the same.
 *
 * @param view undefined while the tree has no prompt.
 * @param facts of the tree, in any order.
 * @returns undefined: they have written nothing in it, and nothing was said to them.
 */
export function becameOf(
  tree: TreeId,
  view: TreeView | undefined,
  facts: readonly Fact[],
  people: People,
  contributor: string
): TreeBecame | undefined {
  const isMine = (message: MessageView) => message.contributor === contributor
  const words = wordsTo(contributor, facts, people)
  const standing = (view?.messages ?? []).filter(({ deleted, spare }) => !deleted && !spare)
  const own = (view?.messages ?? []).filter(isMine)
  if (own.length === 0 && words.length === 0) return undefined
  const shape = standing.slice(0, MOST_NODES)
  const places = new Map(shape.map(({ id }, place) => [id, place]))
  return {
    tree,
    ...(view && { state: view.state }),
    messages: standing.length,
    shape: shape.map((message) => ({
      ...(message.parent !== undefined && { parent: places.get(message.parent) ?? 0 }),
      ...{ role: message.role, mine: isMine(message), pending: message.accepted === undefined },
      ...(message.rank !== undefined && { rank: message.rank })
    })),
    mine: own.map((message) => messageBecame(message, standing, places.get(message.id), view?.state, people)),
    words
  }
}

function messageBecame(
  message: MessageView,
  standing: readonly MessageView[],
  place: number | undefined,
  state: TreeState | undefined,
  people: People
): MessageBecame {
  const { id, accepted, reviewCount, rank, parent } = message
  const replies = standing.filter((other) => other.parent === id)
  const stands = standing.includes(message)
  const isFine = accepted === true && stands && !isHeld(message) && message.text !== null
  return {
    message: id,
    ...(place !== undefined && { place }),
    ...{ replies: replies.length, below: belowOf(id, standing), reviews: reviewCount },
    ...(accepted !== undefined && { accepted }),
    labels: accepted === undefined ? [] : meansOf(message),
    ...(rank !== undefined && {
      rank: { place: rank, of: standing.filter((other) => other.parent === parent && other.rank !== undefined).length }
    }),
    exported: isFine && state === 'ready_for_export' && memberOf(people, message.device).consented
  }
}

/** Parents come before children. */
function belowOf(id: MessageId, standing: readonly MessageView[]): number {
  const below = new Set([id])
  for (const { id: each, parent } of standing) if (parent !== undefined && below.has(parent)) below.add(each)
  return below.size - 1
}

/** Sums run in the order of the reviews' ids, so that their last digits are the same everywhere. */
function meansOf({ reviews }: MessageView): MessageBecame['labels'] {
  const sums = new Map<string, { sum: number; count: number }>()
  for (const { labels } of reviews.toSorted((a, b) => compareText(a.fact, b.fact)))
    for (const [label, value] of Object.entries(labels)) {
      const { sum, count } = sums.get(label) ?? { sum: 0, count: 0 }
      sums.set(label, { sum: sum + value, count: count + 1 })
    }
  return [...sums]
    .filter(([label, { sum }]) => sum > 0 || !isFlag(label))
    .map(([label, { sum, count }]) => ({ label, mean: sum / count, count }))
    .sort((a, b) => compareText(a.label, b.label))
}

/** [BE2] */
function wordsTo(contributor: string, facts: readonly Fact[], people: People): ModeratorsWord[] {
  const own = new Set(
    facts.filter(({ device }) => memberOf(people, device).contributor === contributor).map(({ id }) => id)
  )
  const known = facts.map(checkFact).flatMap((fact) => ('id' in fact ? [fact as KnownFact] : []))
  const decisions = known.filter(({ device }) => mayDecide(people, device))
  const hearings = ofKind(decisions, 'hearing')
  const lifted = new Set(hearings.flatMap(({ content }) => content.declines ?? []))
  const words = [
    ...ofKind(decisions, 'decline').map((fact) => ({
      ...said(fact),
      rule: fact.content.rule,
      lifted: lifted.has(fact.id)
    })),
    ...hearings.map((fact) => ({ ...said(fact), lifted: (fact.content.declines ?? []).length > 0 }))
  ]
  return words.filter(({ fact }) => own.has(fact)).sort((a, b) => a.at - b.at || compareText(a.fact, b.fact))
}

function said({ is, content }: Known<'decline' | 'hearing'> & { readonly is: 'decline' | 'hearing' }) {
  const { fact, text, at } = content
  const passage = 'passage' in content && typeof content.passage === 'string' ? { passage: content.passage } : {}
  return { fact, is, words: text ?? null, at, ...passage }
}
