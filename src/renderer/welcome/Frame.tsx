import { type ReactNode, useEffect, useRef } from 'react'
import { Mark } from '../design/Mark.tsx'
import { HelpLinks } from '../help/HelpLinks.tsx'
import { Person } from '../profiles/Person.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Frame.module.css'
import { Plants } from './Plants.tsx'

/** A screen before the shell: the mark, one thing to do, and plants beside it where there is room. */
export function Frame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const { t } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Understory`
    // What had the focus went with the screen before.
    if (document.activeElement === document.body) heading.current?.focus()
  }, [title])
  return (
    <div className={styles.frame}>
      <main className={styles.main}>
        <p className={styles.brand}>
          <Mark />
          {t('app-name')}
        </p>
        <header className={styles.head}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <p>{lead}</p>}
        </header>
        {children}
        <HelpLinks isOutside />
        <Person />
      </main>
      <aside className={styles.wood} aria-label={t('app-name')}>
        <p>{t('welcome-growth')}</p>
        <Plants />
      </aside>
    </div>
  )
}

/** Fields and their actions; Enter in a field does what the submitting button does. */
export function Form({ onSubmit, children }: { onSubmit(): void; children: ReactNode }) {
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
    </form>
  )
}

/** What can be done, the primary first. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}

export function Note({ children }: { children: ReactNode }) {
  return <p className={styles.note}>{children}</p>
}
