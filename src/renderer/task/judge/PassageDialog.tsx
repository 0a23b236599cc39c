import { type KeyboardEvent, useId, useRef, useState } from 'react'
import type { Passage } from '../../../core/fact/evidence.ts'
import { Button } from '../../design/Button.tsx'
import { Dialog } from '../../design/Dialog.tsx'
import { Cover } from '../../message/Cover.tsx'
import type { Shown } from '../../message/Message.tsx'
import { useWords } from '../../words/words.tsx'
import { isComposing } from '../use-task-keys.ts'
import type { Row } from './labels.ts'
import styles from './PassageDialog.module.css'
import { Passages } from './Passages.tsx'
import { asShown, passageOf, quoted, withPassage } from './passage.ts'

type PassageProps = {
  readonly row: Row
  readonly message: Shown & { readonly text: string }
  readonly passages: readonly Passage[]
  onChange(passages: readonly Passage[]): void
  onClose(): void
}

/** Marks the passages of a message that show why a flag is set: with the mouse, or with Shift and the arrow keys. */
export function PassageDialog(props: PassageProps) {
  const { t } = useWords()
  const title = t('judge-mark-title', { name: t(props.row.name) })
  return (
    <Dialog title={title} isOpen onClose={props.onClose}>
      <Marking {...props} />
    </Dialog>
  )
}

function Marking({ row, message, passages, onChange, onClose }: PassageProps) {
  const { t } = useWords()
  const note = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [said, setSaid] = useState('')
  const { text, lang } = message
  const mine = passages.filter(({ label }) => label === row.label)

  const mark = () => {
    const { selectionStart, selectionEnd } = field.current ?? { selectionStart: 0, selectionEnd: 0 }
    const selected = passageOf(text, selectionStart, selectionEnd)
    field.current?.focus()
    if (!selected) return setSaid(t('judge-mark-none'))
    onChange(withPassage(passages, { label: row.label, ...selected }))
    setSaid(t('judge-marked', { words: quoted(text, selected) }))
  }
  const heard = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.altKey || event.shiftKey || isComposing(event.nativeEvent)) return
    event.preventDefault()
    mark()
  }
  return (
    <div className={styles.marking}>
      <p id={note}>{t('judge-mark-note')}</p>
      <Cover of={[message]}>
        <textarea
          ref={field}
          className={styles.text}
          // biome-ignore lint/a11y/noAutofocus: it is what the dialog is for
          autoFocus
          // `readOnly` would leave nobody a caret to walk with.
          aria-readonly
          inputMode="none"
          onBeforeInput={(event) => event.preventDefault()}
          onChange={() => {}}
          rows={8}
          lang={lang}
          dir="auto"
          spellCheck={false}
          aria-label={t('judge-mark-text')}
          aria-describedby={note}
          value={asShown(text)}
          onKeyDown={heard}
        />
      </Cover>
      <div className={styles.ways}>
        <Button look="primary" keys={['Enter']} onPress={mark}>
          {t('judge-mark-do')}
        </Button>
        <Button onPress={onClose} keys={['Esc']}>
          {t('judge-mark-back')}
        </Button>
      </div>
      <p role="status" className={styles.said}>
        {said}
      </p>
      <Passages
        text={text}
        lang={lang}
        passages={mine}
        onRemove={(passage) => {
          onChange(passages.filter((each) => each !== passage))
          field.current?.focus()
        }}
      />
    </div>
  )
}
