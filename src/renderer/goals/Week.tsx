import type { DaysWork } from '../../core/progress/goal.ts'
import { useWords } from '../words/words.tsx'
import styles from './Week.module.css'

const DAY = 86_400_000

/** The last seven days: a leaf for each on which something was done, an empty ring for others. */
export function Week({ week }: { readonly week: readonly DaysWork[] }) {
  const { t, lang } = useWords()
  const short = new Intl.DateTimeFormat(lang, { weekday: 'narrow', timeZone: 'UTC' })
  const long = new Intl.DateTimeFormat(lang, { weekday: 'long', timeZone: 'UTC' })
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
