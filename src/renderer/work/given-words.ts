import type { FLAG_LABELS, SCALE_LABELS } from '../../core/fact/kinds.ts'
import { REASONS } from '../task/SkipDialog.tsx'
import type { WordKey } from '../words/words.tsx'

export type LabelName = (typeof FLAG_LABELS)[number] | (typeof SCALE_LABELS)[number]

/** A label as the name of what was answered; a scale says which end is the high one. */
export const LABEL_KEYS: Readonly<Record<LabelName, WordKey>> = {
  spam: 'given-spam',
  fails_task: 'given-fails-task',
  lang_mismatch: 'given-lang-mismatch',
  pii: 'given-pii',
  not_appropriate: 'given-not-appropriate',
  hate_speech: 'given-hate-speech',
  sexual_content: 'given-sexual-content',
  moral_judgement: 'given-moral-judgement',
  political_content: 'given-political-content',
  quality: 'given-quality',
  creativity: 'given-creativity',
  humor: 'given-humor',
  helpfulness: 'given-helpfulness',
  toxicity: 'given-toxicity',
  violence: 'given-violence'
}

/** Why a task was skipped, as a phrase; undefined for a reason in somebody's own words. */
export function skipKey(reason: string): WordKey | undefined {
  if (reason === 'other') return 'skip-other'
  return REASONS.find(([said]) => said === reason)?.[1]
}
