import { REASONS } from '../task/SkipDialog.tsx'
import type { WordKey } from '../words/words.tsx'

/** Why a task was skipped, as a phrase; undefined for a reason in somebody's own words. */
export function skipKey(reason: string): WordKey | undefined {
  if (reason === 'other') return 'skip-other'
  return REASONS.find(([said]) => said === reason)?.[1]
}
