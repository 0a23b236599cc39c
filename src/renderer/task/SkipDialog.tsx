import { type KeyboardEvent, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Button } from '../design/Button.tsx'
import { Dialog, DialogWays } from '../design/Dialog.tsx'
import { Field } from '../design/Field.tsx'
import { Keys } from '../design/Keys.tsx'
import { useKeyNames } from '../keys/use-key-names.ts'
import { useWords } from '../words/words.tsx'
import styles from './SkipDialog.module.css'

/** The reason of whoever does not want to read it. */
export const HARMFUL = 'contains something harmful'

/** What the hub is told, the same in every language of the interface. */
export const REASONS = [
  ['not my field', 'skip-not-my-field'],
  ['unclear', 'skip-unclear'],
  ['needs a native speaker', 'skip-native-speaker'],
  ['too long for now', 'skip-too-long'],
  [HARMFUL, 'skip-harmful']
] as const
/** A reason has at most 200 characters. */
const MOST_WORDS = 180

export function SkipDialog(props: { isOpen: boolean; onClose(): void; onSkip(reason: string): void }) {
  const { t } = useWords()
  return (
    <Dialog title={t('skip-title')} isOpen={props.isOpen} onClose={props.onClose}>
      <Reasons onClose={props.onClose} onSkip={props.onSkip} />
    </Dialog>
  )
}

/** Keys 1 to 6 choose; nothing is chosen before. */
function Reasons({ onClose, onSkip }: { onClose(): void; onSkip(reason: string): void }) {
  const { t } = useWords()
  const keys = useKeyNames()
  const [other, setOther] = useState<string>()
  if (other !== undefined) {
    const words = other.trim()
    return (
      <form
        className={styles.other}
        onSubmit={(event) => {
          event.preventDefault()
          onSkip(words === '' ? 'other' : `other: ${words}`)
        }}
      >
        <Field
          label={t('skip-other-words')}
          note={t('skip-other-note')}
          value={other}
          onChange={setOther}
          maxLength={MOST_WORDS}
          autoFocus
        />
        <DialogWays submit={t('skip-do')} back={t('skip-back')} onBack={onClose} />
      </form>
    )
  }
  const choices: readonly (readonly [words: string, choose: () => void])[] = [
    ...REASONS.map(([reason, words]) => [t(words), () => onSkip(reason)] as const),
    [t('skip-other'), () => setOther('')]
  ]
  const onKey = (event: KeyboardEvent) => {
    const digit = /^(Digit|Numpad)([1-6])$/.exec(event.code)?.[2]
    if (
      digit === undefined ||
      !keys.singles ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.nativeEvent.isComposing
    )
      return
    event.preventDefault()
    choices[Number(digit) - 1]?.[1]()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are a shorter way to the buttons inside
    <div className={styles.reasons} onKeyDown={onKey}>
      <p>{t('skip-note')}</p>
      <ul>
        {choices.map(([words, choose], place) => (
          <li key={words}>
            <AriaButton className={styles.reason} autoFocus={place === 0} onPress={choose}>
              {keys.singles && <Keys names={[String(place + 1)]} />}
              {words}
            </AriaButton>
          </li>
        ))}
      </ul>
      <div className={styles.ways}>
        <Button onPress={onClose} keys={['Esc']}>
          {t('skip-back')}
        </Button>
      </div>
    </div>
  )
}
