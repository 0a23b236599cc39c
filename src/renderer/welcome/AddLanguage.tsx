import { type KeyboardEvent, useMemo, useState } from 'react'
import { Button } from '../design/Button.tsx'
import { LanguageField } from '../home/LanguageField.tsx'
import { knownTags, languagesToOffer, languageTyped } from '../home/wish.ts'
import { isComposing } from '../task/use-task-keys.ts'
import { nameIn, ownName } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import styles from './MyLanguages.module.css'

/** One more language, found by any of its names. `onAdd` without one: it was left. */
export function AddLanguage({ onAdd }: { onAdd(tag: string | undefined): void }) {
  const { t, lang: ui } = useWords()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState(false)
  const languages = useMemo(() => {
    const tags = knownTags(new Intl.DisplayNames([ui], { type: 'language', fallback: 'none' }))
    return languagesToOffer([], navigator.languages, tags, (tag) => ({ own: ownName(tag), name: nameIn(ui, tag) }))
  }, [ui])
  const tag = languageTyped(typed, languages)
  const add = () => {
    setAsked(true)
    if (tag !== undefined) onAdd(tag)
  }
  // What has the focus in the list is chosen by the same key; elsewhere it would send the form around this field.
  const heard = (event: KeyboardEvent) => {
    const { target, nativeEvent } = event
    if (event.key !== 'Enter' || isComposing(nativeEvent) || !(target instanceof HTMLInputElement)) return
    if (target.hasAttribute('aria-activedescendant')) return
    event.preventDefault()
    event.stopPropagation()
    add()
  }
  return (
    <div className={styles.add} onKeyDownCapture={heard}>
      <LanguageField
        label={t('borrow-language-more')}
        languages={languages}
        value={typed}
        onChange={setTyped}
        onRemove={() => onAdd(undefined)}
        fault={asked && tag === undefined ? t('borrow-language-fault') : undefined}
        autoFocus
      />
      <Button onPress={add}>{t('mine-add')}</Button>
    </div>
  )
}
