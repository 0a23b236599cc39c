import { Link } from 'wouter'
import type { Days, Goal } from '../../core/progress/goal.ts'
import { Icon } from '../design/Icon.tsx'
import { useTodayWords } from '../goals/today-words.ts'
import { Week } from '../goals/Week.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Home.module.css'

/** What was done today, towards a goal if there is one. Days without work are just days. */
export function GoalNote({ days, goal }: { readonly days: Days; readonly goal: Goal | undefined }) {
  const { t } = useWords()
  const words = useTodayWords(days, goal)
  return (
    <section className={styles.goal} aria-labelledby="goal">
      <Icon name="merged" />
      <div className={styles.about}>
        <h2 id="goal" className="hide">
          {t('goals-mine')}
        </h2>
        <p>{words}</p>
        <p>
          <Link href="/goals">{t('goals-title')}</Link>
        </p>
      </div>
      <Week week={days.week} />
    </section>
  )
}
