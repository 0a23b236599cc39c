import type { FactId, MessageId, TreeId } from '../fact/fact.ts'
import type { Role } from '../fact/kinds.ts'
import type { Rules } from '../rules.ts'
import type { BallotView, EmojiView, FreeLabelView, ReviewView, SkipView, TreeState } from '../tree/view.ts'

/** What Open-Assistant's database holds of one message (open-assistant.md 9). It changes while a tree is retold. */
export type Post = {
  readonly id: MessageId
  readonly parent?: MessageId
  readonly role: Role
  readonly lang: string
  /** Empty: the import. */
  readonly author: string
  /** 0 of every imported message: an import does not count. */
  readonly depth: number
  deleted: boolean
  reviewCount: number
  /** undefined: not decided. */
  accepted: boolean | undefined
  /** Ballots that named it. */
  rankings: number
  rank: number | undefined
  reviews: ReviewView[]
  /** Over its replies. */
  ballots: BallotView[]
  skips: SkipView[]
  emojis: EmojiView[]
  freeLabels: FreeLabelView[]
  readonly children: MessageId[]
}

/** What it holds of a tree. */
export type Row = {
  state: TreeState
  active: boolean
  goal: number
  maxDepth: number
  maxChildren: number
  /** Whether it was ever drawn by the lottery. */
  won: boolean
}

/** An active tree came to rest: a tree of the backlog may take its place. */
export type Roll = { readonly by: FactId; readonly lang: string }

/** A tree in the middle of being retold. */
export type Stage = {
  readonly tree: TreeId
  /** Those in force at the event that is told. */
  rules: Rules
  /** undefined: there is none yet, or it was lost. */
  row: Row | undefined
  readonly posts: Map<MessageId, Post>
  readonly rolls: Roll[]
}

/** A tree that enters one of them is no longer active (open-assistant.md 2.2). */
const TERMINAL: readonly TreeState[] = [
  'ready_for_export',
  'aborted_low_grade',
  'scoring_failed',
  'halted_by_moderator',
  'backlog_ranking',
  'prompt_lottery_waiting'
]

export function isTerminal(state: TreeState): boolean {
  return TERMINAL.includes(state)
}

export function newPost(given: Pick<Post, 'id' | 'role' | 'lang' | 'author' | 'depth'> & Partial<Post>): Post {
  return {
    deleted: false,
    reviewCount: 0,
    accepted: undefined,
    rankings: 0,
    rank: undefined,
    reviews: [],
    ballots: [],
    skips: [],
    emojis: [],
    freeLabels: [],
    children: [],
    ...given
  }
}

export function childrenOf(stage: Pick<Stage, 'posts'>, post: Post): Post[] {
  return post.children.flatMap((id) => stage.posts.get(id) ?? [])
}
