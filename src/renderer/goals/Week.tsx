import type { DaysWork } from '../../core/progress/goal.ts'
import { useWords } from '../words/words.tsx'
import styles from './Week.module.css'

const DAY = 86_400_000

/** The last seven days: a leaf for each on which something was done, an empty ring for others. */
export function Week({ week }: { readonly week: readonly DaysWork[] }) {
  const { t, lang } = useWords()
  const [short, long] = weekdaysIn(lang)
  return (
    <ul className={styles.week} aria-label={t('goal-week')}>
      {week.map(({ day, tasks }) => (
        <li key={day} data-any={tasks > 0}>
          <i aria-hidden="true" />
          <span aria-hidden="true">{short.format(day * DAY)}</span>
          <span className="hide">{t('goal-day', { day: long.format(day * DAY), count: tasks })}</span>
        </li>
      ))}
    </ul>
  )
}

const made = new Map<string, readonly [short: Intl.DateTimeFormat, long: Intl.DateTimeFormat]>()

/** Made once a language: a browser takes its time to make one, and Today draws them with each change. */
function weekdaysIn(lang: string) {
  const before = made.get(lang)
  if (before) return before
  const weekday = (style: 'narrow' | 'long') => new Intl.DateTimeFormat(lang, { weekday: style, timeZone: 'UTC' })
  const both = [weekday('narrow'), weekday('long')] as const
  made.set(lang, both)
  return both
}
