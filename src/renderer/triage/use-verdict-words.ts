import { useFormats } from '../words/formats.ts'
import { useWords, type WordKey } from '../words/words.tsx'
import type { Verdict } from './verdicts.ts'

/** How a verdict is called. */
export function useVerdictWords(): (verdict: Verdict) => string {
  const { t } = useWords()
  const { number } = useFormats()
  return (verdict) => {
    if (verdict.is === 'spam') return t('judge-spam')
    if (verdict.is === 'unsure') return t('judge-unsure')
    if (verdict.is === 'flag') return t(flagName(verdict.flag))
    return verdict.good === undefined ? t('triage-fine') : t('triage-fine-good', { good: number(verdict.good) })
  }
}

export function flagName(flag: string): WordKey {
  return `judge-${flag.replaceAll('_', '-')}` as WordKey
}
