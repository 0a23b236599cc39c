import { ButtonLink } from '../design/Button.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import styles from './Home.module.css'

/** How far the items finished here came. */
export type Grown = { readonly merged: number; readonly received: number; readonly here: number }

/** Nothing to do: why, what grew so far, and the way to more. */
export function EmptyCard({ why, grown }: { why: 'none' | 'done' | 'fetching'; grown: Grown }) {
  const { t } = useWords()
  const hasWork = grown.received + grown.here > 0
  return (
    <section className={styles.card} aria-labelledby="empty">
      <div className={styles.now}>
        <h2 id="empty" className={styles.lead}>
          {t(`home-empty-${why}`)}
        </h2>
        <p className={styles.why} role="status">
          {t(`home-empty-${why}-note`)}
        </p>
        <div className={styles.go}>
          <ButtonLink look="primary" icon="plus" href="/borrow">
            {t('nav-borrow')}
          </ButtonLink>
          {hasWork && (
            <ButtonLink look="quiet" href="/work">
              {t('home-empty-work')}
            </ButtonLink>
          )}
        </div>
      </div>
      {hasWork && <Stem grown={grown} />}
    </section>
  )
}

/** What came furthest stands highest. */
function Stem({ grown }: { grown: Grown }) {
  const { t } = useWords()
  const { number } = useFormats()
  return (
    <ul className={styles.stem}>
      {(['merged', 'received', 'here'] as const).map((part) => (
        <li key={part} data-is={part} data-any={grown[part] > 0}>
          <b>{number(grown[part])}</b> <span>{t(`home-grown-${part}`, { count: grown[part] })}</span>
        </li>
      ))}
    </ul>
  )
}
