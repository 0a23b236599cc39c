import { useState } from 'react'
import { Button } from '../design/Button.tsx'
import { Dialog } from '../design/Dialog.tsx'
import { Field } from '../design/Field.tsx'
import { Keys } from '../design/Keys.tsx'
import type { Chord } from '../keys/chord.ts'
import { useKeyNames } from '../keys/use-key-names.ts'
import { useWords } from '../words/words.tsx'
import styles from './Shortcuts.module.css'
import { type Shortcut, sections } from './shortcuts.ts'

/** All keys of the app by where they work, to be searched and printed. */
export function Shortcuts({ onClose }: { onClose(): void }) {
  const { t, lang } = useWords()
  const { name } = useKeyNames()
  const [sought, setSought] = useState('')
  const holds = (words: string) => words.toLocaleLowerCase(lang).includes(sought.trim().toLocaleLowerCase(lang))
  const found = sections().flatMap(({ title, shortcuts }) => {
    const some = shortcuts.filter((each) => holds(t(title)) || holds(t(each.words)) || holds(spoken(each, name)))
    return some.length === 0 ? [] : [{ title, shortcuts: some }]
  })
  return (
    <Dialog title={t('keys-title')} isOpen onClose={onClose}>
      <Field label={t('keys-search')} value={sought} onChange={setSought} autoFocus />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with keys */}
      <section className={styles.list} tabIndex={0} aria-label={t('keys-title')}>
        {found.length === 0 && <p role="status">{t('keys-none')}</p>}
        {found.map(({ title, shortcuts }) => (
          <section key={title}>
            <h3>{t(title)}</h3>
            <dl>
              {shortcuts.map((each) => (
                <div key={each.words}>
                  <dt>{t(each.words)}</dt>
                  <dd dir="ltr">
                    {each.keys.map((chord) => (
                      <Keys key={chord} names={name(chord)} />
                    ))}
                    <span className="hide">{spoken(each, name)}</span>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </section>
      <div className={styles.ways}>
        <Button onPress={() => print()}>{t('keys-print')}</Button>
        <Button look="quiet" keys={['Esc']} onPress={onClose}>
          {t('close')}
        </Button>
      </div>
    </Dialog>
  )
}

function spoken({ keys }: Shortcut, name: (chord: Chord) => readonly string[]): string {
  return keys.map((chord) => name(chord).join(' ')).join(', ')
}
