import type { Days, Goal } from '../../core/progress/goal.ts'
import { Choice } from '../design/Choice.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import styles from './Goals.module.css'
import { useTodayWords } from './today-words.ts'
import { useAtOnce } from './use-at-once.ts'
import { Week } from './Week.tsx'

const UNITS = ['none', 'tasks', 'minutes'] as const
const AMOUNTS: Readonly<Record<Goal['unit'], readonly number[]>> = {
  tasks: [3, 5, 10, 20, 40],
  minutes: [10, 20, 30, 60, 120]
}

/** What I did on the last days, and what I want to do on one. */
export function MyDays(props: {
  readonly days: Days
  readonly goal: Goal | undefined
  onKeep(goal: Goal | undefined): Promise<void>
}) {
  const { days } = props
  const [goal, onChoose] = useAtOnce(props.goal, props.onKeep)
  const { t } = useWords()
  const { number, minutes } = useFormats()
  const words = useTodayWords(days, goal)
  const chooseUnit = (unit: (typeof UNITS)[number]) =>
    onChoose(unit === 'none' ? undefined : { unit, count: AMOUNTS[unit][1] ?? 1 })
  return (
    <section className={styles.part} aria-labelledby="goals-mine">
      <h2 id="goals-mine">{t('goals-mine')}</h2>
      <div className={styles.days}>
        <p role="status">{words}</p>
        <Week week={days.week} />
      </div>
      <Choice
        label={t('goal-unit')}
        options={UNITS.map((unit) => ({ value: unit, words: t(`goal-unit-${unit}`) }))}
        value={goal?.unit ?? 'none'}
        onChoose={chooseUnit}
      />
      {goal && (
        <Choice
          label={t('goal-count')}
          options={[...new Set([...AMOUNTS[goal.unit], goal.count])]
            .sort((a, b) => a - b)
            .map((count) => ({
              value: String(count),
              words: goal.unit === 'tasks' ? number(count) : minutes(count)
            }))}
          value={String(goal.count)}
          onChoose={(count) => onChoose({ unit: goal.unit, count: Number(count) })}
        />
      )}
      <p className={styles.note}>{t('goal-note')}</p>
    </section>
  )
}
