import type { TaskKind } from '../fact/kinds.ts'
import type { Rules } from '../rules.ts'
import type { MessageView, TreeView } from '../tree/view.ts'
import { moderate } from './auto-moderation.ts'
import type { Board, Signed } from './board.ts'
import { type Draws, happens, oneOf } from './draws.ts'
import { lottery } from './lottery.ts'
import { type Opening, openingsOf } from './openings.ts'
import type { Refusal } from './refusals.ts'
import type { Situation } from './situation.ts'
import { threadTo } from './tree-view.ts'

export type HandedOut = {
  readonly kind: TaskKind
  readonly tree?: TreeView
  /** From the root to the target. */
  readonly thread: readonly MessageView[]
  readonly target?: MessageView
  /** Replies to rank, in the order in which they are shown. */
  readonly candidates: readonly MessageView[]
  /** false: only the few labels that decide are asked for. */
  readonly full: boolean
}

export type Asked =
  | { readonly task: HandedOut; readonly signed: readonly Signed[] }
  | { readonly refused: Refusal; readonly signed: readonly Signed[] }

export type Available =
  | { readonly counts: Counts; readonly signed: readonly Signed[] }
  | { readonly refused: Refusal; readonly signed: readonly Signed[] }

/** By kind of task, and of all together under `random`. */
export type Counts = Readonly<Record<string, number>>

/** [OA5] How much there is to do. It is no mere question: it draws the lottery once, and moderates. */
export function availability(situation: Situation, user: string, lang: string, draws: Draws): Available {
  const { trees, rules } = situation
  if (!situation.accounts(user).enabled) return { refused: 'user-disabled', signed: [] }
  // Separated by commas and nothing else: a blank after one is part of the language.
  const closed = rules.init_prompt_disabled_langs.split(',')
  const drawn = closed.includes(lang) ? { prompts: 0, signed: [] } : lottery(trees, lang, 1, situation, draws)
  const moderated = moderate(trees, lang, rules, draws)
  const counts = countsOf(drawn.prompts, openFor(moderated.board, situation, user, lang))
  return { counts, signed: [...drawn.signed, ...moderated.signed.slice(0, moderated.saved)] }
}

/**
 * One task.
 * @param type a kind, or `random`.
 */
export function request(situation: Situation, user: string, type: string, lang: string, draws: Draws): Asked {
  const { rules, now, handed } = situation
  if (!situation.accounts(user).enabled) return { refused: 'user-disabled', signed: [] }
  const moderated = moderate(situation.trees, lang, rules, draws)
  const drawn = lottery(moderated.board, lang, 2, situation, draws)
  const refuse = (refused: Refusal): Asked => ({
    refused,
    signed: [...moderated.signed.slice(0, moderated.saved), ...drawn.signed]
  })
  const recent = handed.filter(({ to, at, done }) => to === user && !done && at > now - rules.recent_tasks_span_sec)
  if (recent.length >= rules.max_pending_tasks_per_user) return refuse('too-many-pending')
  const open = openFor(moderated.board, situation, user, lang)
  const kinds = type === 'random' ? randomKinds(drawn.prompts, open, draws) : [type]
  if (type !== 'random' && !countsOf(drawn.prompts, open)[type]) return refuse('no-task')
  if (kinds.length === 0) return refuse('no-task')
  const opening = chooseOpening(
    open.filter(({ kind }) => kinds.includes(kind)),
    rules,
    draws
  )
  if (!opening) return { task: PROMPT, signed: [...moderated.signed, ...drawn.signed] }
  const task = handOut(opening, type === 'random', rules, draws)
  return typeof task === 'string' ? refuse(task) : { task, signed: [...moderated.signed, ...drawn.signed] }
}

const PROMPT: HandedOut = { kind: 'initial_prompt', thread: [], candidates: [], full: true }

