import { Button } from '../design/Button.tsx'
import { Keys } from '../design/Keys.tsx'
import { useKeyNames } from '../keys/use-key-names.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import styles from './Triage.module.css'
import type { Verdict } from './verdicts.ts'

/** Every verdict as a button with its key, and what it answers. */
export function Verdicts(props: { onGive(verdict: Verdict): void; onFlags(): void; onSkip(): void; onAll(): void }) {
  const { onGive, onFlags, onSkip, onAll } = props
  const { t } = useWords()
  const { number } = useFormats()
  const keys = useKeyNames()
  return (
    <div className={styles.verdicts}>
      <fieldset className={styles.fine}>
        <legend className="hide">{t('triage-fine')}</legend>
        <VerdictButton name={t('triage-fine')} note={t('triage-fine-note')} keys={keys.of('card-fine')} look="good">
          {() => onGive({ is: 'fine' })}
        </VerdictButton>
        <div className={styles.good}>
          <p id="triage-good">{t('triage-good')}</p>
          <fieldset aria-labelledby="triage-good">
            {[1, 2, 3, 4, 5].map((good) => (
              <Button
                key={good}
                label={t('triage-fine-good', { good: number(good) })}
                onPress={() => onGive({ is: 'fine', good })}
              >
                {number(good)}
              </Button>
            ))}
          </fieldset>
        </div>
      </fieldset>
      <VerdictButton name={t('judge-spam')} note={t('triage-spam-note')} keys={keys.of('card-spam')}>
        {() => onGive({ is: 'spam' })}
      </VerdictButton>
      <VerdictButton name={t('triage-flag')} note={t('triage-flag-note')} keys={keys.of('card-flag')}>
        {onFlags}
      </VerdictButton>
      <VerdictButton name={t('judge-unsure')} note={t('triage-unsure-note')} keys={keys.of('card-unsure')}>
        {() => onGive({ is: 'unsure' })}
      </VerdictButton>
      <div className={styles.others}>
        <Button look="quiet" icon="skip" keys={keys.of('card-skip')} onPress={onSkip}>
          {t('task-skip')}
        </Button>
        <Button look="quiet" icon="judge" keys={keys.of('card-all')} onPress={onAll}>
          {t('triage-all')}
        </Button>
      </div>
    </div>
  )
}

function VerdictButton(props: {
  name: string
  note: string
  keys: readonly string[] | undefined
  look?: 'good'
  children(): void
}) {
  const { name, note, keys, look, children } = props
  return (
    <button type="button" className={styles.verdict} data-look={look} onClick={children}>
      <b>{name}</b>
      {keys && <Keys names={keys} />}
      <small>{note}</small>
    </button>
  )
}
