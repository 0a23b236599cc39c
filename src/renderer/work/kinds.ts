import type { TaskKind } from '../../core/fact/kinds.ts'
import type { WordKey } from '../words/words.tsx'

/** What a piece of work is, as a phrase; a kind of a later version has none of its own. */
export function kindKey(kind: string): WordKey {
  return (KIND_KEYS as Readonly<Record<string, WordKey>>)[kind] ?? 'kind-other'
}

const KIND_KEYS: Readonly<
  Record<TaskKind | 'skip' | 'report' | 'emoji' | 'withdraw' | 'draft' | 'amend' | 'listing' | 'appeal', WordKey>
> = {
  initial_prompt: 'kind-initial-prompt',
  prompter_reply: 'kind-prompter-reply',
  assistant_reply: 'kind-assistant-reply',
  label_initial_prompt: 'kind-label-initial-prompt',
  label_prompter_reply: 'kind-label-prompter-reply',
  label_assistant_reply: 'kind-label-assistant-reply',
  rank_initial_prompts: 'kind-rank-initial-prompts',
  rank_prompter_replies: 'kind-rank-prompter-replies',
  rank_assistant_replies: 'kind-rank-assistant-replies',
  translate_message: 'kind-translate-message',
  review_translation: 'kind-review-translation',
  skip: 'kind-skip',
  report: 'kind-report',
  emoji: 'kind-emoji',
  withdraw: 'kind-withdraw',
  draft: 'kind-draft',
  amend: 'kind-amend',
  listing: 'kind-listing',
  appeal: 'kind-appeal'
}

/** What a reaction says, as a phrase; others go by their names. */
export function emojiKey(emoji: string): WordKey {
  if (emoji === 'red_flag') return 'emoji-flag'
  if (emoji === '+1') return 'emoji-up'
  return emoji === '-1' ? 'emoji-down' : 'emoji-other'
}

/** Why something is spare or returned, as a phrase; moderators may give reasons that no catalog knows. */
export function ruleKey(rule: string): WordKey {
  const known = RULES.find((each) => each === rule)
  return known ? `rule-${known}` : 'rule-other'
}

/** The rules that core/tree gives with an outcome (kinds.test.ts). */
const RULES = [
  ...(['tree-full', 'too-deep', 'parent-not-accepted', 'done-again', 'enough-answers', 'older-version'] as const),
  ...(['after-finish', 'known-already', 'not-accepted', 'own-work', 'no-such-task', 'not-an-order'] as const),
  ...(['malformed', 'not-allowed', 'not-lent-to-you', 'not-yours', 'wrong-role'] as const),
  ...(['not-halted', 'not-in-backlog'] as const)
] as const
