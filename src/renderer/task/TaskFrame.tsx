import { type ReactNode, useEffect, useRef } from 'react'
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
  const ways = useRef<HTMLDivElement>(null)
  useEffect(() => {
    ways.current?.querySelector('a')?.focus()
  }, [])
  return (
    <TaskFrame bar={<TaskBar title={title} />}>
      <div className={styles.notice}>
        <p>{words}</p>
        <div className={styles.ways} ref={ways}>
          {children}
        </div>
      </div>
    </TaskFrame>
  )
}
