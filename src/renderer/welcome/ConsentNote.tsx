import { ButtonLink } from '../design/Button.tsx'
import { useLive } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import styles from './ConsentNote.module.css'

/** On home, for whoever put the terms off: says what it means, and leads to them. */
export function ConsentNote() {
  const { t } = useWords()
  const terms = useLive((device) => device.terms())
  if (!terms || terms.accepted) return null
  return (
    <p className={styles.note}>
      {t('consent-note')}
      <ButtonLink href="/terms" small>
        {t('consent-read')}
      </ButtonLink>
    </p>
  )
}
