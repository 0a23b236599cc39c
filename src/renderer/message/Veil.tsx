import { createContext, type ReactNode, useContext, useState } from 'react'
import { Button } from '../design/Button.tsx'
import { Icon } from '../design/Icon.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Veil.module.css'

/** Why a message is covered at first. */
export type Why = 'warns' | 'reported' | 'sensitive'

/** Leaves the task that a message belongs to; absent: it belongs to none that can be left. */
export const NotForMe = createContext<(() => void) | undefined>(undefined)

/** Covers what may be hard to read until somebody wants to read it. Nobody is made to. */
export function Veil({ why, children }: { why: Why; children: ReactNode }) {
  const { t } = useWords()
  const leave = useContext(NotForMe)
  const [isShown, setShown] = useState(false)
  return (
    <div className={styles.veiled}>
      <div className={styles.words}>
        <p>
          <Icon name="warn" size={16} /> {t(`veil-${why}`)}
        </p>
        <div className={styles.ways}>
          <Button small pressed={isShown} onPress={() => setShown(!isShown)}>
            {t('veil-show')}
          </Button>
          {leave && (
            <Button small icon="skip" onPress={leave}>
              {t('veil-leave')}
            </Button>
          )}
        </div>
      </div>
      {/* Covered, it can be neither read aloud nor selected nor reached by keys. */}
      <div className={isShown ? undefined : styles.blurred} inert={!isShown}>
        {children}
      </div>
    </div>
  )
}
