import { type ReactNode, useEffect, useRef } from 'react'
import styles from './Notice.module.css'

/** Why there is nothing more to work on here, and the ways on; the first has the focus. */
export function Notice(props: {
  readonly title?: string
  readonly words: string
  readonly ways: ReactNode
  /** What else there is to say, below. */
  readonly children?: ReactNode
}) {
  const { title, words, children } = props
  const ways = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!ways.current?.contains(document.activeElement)) ways.current?.querySelector('a')?.focus()
  }, [])
  return (
    <div className={styles.notice}>
      {title !== undefined && <h2>{title}</h2>}
      <p>{words}</p>
      <div className={styles.ways} ref={ways}>
        {props.ways}
      </div>
      {children}
    </div>
  )
}
