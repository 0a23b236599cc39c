/** The kinds of task, spelled as Open-Assistant spells them; the last two are ours. */
export const TASK_KINDS = [
  'initial_prompt',
  'prompter_reply',
  'assistant_reply',
  'label_initial_prompt',
  'label_prompter_reply',
  'label_assistant_reply',
  'rank_initial_prompts',
  'rank_prompter_replies',
  'rank_assistant_replies',
  'translate_message',
  'review_translation'
] as const

export type TaskKind = (typeof TASK_KINDS)[number]

export type Role = 'prompter' | 'assistant'

export function isWriting(kind: string): kind is 'initial_prompt' | 'prompter_reply' | 'assistant_reply' {
  return kind === 'initial_prompt' || kind === 'prompter_reply' || kind === 'assistant_reply'
}

export function isReview(kind: string): boolean {
  return kind.startsWith('label_')
}

export function isBallot(kind: string): boolean {
  return kind.startsWith('rank_')
}

export function roleWritten(kind: 'initial_prompt' | 'prompter_reply' | 'assistant_reply'): Role {
  return kind === 'assistant_reply' ? 'assistant' : 'prompter'
}

export function otherRole(role: Role): Role {
  return role === 'prompter' ? 'assistant' : 'prompter'
}

/** Labels with two values, 0 and 1 (open-assistant.md 3). */
export const FLAG_LABELS = [
  'spam',
  'fails_task',
  'lang_mismatch',
  'pii',
  'not_appropriate',
  'hate_speech',
  'sexual_content',
  'moral_judgement',
  'political_content'
] as const

export function isFlag(label: string): boolean {
  return FLAG_LABELS.some((flag) => flag === label)
}

/** Labels with five values, 0 to 1 in quarters. */
export const SCALE_LABELS = ['quality', 'creativity', 'humor', 'helpfulness', 'toxicity', 'violence'] as const

const REPORT_ONLY = ['moral_judgement', 'political_content'] as const
const ONLY_ASSISTANT: readonly string[] = ['fails_task', 'helpfulness']

type Label = (typeof FLAG_LABELS)[number] | (typeof SCALE_LABELS)[number]
/** A label that reviewers are asked for; the others come with reports alone. */
export type AskedLabel = Exclude<Label, (typeof REPORT_ONLY)[number]>

const ASKED = [...FLAG_LABELS, ...SCALE_LABELS].filter(isAsked)

function isAsked(label: Label): label is AskedLabel {
  return !REPORT_ONLY.some((other) => other === label)
}

/** Whether anyone may set it, asked or not. */
export function isLabel(name: string): boolean {
  return [...FLAG_LABELS, ...SCALE_LABELS].some((label) => label === name)
}

/** The labels that a review of this kind may hold; `spam` must be among them. */
export function labelsOf(kind: string): readonly AskedLabel[] {
  return kind === 'label_assistant_reply' ? ASKED : ASKED.filter((label) => !ONLY_ASSISTANT.includes(label))
}
