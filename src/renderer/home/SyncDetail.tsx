import type { SyncLine } from '../../client/work.ts'
import { useLineWords } from '../app/SyncLine.tsx'
import { Button } from '../design/Button.tsx'
import { Icon } from '../design/Icon.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Home.module.css'

export type SyncDetailProps = {
  readonly line: SyncLine
  /** Items that the project has received so far. */
  readonly received: number
  /** Absent: the way to it stands elsewhere on the screen. */
  onTryNow?: () => void
}

/**
 * The side bar's line with more about it. On a narrow window that line stands above the page: only what it lacks is
 * shown then. What is wrong is told there alone, with its button.
 */
export function SyncDetail({ line, received, onTryNow }: SyncDetailProps) {
  const { t } = useWords()
  const { icon, words, note } = useLineWords(line)
  const isWrong = line.trouble !== undefined || line.turnedAway !== undefined
  const canTry = line.syncing && !line.connected && !isWrong
  return (
    <section className={styles.sync} aria-label={t('home-sync')}>
      <Icon name={isWrong ? 'warn' : icon} />
      <div className={styles.about}>
        {!isWrong && (
          <p className={styles.wide}>
            <b>{words}</b> {note}
          </p>
        )}
        <p className={styles.note}>{t('home-sync-received', { count: received })}</p>
        {line.address !== undefined && (
          <p className={styles.note}>
            <Address words={t('home-sync-hub', { address: '\n' })} address={line.address} />
          </p>
        )}
      </div>
      {canTry && onTryNow && <Button onPress={onTryNow}>{t('home-sync-now')}</Button>}
    </section>
  )
}

/** The address keeps its direction wherever the phrase puts it. */
function Address({ words, address }: { words: string; address: string }) {
  const [before, after] = words.split('\n')
  return (
    <>
      {before}
      <bdi dir="ltr">{address}</bdi>
      {after}
    </>
  )
}
