import { Choice } from '../design/Choice.tsx'
import styles from './LanguageChoice.module.css'
import { isDraft, lags, ownName, UI_LANGUAGES } from './languages.ts'
import { useWords } from './words.tsx'

/** The language of the interface, each in its own name; a draft says that it is one. */
export function LanguageChoice() {
  const { t, lang, speak } = useWords()
  return (
    <div className={styles.choice}>
      <Choice
        label={t('settings-language')}
        options={UI_LANGUAGES.map((value) => ({
          value,
          words: (
            <>
              <span className={styles.name} lang={value}>
                {ownName(value)}
              </span>
              {isDraft(value) && <small className={styles.draft}>{t('language-draft')}</small>}
            </>
          )
        }))}
        value={lang}
        onChoose={speak}
      />
      {isDraft(lang) && (
        <p className={styles.note}>
          {t('language-draft-note')} {lags(lang) && t('language-lags')}
        </p>
      )}
    </div>
  )
}
