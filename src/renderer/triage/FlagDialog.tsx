import type { KeyboardEvent } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Button } from '../design/Button.tsx'
import { Dialog } from '../design/Dialog.tsx'
import { Keys } from '../design/Keys.tsx'
import skip from '../task/SkipDialog.module.css'
import { useWords } from '../words/words.tsx'
import styles from './Triage.module.css'
import { flagName } from './use-verdict-words.ts'
import { otherFlags } from './verdicts.ts'

/** Which flag is set; digits choose. */
export function FlagDialog(props: { kind: string; isOpen: boolean; onClose(): void; onFlag(flag: string): void }) {
  const { kind, isOpen, onClose, onFlag } = props
  const { t } = useWords()
  const flags = otherFlags(kind)
  const onKey = (event: KeyboardEvent) => {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
    const flag = flags[Number(digit) - 1]
    if (flag === undefined || event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    onFlag(flag)
  }
  return (
    <Dialog title={t('triage-flag-title')} isOpen={isOpen} onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are a shorter way to the buttons inside */}
      <div className={skip.reasons} onKeyDown={onKey}>
        <p>{t('triage-flag-note')}</p>
        <ul>
          {flags.map((flag, at) => (
            <li key={flag}>
              <AriaButton className={skip.reason} autoFocus={at === 0} onPress={() => onFlag(flag)}>
                <Keys names={[String(at + 1)]} />
                <span className={styles.flag}>
                  {t(flagName(flag))} <small>{t(`${flagName(flag)}-question` as 'judge-pii-question')}</small>
                </span>
              </AriaButton>
            </li>
          ))}
        </ul>
        <div className={skip.ways}>
          <Button onPress={onClose} keys={['Esc']}>
            {t('skip-back')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
