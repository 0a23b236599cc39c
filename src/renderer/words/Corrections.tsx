import { Button } from '../design/Button.tsx'
import styles from './Corrections.module.css'
import type { Refusal } from './corrections.ts'
import { nameIn } from './languages.ts'
import { type FileRead, useCorrections } from './use-corrections.ts'
import { useWords } from './words.tsx'

/** Whoever speaks the language of the interface puts its words right: here at once, and for everybody by a file. */
export function Corrections() {
  const { t, lang } = useWords()
  const { count, read, load, saveAll, saveOwn, drop } = useCorrections(lang)
  return (
    <section className={styles.part}>
      <h2>{t('words-title')}</h2>
      <p>{t('words-how')}</p>
      <div className={styles.deeds}>
        <Button onPress={saveAll}>{t('words-save-all')}</Button>
        <Button onPress={load}>{t('words-load')}</Button>
      </div>
      <div role="status" className={styles.told}>
        <p>{t('words-own', { count, lang: nameIn(lang, lang) })}</p>
        <Outcome read={read} />
      </div>
      {count > 0 && (
        <>
          <p className={styles.note}>{t('words-save-own-note')}</p>
          <div className={styles.deeds}>
            <Button onPress={saveOwn}>{t('words-save-own')}</Button>
            <Button look="quiet" onPress={drop}>
              {t('words-drop')}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

/** What was not taken of the file that was loaded last, and why. */
function Outcome({ read }: { read: FileRead | undefined }) {
  const { t, lang } = useWords()
  if (!read) return null
  if ('fault' in read) {
    return (
      <p>
        {read.fault === 'language'
          ? t('words-file-language', { lang: nameIn(lang, read.lang) })
          : t('words-file-fault')}
      </p>
    )
  }
  const { refused } = read
  if (refused.length === 0) return null
  return (
    <>
      <p>{t('words-refused', { count: refused.length })}</p>
      <ul className={styles.refused}>
        {refused.map((refusal) => (
          <li key={refusal.key}>
            <code dir="ltr">{refusal.key}</code> <Why {...refusal} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Why({ why, expected = '', found = '' }: Refusal) {
  const { t } = useWords()
  return <span>{t(`words-fault-${why}`, { expected: expected || '–', found: found || '–' })}</span>
}
