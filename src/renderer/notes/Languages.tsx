import { type FormEvent, useId, useState } from 'react'
import { Link } from 'wouter'
import { Button } from '../design/Button.tsx'
import { Field } from '../design/Field.tsx'
import { nameIn, ownName } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import { languageTag } from './language-tag.ts'
import styles from './NotesScreen.module.css'

/** The languages whose notes are at hand, and a field for any other. */
export function Languages(props: {
  readonly languages: readonly string[]
  readonly here?: string
  onOpen(lang: string): void
}) {
  const { t, lang: ui } = useWords()
  const title = useId()
  const { languages, here, onOpen } = props
  return (
    <section className={styles.languages} aria-labelledby={title}>
      <h2 id={title}>{t('notes-languages')}</h2>
      {languages.length === 0 && <p>{t('notes-none')}</p>}
      <ul>
        {languages.map((lang) => (
          <li key={lang}>
            <Link href={`/notes/${lang}`} {...(lang === here && { 'aria-current': 'page' })}>
              <bdi lang={lang}>{ownName(lang)}</bdi>
              {nameIn(ui, lang) !== ownName(lang) && <small>{nameIn(ui, lang)}</small>}
            </Link>
          </li>
        ))}
      </ul>
      <OtherLanguage onOpen={onOpen} />
    </section>
  )
}

function OtherLanguage({ onOpen }: { onOpen(lang: string): void }) {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const [wrong, setWrong] = useState(false)
  const open = (event: FormEvent) => {
    event.preventDefault()
    const lang = languageTag(code)
    setWrong(lang === undefined)
    if (lang === undefined) return
    setCode('')
    onOpen(lang)
  }
  return (
    <form className={styles.other} onSubmit={open} noValidate>
      <Field
        label={t('notes-other')}
        note={t('notes-other-note')}
        value={code}
        onChange={setCode}
        fault={wrong ? t('notes-no-language') : undefined}
        maxLength={35}
        isCode
      />
      <Button type="submit">{t('notes-open')}</Button>
    </form>
  )
}
