import { useLocation } from 'wouter'
import type { BatchTask } from '../../client/work.ts'
import { pathOf, taskBeside } from './next-task.ts'
import type { TaskKeys } from './use-task-keys.ts'

/** The ways to the open tasks before and after a place of their batch; undefined: there is none that way. */
export function useBeside(tasks: readonly BatchTask[], place: number): Pick<TaskKeys, 'previous' | 'next'> {
  const [, navigate] = useLocation()
  const way = (by: 1 | -1) => {
    const there = taskBeside(tasks, place, by)
    return there && (() => navigate(pathOf(there)))
  }
  return { previous: way(-1), next: way(1) }
}
