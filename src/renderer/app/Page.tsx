import { type ReactNode, useEffect, useRef } from 'react'
import styles from './Page.module.css'

/** A screen of the shell: its title, what stands beside it, and the rest. */
export function Page({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Understory`
  }, [title])
  useEffect(() => {
    // What had the focus is gone with the screen before.
    if (document.activeElement === document.body) heading.current?.focus()
  }, [])
  return (
    <>
      <header className={styles.head}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </header>
      <div className={styles.content}>{children}</div>
    </>
  )
}

/** Whether nothing that can be done has the focus: it is nowhere, or on the title, where a screen puts it as it comes. */
export function isOnNoControl(focused: Element | null): boolean {
  return focused === null || focused.matches('body, h1')
}
