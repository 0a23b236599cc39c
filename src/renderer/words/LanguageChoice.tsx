import { Choice } from '../design/Choice.tsx'
import { ownName, UI_LANGUAGES } from './languages.ts'
import { useWords } from './words.tsx'

/** The language of the interface, each in its own name. */
export function LanguageChoice() {
  const { t, lang, speak } = useWords()
  return (
    <Choice
      label={t('settings-language')}
      options={UI_LANGUAGES.map((value) => ({ value, words: <span lang={value}>{ownName(value)}</span> }))}
      value={lang}
      onChoose={speak}
    />
  )
}
