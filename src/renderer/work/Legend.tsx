import { State } from '../design/State.tsx'
import { useKeyNames } from '../keys/use-key-names.ts'
import { useWords } from '../words/words.tsx'
import { STATES } from './summary.ts'
import styles from './WorkScreen.module.css'

/** What each state means, for whoever asks. */
export function Legend() {
  const { t } = useWords()
  const key = useKeyNames().of('change')?.join(' ')
  return (
    <details className={styles.legend}>
      <summary>{t('work-legend')}</summary>
      <dl>
        {STATES.map((state) => (
          <div key={state}>
            <dt>
              <State name={state} />
            </dt>
            <dd>{t(`legend-${state}`)}</dd>
          </div>
        ))}
      </dl>
      {key !== undefined && <p>{t('legend-key', { key })}</p>}
    </details>
  )
}
