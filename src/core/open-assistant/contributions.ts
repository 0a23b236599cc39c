import type { Known } from '../fact/check.ts'
import { roleWritten, type TaskKind } from '../fact/kinds.ts'
import type { Written } from '../tree/messages.ts'
import type { Lending, Task } from '../tree/task.ts'
import type { MessageView } from '../tree/view.ts'
import { acceptance } from './acceptance.ts'
import { goalOf } from './goal.ts'
import { isTooLong, type Refusal } from './refusals.ts'
import { childrenOf, newPost, type Post, type Stage } from './rows.ts'
import { checkLottery, checkRanking, checkScoring, enter } from './states.ts'

/** Who says it, in answer to which task. */
export type Answer = { readonly contributor: string; readonly task: Task; readonly lending: Lending }

/** States in which a reply is stored; in the last one only in theory. */
const TAKES_REPLIES: readonly string[] = ['growing', 'ranking', 'ready_for_scoring', 'ready_for_export']

/** A first message, or a reply (open-assistant.md 1.7). What comes too late is stored and never looked at. */
export function write(
  stage: Stage,
  fact: Known<'writing'>,
  written: Written,
  parent: Post | undefined,
  { contributor }: Answer
): Refusal | undefined {
  if (isTooLong(written.text ?? '')) return 'too-long'
  const { row, rules } = stage
  if (parent) {
    if (!row) return 'state-lost'
    if (!TAKES_REPLIES.includes(row.state)) return 'tree-closed'
    if (!row.active) return 'tree-finished'
    if (childrenOf(stage, parent).some((sibling) => sibling.author === contributor && !sibling.deleted))
      return 'replied-already'
    parent.children.push(written.id)
  }
  const { lang } = fact.content
  const role = roleWritten(fact.content.kind)
  const place = parent ? { parent: parent.id, deleted: parent.deleted } : {}
  const depth = parent ? parent.depth + 1 : 0
  stage.posts.set(written.id, newPost({ id: written.id, role, lang, author: contributor, depth, ...place }))
  if (!parent)
    stage.row = {
      state: 'initial_prompt_review',
      active: true,
      goal: goalOf(fact.id, rules),
      maxDepth: rules.max_tree_depth,
      maxChildren: rules.max_children_count,
      won: false
    }
  return undefined
}

/** [OA3] A review decides once it makes enough of them (open-assistant.md 2.4): only ever from nothing, or from no to yes. */
export function review(
  stage: Stage,
  fact: Known<'review'>,
  message: Post,
  { contributor, lending, task }: Answer
): Refusal | undefined {
  const { labels, unsure = [], evidence, saved } = fact.content
  if (labels.spam === undefined) return 'label-missing'
  const full = lending.tasks[fact.content.task[1]]?.full !== false
  if (!full && Object.keys(labels).some((label) => !fewLabels(task.kind).includes(label))) return 'not-asked-for'
  if (message.author === contributor) return 'own-work'
  if (message.reviews.some((other) => other.contributor === contributor)) return 'reviewed-already'
  const { row, rules } = stage
  if (!row) return 'state-lost'
  message.reviewCount += 1
  message.reviews.push({ fact: fact.id, contributor, at: saved, labels, unsure, ...(evidence && { evidence }) })
  const score = acceptance(message.reviews) ?? 0
  if (message.parent === undefined) {
    if (message.accepted !== true && message.reviewCount >= rules.num_reviews_initial_prompt) {
      message.accepted = score > rules.acceptance_threshold_initial_prompt
      // Whatever state the tree is in: a halted one too.
      if (!message.accepted) enter(stage, row, 'aborted_low_grade', fact.id)
    }
    checkLottery(stage, row, fact.id)
  } else if (message.accepted !== true && message.reviewCount >= rules.num_reviews_reply)
    message.accepted = score > rules.acceptance_threshold_reply
  checkRanking(stage, row, fact.id)
  return undefined
}

/** What is asked for where not all labels are: what decides, and of replies their quality. */
function fewLabels(kind: TaskKind): readonly string[] {
  return ['spam', 'lang_mismatch', ...(kind === 'label_initial_prompt' ? [] : ['quality'])]
}

/**
 * A ballot. Nobody looks whether it is one's own work or the second one: only what is handed out keeps from that.
 * @returns a refusal that is said though the ballot is stored, of a tree that has lost its state.
 */
