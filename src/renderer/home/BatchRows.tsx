import { Link } from 'wouter'
import button from '../design/Button.module.css'
import { Icon } from '../design/Icon.tsx'
import { useWords } from '../words/words.tsx'
import { placeOf, useBatchWords } from './BatchCard.tsx'
import styles from './Home.module.css'
import type { OpenBatch } from './today.ts'

/** The batches that are less urgent. */
export function BatchRows({ batches }: { batches: readonly OpenBatch[] }) {
  const { t } = useWords()
  return (
    <section className={styles.part} aria-labelledby="batches-more">
      <h2 id="batches-more">{t('home-more-batches')}</h2>
      <ul className={styles.rows}>
        {batches.map((batch) => (
          <BatchRow key={batch.id} batch={batch} />
        ))}
      </ul>
    </section>
  )
}

function BatchRow({ batch }: { batch: OpenBatch }) {
  const { t } = useWords()
  const { title, kept, done } = useBatchWords(batch)
  return (
    <li className={styles.row}>
      <Icon name="today" />
      <div className={styles.about}>
        <p>
          <b>{title}</b> {done}
        </p>
        <p className={styles.note}>{kept}</p>
      </div>
      <Link
        href={placeOf(batch.next)}
        className={`${button.button} ${button.plain}`}
        aria-label={t('home-continue-this', { title })}
      >
        {t('home-continue')}
      </Link>
    </li>
  )
}
