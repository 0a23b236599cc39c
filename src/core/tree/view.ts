import type { Consensus } from '../consensus/consensus.ts'
import type { Passage } from '../fact/evidence.ts'
import type { DeviceKey, FactId, MessageId, TreeId, VersionId } from '../fact/fact.ts'
import type { Role, TaskKind } from '../fact/kinds.ts'
import type { Places } from '../fact/places.ts'

/** Tree states, spelled as Open-Assistant spells them. */
export const TREE_STATES = [
  'initial_prompt_review',
  'growing',
  'ranking',
  'ready_for_scoring',
  'ready_for_export',
  'scoring_failed',
  'aborted_low_grade',
  'halted_by_moderator',
  'backlog_ranking',
  'prompt_lottery_waiting'
] as const
export type TreeState = (typeof TREE_STATES)[number]

/** What became of a fact. Absent from `TreeView.outcomes`: received, and not yet to be placed. */
export type Outcome =
  | { readonly is: 'merged' }
  | { readonly is: 'spare'; readonly rule: string }
  | { readonly is: 'returned'; readonly rule: string }

export type ReviewView = {
  readonly fact: FactId
  readonly contributor: string
  readonly at: number
  readonly labels: Readonly<Record<string, number>>
  /** Labels that the reviewer could not tell. */
  readonly unsure: readonly string[]
  /** Passages of the message's text that show why flags are set; absent: it names none. */
  readonly evidence?: readonly Passage[]
}

/** Labels that nobody asked for, or those of a report. */
export type FreeLabelView = Omit<ReviewView, 'unsure' | 'evidence'> & {
  readonly report?: { readonly text: string | null }
}

export type EmojiView = {
  readonly fact: FactId
  readonly contributor: string
  readonly at: number
  readonly emoji: string
}

export type BallotView = {
  readonly fact: FactId
  readonly contributor: string
  readonly at: number
  /** Replies that it leaves out are not compared with any. */
  readonly order: Places<MessageId>
  /** The replies that it is about, in the order in which they were shown. */
  readonly shown: readonly MessageId[]
  readonly not_rankable: boolean
  /** The order is the one in which the replies were shown. */
  readonly untouched: boolean
  /** How many of the best are good enough. */
  readonly good?: number
}

export type SkipView = {
  readonly fact: FactId
  readonly contributor: string
  readonly kind: TaskKind
  readonly reason: string
}

export type MessageView = {
  readonly id: MessageId
  readonly parent?: MessageId
  readonly role: Role
  readonly lang?: string
  /** Root: 0. */
  readonly depth: number
  /** null: erased. */
  readonly text: string | null
  readonly version: VersionId
  /** The fact that made it. */
  readonly fact: FactId
  readonly device: DeviceKey
  readonly contributor: string
  /** Seconds since 1970; absent for imported messages. */
  readonly at?: number
  /** An imported message's own fields, as its file had them. */
  readonly given?: Readonly<Record<string, unknown>>
  readonly place: number
  readonly deleted: boolean
  readonly reviewCount: number
  readonly accepted?: boolean
  readonly reviews: readonly ReviewView[]
  /** Ballots over this message's replies. */
  readonly ballots: readonly BallotView[]
  readonly skips: readonly SkipView[]
  readonly emojis: readonly EmojiView[]
  readonly freeLabels: readonly FreeLabelView[]
  /** Of its replies, once there are ballots. */
  readonly consensus?: Consensus
  /** Why flags keep it out, though reviewers find it no junk: labels, and `red_flag` for those that nobody asked for. */
  readonly flagged?: readonly string[]
  /** How many of its siblings stand above it; those that tie have the same. */
  readonly rank?: number
  /** An extra answer that the tree has no place for now. */
  readonly spare: boolean
  /** `open-assistant`: what its row holds besides; an imported message has depth 0 there. */
  readonly row?: { readonly depth: number; readonly rankings: number }
}

/** Work that a tree has no use for, and what it says. */
export type Unplaced = {
  readonly fact: FactId
  readonly contributor: string
  readonly kind: string
  readonly outcome: Exclude<Outcome, { readonly is: 'merged' }>
  /** Seconds since 1970. */
  readonly at?: number
  /** The version that it answers, judges or amends. */
  readonly target?: VersionId
  readonly lang?: string
  /** null: erased. */
  readonly text?: string | null
  readonly labels?: Readonly<Record<string, number>>
  readonly evidence?: readonly Passage[]
  readonly order?: Places<VersionId>
  readonly reason?: string
}

/** Work that a tree waits for. */
export type Need = {
  readonly kind: TaskKind
  readonly target: VersionId
  /** For rankings: the replies to order. */
  readonly candidates: readonly VersionId[]
  /** The thread from the root to the target, as versions. */
  readonly thread: readonly VersionId[]
  readonly lang: string
  /** How many more are wanted, open lendings not counted. */
  readonly wanted: number
  /** Contributors who may not do it: authors, and those who have already done or skipped it. */
  readonly excludes: readonly string[]
  /** [SE2] Those of its thread and candidates that may be hard to read. */
  readonly sensitive?: readonly VersionId[]
  /** Of reviews: whether all labels are asked for, or only the few that decide. */
  readonly full?: boolean
}

/** In halves, so that a tie is a half to each: of so many comparisons with other prompts so many won. */
export type PromptScore = { readonly wins: number; readonly of: number }

export type TreeView = {
  readonly id: TreeId
  readonly lang: string
  readonly state: TreeState
  readonly goal: number
  /** More messages that may be written before the goal is met. */
  readonly room: number
  /** The import that brought it, if one did. */
  readonly imported?: { readonly as: string; readonly fields: Readonly<Record<string, unknown>> }
  /** Nothing but its import, as it is, ever happened to it: its export is what its file said. */
  readonly untouched?: true
  /** Parents before children, replies in rank order. */
  readonly messages: readonly MessageView[]
  readonly needs: readonly Need[]
  readonly outcomes: ReadonlyMap<FactId, Outcome>
  readonly unplaced: readonly Unplaced[]
  /** What ballots over prompts say of its prompt; it counts in the lottery and nowhere else. */
  readonly promptScore?: PromptScore
  /** The finish that holds (I7). */
  readonly finish?: FactId
  /** `open-assistant`: what the tree's row of states holds besides. */
  readonly row?: {
    readonly active: boolean
    /** Whether the lottery ever drew it. */
    readonly won: boolean
    readonly maxDepth: number
    readonly maxChildren: number
    /** It has no row, and no state. */
    readonly lost?: true
    /** When an active tree came to rest, by which fact: each time a tree of the backlog may take its place. */
    readonly rolls: readonly { readonly by: FactId; readonly lang: string }[]
  }
  /** UUIDs of the facts that a finish would have to name; present while the tree is ready and has none. */
  readonly due?: readonly string[]
}
