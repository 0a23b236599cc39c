import { useRef, useState } from 'react'
import type { Told } from '../../core/error.ts'
import { ToldOf, ToldText } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import type { HubInfo } from '../platform/contract.ts'
import { platform } from '../platform/platform.ts'
import { useWords } from '../words/words.tsx'
import styles from './Home.module.css'

/** Its hub, when it answers; why the app's own did not start (desktop). */
export type PracticeBoxProps = { readonly hub?: HubInfo; readonly failed?: Told }

/** What a practice project is, and its two tricks: being two people, and seeing the dataset. */
export function PracticeBox({ hub, failed }: PracticeBoxProps) {
  const { t } = useWords()
  return (
    <section className={styles.practice} aria-labelledby="practice">
      <h2 id="practice">{t('practice-title')}</h2>
      <p>{t('practice-note')}</p>
      {failed && (
        <div className={styles.trick}>
          <ToldText told={failed} />
          <Button onPress={() => location.reload()}>{t('welcome-try')}</Button>
        </div>
      )}
      {hub && (
        <div className={styles.tricks}>
          <Invite link={hub.invite ?? hub.address} />
          <Dataset />
        </div>
      )}
    </section>
  )
}

function Invite({ link }: { link: string }) {
  const { t } = useWords()
  const shown = useRef<HTMLElement>(null)
  const [copied, setCopied] = useState<'copied' | 'copy-yourself'>()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link)
      setCopied('copied')
    } catch {
      // Plain http on a local network has no clipboard.
      if (shown.current) getSelection()?.selectAllChildren(shown.current)
      setCopied('copy-yourself')
    }
  }
  return (
    <div className={styles.trick}>
      <h3>{t('practice-invite')}</h3>
      <p className={styles.note}>{t('practice-invite-note')}</p>
      <p>
        <span className="hide">{t('practice-link')}: </span>
        <code ref={shown} className={styles.link} dir="ltr">
          {link}
        </code>
      </p>
      <Button icon="copy" onPress={() => void copy()}>
        {t('practice-copy')}
      </Button>
      <p role="status" className={styles.note}>
        {copied && t(`practice-${copied}`)}
      </p>
    </div>
  )
}

type Saved = 'saving' | 'saved' | 'offered' | { readonly failed: Told } | { readonly cause: unknown }

function Dataset() {
  const { t } = useWords()
  const [saved, setSaved] = useState<Saved>()
  const save = async () => {
    setSaved('saving')
    try {
      const result = await platform.saveDataset()
      setSaved(result === 'cancelled' ? undefined : result)
    } catch (cause) {
      setSaved({ cause })
    }
  }
  const isWords = typeof saved === 'string'
  return (
    <div className={styles.trick}>
      <h3>{t('practice-data')}</h3>
      <p className={styles.note}>{t('practice-data-note')}</p>
      <Button icon="arrowdown" onPress={() => void save()} isDisabled={saved === 'saving'}>
        {t('practice-save')}
      </Button>
      <p role="status" className={styles.note}>
        {isWords && t(`practice-${saved}`)}
      </p>
      {saved !== undefined &&
        !isWords &&
        ('failed' in saved ? <ToldText told={saved.failed} /> : <ToldOf {...saved} />)}
    </div>
  )
}