export function rank(
  stage: Stage,
  fact: Known<'ballot'>,
  parent: Post,
  shown: readonly Post[],
  { contributor }: Answer
): Refusal | undefined {
  const { order, saved, not_rankable, good } = fact.content
  const positions = order.flat()
  const whole = positions.length === shown.length && order.length === shown.length
  if (!whole || positions.some((at) => shown[at] === undefined)) return 'not-an-order'
  const ids = positions.map((at) => (shown[at] as Post).id)
  for (const reply of shown) reply.rankings += 1
  parent.ballots.push({
    fact: fact.id,
    contributor,
    at: saved,
    order: ids,
    shown: shown.map(({ id }) => id),
    not_rankable: not_rankable === true,
    untouched: positions.every((place, at) => place === at),
    ...(good !== undefined && { good })
  })
  if (!stage.row) return 'state-lost'
  checkScoring(stage, stage.row, fact.id)
  return undefined
}

/** A task turned down; the message keeps count of the contributors who did so, by what they were to do. */
export function skip(fact: Known<'skip'>, message: Post, { contributor, task }: Answer): void {
  if (turnedDownBy(message, skipCode(task.kind)).includes(contributor)) return
  message.skips.push({ fact: fact.id, contributor, kind: task.kind, reason: fact.content.reason })
}

/** The hidden reaction that a skip of such a task leaves. */
export function skipCode(kind: string): string {
  return kind.startsWith('label_') ? '_skip_labeling' : kind.startsWith('rank_') ? '_skip_ranking' : '_skip_reply'
}

/** Who left that reaction, each once: by a skip, or by the reaction itself, which is open to all. */
export function turnedDownBy({ skips, emojis }: Pick<MessageView, 'skips' | 'emojis'>, code: string): string[] {
  return [
    ...skips.filter(({ kind }) => skipCode(kind) === code).map(({ contributor }) => contributor),
    ...emojis.filter(({ emoji }) => emoji === code).map(({ contributor }) => contributor)
  ]
}

/** All that there are (open-assistant.md 6.4); others are refused. */
const EMOJIS: readonly string[] = [
  '+1',
  '-1',
  'red_flag',
  '100',
  'rofl',
  'clap',
  'diamond',
  'heart_eyes',
  'disappointed',
  'poop',
  'skull',
  '_skip_reply',
  '_skip_ranking',
  '_skip_labeling'
]
const THUMBS: readonly string[] = ['+1', '-1']

/** A reaction is given or taken back. Thumbs up and down exclude each other, and nobody gives them to their own. */
export function react(message: Post, { fact, contributor, at, emoji, removed }: Reaction): Refusal | undefined {
  if (!EMOJIS.includes(emoji)) return 'no-such-emoji'
  const own = (code: string) =>
    message.emojis.some((given) => given.contributor === contributor && given.emoji === code)
  const drop = (code: string) => {
    message.emojis = message.emojis.filter((given) => given.contributor !== contributor || given.emoji !== code)
  }
  if (removed) drop(emoji)
  if (removed || own(emoji) || turnedDownBy(message, emoji).includes(contributor)) return undefined
  if (THUMBS.includes(emoji)) for (const other of THUMBS) drop(other)
  const ofOneself = THUMBS.includes(emoji) && message.author === contributor
  if (!ofOneself) message.emojis.push({ fact, contributor, at, emoji })
  return undefined
}

export type Reaction = {
  readonly fact: string
  readonly contributor: string
  readonly at: number
  readonly emoji: string
  readonly removed?: boolean
}

/** Labels that nobody asked for: of one contributor's several the first row, with the last one's values. */
export function label(message: Post, given: Post['freeLabels'][number]): void {
  const before = message.freeLabels.find(({ contributor }) => contributor === given.contributor)
  if (!before) message.freeLabels.push(given)
  else
    message.freeLabels = message.freeLabels.map((each) => (each === before ? { ...each, labels: given.labels } : each))
}

/** A report: a red flag, and a row of labels with its text. */
export function report(message: Post, given: Post['freeLabels'][number]): void {
  const { fact, contributor, at } = given
  react(message, { fact, contributor, at, emoji: 'red_flag' })
  label(message, given)
}
