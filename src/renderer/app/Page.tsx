import { type ReactNode, useEffect } from 'react'
import styles from './Page.module.css'

/** A screen of the shell: its title, what stands beside it, and the rest. */
export function Page({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Understory`
  }, [title])
  return (
    <>
      <header className={styles.head}>
        <h1>{title}</h1>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </header>
      <div className={styles.content}>{children}</div>
    </>
  )
}
