import type { MessageId, TreeId, VersionId } from '../fact/fact.ts'
import type { TaskKind } from '../fact/kinds.ts'
import { isBallot, isReview } from '../fact/kinds.ts'
import type { Need } from '../tree/view.ts'

/** Work that a tree waits for, and how much of it lies with others. */
export type Offer = Need & {
  readonly tree: TreeId
  /** More replies that its tree may take, those reserved not counted off. */
  readonly room: number
  /** Replies of its tree that are reserved, to whichever message. */
  readonly reservedInTree: number
  /** How many have it on loan until a date still to come, and have not answered. */
  readonly reserved: number
  /** When the oldest of these was lent, in seconds since 1970; 0 if none is. */
  readonly lentAt: number
}

/** A prompt that waits for the lottery. */
export type WaitingPrompt = {
  readonly tree: TreeId
  readonly version: VersionId
  readonly lang: string
  readonly author: string
}

/** Who asks, and what they have already. */
export type Borrower = {
  readonly contributor: string
  readonly banned?: boolean
  /** `keyOfTask` of all that they have on loan and have not answered; for prompts to rank, of each prompt. */
  readonly holds: ReadonlySet<string>
}

export type Wish = {
  /** BCP 47, best first; none: whichever has most to do. */
  readonly langs: readonly string[]
  /** None: all that is about a message. */
  readonly kinds?: readonly TaskKind[]
  readonly count: number
  /** Time that the person has; none: no matter. */
  readonly minutes?: number
}

export function keyOfTask({ kind, target }: { readonly kind: string; readonly target: VersionId | MessageId }): string {
  return `${kind} ${target}`
}

export function isReply(kind: string): kind is 'prompter_reply' | 'assistant_reply' {
  return kind === 'prompter_reply' || kind === 'assistant_reply'
}

/** What finishes trees comes first: 0 ballots, 1 reviews, 2 replies. */
export function stageOf(kind: string): 0 | 1 | 2 {
  return isBallot(kind) ? 0 : isReview(kind) ? 1 : 2
}

/**
 * Expected minutes of a task, to cut a batch to the time that somebody has. Round figures, generous rather than short:
 * who is done early asks again, and who is not holds work that others wait for.
 */
export const EXPECTED_MINUTES: Readonly<Record<TaskKind, number>> = {
  initial_prompt: 3,
  prompter_reply: 3,
  assistant_reply: 8,
  label_initial_prompt: 1,
  label_prompter_reply: 1,
  label_assistant_reply: 2,
  rank_initial_prompts: 2,
  rank_prompter_replies: 2,
  rank_assistant_replies: 4,
  translate_message: 6,
  review_translation: 3
}
