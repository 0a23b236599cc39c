import { type Days, type Goal, towards } from '../../core/progress/goal.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'

/** What was done today, towards a goal if there is one, and for how many days in a row. */
export function useTodayWords({ today, inARow }: Days, goal: Goal | undefined): string {
  const { t } = useWords()
  const { span } = useFormats()
  const row = inARow > 1 ? [t('goal-row', { count: inARow })] : []
  if (!goal) return [t('goal-today', { count: today.tasks }), ...row].join(' ')
  const done = towards(goal, today)
  const far =
    goal.unit === 'tasks'
      ? t('goal-tasks', { done, count: goal.count })
      : t('goal-minutes', { done: span(done), goal: span(goal.count) })
  return [far, ...(done >= goal.count ? [t('goal-reached')] : []), ...row].join(' ')
}
