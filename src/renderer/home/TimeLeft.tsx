import { type Basis, roundMinutes } from '../../core/progress/pace.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'

/** About how long, and by what that was reckoned. */
export function TimeLeft({ seconds, basis }: { readonly seconds: number; readonly basis: Basis }) {
  const { t, gap } = useWords()
  const { span } = useFormats()
  return (
    <>
      {t('pace-left', { time: span(roundMinutes(seconds)) })}
      {gap}
      {t(`pace-${basis}`)}
    </>
  )
}
