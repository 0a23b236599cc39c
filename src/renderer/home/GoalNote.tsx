import { Link } from 'wouter'
import { type Days, type Goal, towards } from '../../core/progress/goal.ts'
import { Icon } from '../design/Icon.tsx'
import { Week } from '../goals/Week.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import styles from './Home.module.css'

/** What was done today, towards a goal if there is one. Days without work are just days. */
export function GoalNote({ days, goal }: { readonly days: Days; readonly goal: Goal | undefined }) {
  const { t } = useWords()
  const { span } = useFormats()
  const { today, inARow } = days
  const done = goal && towards(goal, today)
  const words =
    goal === undefined || done === undefined
      ? t('goal-today', { count: today.tasks })
      : goal.unit === 'tasks'
        ? t('goal-tasks', { done, count: goal.count })
        : t('goal-minutes', { done: span(done), goal: span(goal.count) })
  return (
    <section className={styles.goal} aria-labelledby="goal">
      <Icon name="merged" />
      <div className={styles.about}>
        <h2 id="goal" className="hide">
          {t('goals-title')}
        </h2>
        <p>
          <b>{words}</b> {goal && done !== undefined && done >= goal.count && t('goal-reached')}{' '}
          {inARow > 1 && t('goal-row', { count: inARow })}
        </p>
        <p>
          <Link href="/goals">{t('goals-title')}</Link>
        </p>
      </div>
      <Week week={days.week} />
    </section>
  )
}
