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
  const first = useRef<HTMLElement>(undefined)
  // Also of one that comes a moment later and stands before the others.
  useEffect(() => {
    const now = ways.current?.querySelector('a') ?? undefined
    if (now !== first.current && (!first.current || document.activeElement === first.current)) now?.focus()
    first.current = now
  })
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
