import { Thread } from '../../message/Thread.tsx'
import type { TaskWorkProps } from '../task-work.ts'

export function JudgeWork({ task }: TaskWorkProps) {
  return <Thread thread={task.thread} />
}