/** What is open for one person in one language. */
function openFor(board: Board, { rules, handed, now }: Situation, user: string, lang: string): Opening[] {
  const hidden = new Set(
    handed
      .filter((task) => !task.done && isReply(task.kind) && task.at > now - rules.recent_tasks_span_sec)
      .map(({ target }) => target)
  )
  return board
    .flatMap((tree) => openingsOf(tree, rules))
    .filter(({ kind, target, excludes }) => {
      if (target.lang !== lang || excludes.has(user)) return false
      if (kind === 'rank_prompter_replies' && !rules.rank_prompter_replies) return false
      return !(isReply(kind) && hidden.has(target.id))
    })
}

function isReply(kind: TaskKind): boolean {
  return kind === 'assistant_reply' || kind === 'prompter_reply'
}

function countsOf(prompts: number, open: readonly Opening[]): Counts {
  const counts: Record<string, number> = {}
  for (const { kind } of open) counts[kind] = (counts[kind] ?? 0) + 1
  if (prompts > 0) counts.initial_prompt = prompts
  const random = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return random > 0 ? { ...counts, random } : counts
}

/** The kinds of one category, drawn by its weight among those that have something. */
function randomKinds(prompts: number, open: readonly Opening[], draws: Draws): readonly string[] {
  const has = (kinds: readonly string[]) =>
    kinds.includes('initial_prompt') ? prompts > 0 : open.some(({ kind }) => kinds.includes(kind))
  const weights = CATEGORIES.map(([weight, kinds]) => (has(kinds) ? weight : 0))
  if (weights.every((weight) => weight === 0)) return []
  return CATEGORIES[draws.choose(weights)]?.[1] ?? []
}

const CATEGORIES: readonly (readonly [weight: number, kinds: readonly string[]])[] = [
  [10, ['rank_assistant_replies', 'rank_prompter_replies']],
  [5, ['label_assistant_reply', 'label_prompter_reply']],
  [2, ['assistant_reply', 'prompter_reply']],
  [5, ['label_initial_prompt']],
  [0.01, ['initial_prompt']]
]

/** Any of them evenly, but of parents to reply to rather a lonely one. undefined: a first prompt is to be written. */
function chooseOpening(open: readonly Opening[], rules: Rules, draws: Draws): Opening | undefined {
  const { lonely_children_count: few, p_lonely_child_extension: often } = rules
  const lonely = open.filter(({ kind, replies }) => kind === 'assistant_reply' && replies > 0 && replies < few)
  if (often > 0 && few > 1 && lonely.length > 0 && happens(often, draws)) return oneOf(lonely, draws)
  return oneOf(open, draws)
}

/** A task whose thread is broken by a rejected or deleted message cannot be made, which is found out too late. */
function handOut(
  { kind, tree, target, candidates }: Opening,
  random: boolean,
  rules: Rules,
  draws: Draws
): HandedOut | Refusal {
  const thread = threadTo(target, new Map(tree.messages.map((message) => [message.id, message])))
  const whole = thread.every((message) => message === target || (message.accepted === true && !message.deleted))
  if (!whole) return 'broken-thread'
  if (candidates.length > 0 && (target.deleted || target.accepted !== true)) return 'request-failed'
  return {
    kind,
    tree,
    thread,
    target,
    candidates: draws.shuffled(candidates),
    full: isFull(kind, random, rules, draws)
  }
}

/** Of replies all labels are asked for if it was the person who chose the kind; of prompts that is never asked. */
function isFull(kind: TaskKind, random: boolean, rules: Rules, draws: Draws): boolean {
  const shares: Partial<Record<TaskKind, number>> = {
    label_initial_prompt: rules.p_full_labeling_review_prompt,
    ...(random && {
      label_assistant_reply: rules.p_full_labeling_review_reply_assistant,
      label_prompter_reply: rules.p_full_labeling_review_reply_prompter
    })
  }
  const share = shares[kind] ?? 1
  return share >= 1 || happens(share, draws)
}
