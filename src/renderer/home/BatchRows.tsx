import { useDeferredValue } from 'react'
import { Link } from 'wouter'
import { type Estimate, roundMinutes } from '../../core/progress/pace.ts'
import button from '../design/Button.module.css'
import { Icon } from '../design/Icon.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import { goWords, ICON_OF, placeOf, useBatchWords } from './BatchCard.tsx'
import styles from './Home.module.css'
import type { OpenBatch } from './today.ts'

/** So many fill a large window below the most urgent one. */
const AT_ONCE = 8

/** The batches that are less urgent. Those that nobody can see yet are drawn a moment later. */
export function BatchRows(props: {
  readonly batches: readonly OpenBatch[]
  /** About how long what is left of it takes. */
  timeOf(batch: OpenBatch): Estimate
}) {
  const { batches, timeOf } = props
  const { t } = useWords()
  const shown = useDeferredValue(batches, batches.slice(0, AT_ONCE))
  return (
    <section className={styles.part} aria-labelledby="batches-more">
      <h2 id="batches-more">{t('home-more-batches')}</h2>
      <ul className={styles.rows}>
        {shown.map((batch) => (
          <BatchRow key={batch.id} batch={batch} time={timeOf(batch)} />
        ))}
      </ul>
    </section>
  )
}

function BatchRow({ batch, time }: { batch: OpenBatch; time: Estimate | undefined }) {
  const { t, gap } = useWords()
  const { span } = useFormats()
  const { title, kept, done } = useBatchWords(batch)
  const [first] = batch.left
  const go = t(goWords(batch))
  return (
    <li className={styles.row}>
      <Icon name={first ? ICON_OF[first.group] : 'today'} />
      <div className={styles.about}>
        <p>
          <b>{title}</b> {done}
        </p>
        <p className={styles.note}>
          {time && t('pace-left', { time: span(roundMinutes(time.seconds)) })}
          {gap}
          {kept}
        </p>
      </div>
      <Link
        href={placeOf(batch.next)}
        className={`${button.button} ${button.plain}`}
        aria-label={t('rank-button-of', { button: go, card: title })}
      >
        {go}
      </Link>
    </li>
  )
}
