import { Link } from 'wouter'
import { State } from '../design/State.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import styles from './Sync.module.css'
import type { SyncNow } from './sync-now.ts'

/** Everything done here by its state; each leads to the list of what is in it. */
export function StatesPart({ states }: Pick<SyncNow, 'states'>) {
  const { t } = useWords()
  const { number } = useFormats()
  return (
    <section className={styles.part} aria-labelledby="states">
      <h2 id="states">{t('sync-states')}</h2>
      <ul className={styles.states}>
        {states.map(({ state, count }) => (
          <li key={state}>
            {count > 0 ? (
              <Link href={`/work?state=${state}`}>
                <State name={state} />
                <b>{number(count)}</b>
              </Link>
            ) : (
              <span>
                <State name={state} />
                {number(0)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
