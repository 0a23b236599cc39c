import type { ReactNode } from 'react'
import { Notice } from './Notice.tsx'
import { TaskBar } from './TaskBar.tsx'
import styles from './TaskFrame.module.css'

/** Bar, work and actions, in the full height of the window. */
export function TaskFrame(props: { bar: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <main className={styles.frame}>
      {props.bar}
      <div className={styles.work}>{props.children}</div>
      {props.actions}
    </main>
  )
}

/** Why there is nothing to work on here, and the ways on. */
export function TaskNotice({ title, words, children }: { title: string; words: string; children: ReactNode }) {
  return (
    <TaskFrame bar={<TaskBar title={title} />}>
      <Notice words={words} ways={children} />
    </TaskFrame>
  )
}
