import { useRef } from 'react'
import { Button } from '../design/Button.tsx'
import { MOST_LANGUAGES } from '../welcome/my-languages.ts'
import { useWords } from '../words/words.tsx'
import styles from './LanguageField.module.css'
import { LanguageField } from './LanguageField.tsx'
import { isAny, type Language, tagsIn } from './wish.ts'

/** The languages of a wish, the dearest first, each in a field of its own. */
export function LanguageFields(props: {
  readonly languages: readonly Language[]
  /** What stands in each field. */
  readonly typed: readonly string[]
  onChange(typed: readonly string[]): void
  /** What is wrong is shown. */
  readonly isAsked: boolean
  readonly autoFocus: boolean
}) {
  const { languages, typed, onChange, isAsked, autoFocus } = props
  const { t } = useWords()
  const add = useRef<HTMLDivElement>(null)
  const any = t('borrow-language-any')
  const read = tagsIn(typed, languages, any)
  const isBound = !isAny(typed[0] ?? '', any)
  return (
    <div className={styles.fields}>
      {(isBound ? typed : typed.slice(0, 1)).map((text, at) => (
        <LanguageField
          // biome-ignore lint/suspicious/noArrayIndexKey: a field is its place
          key={at}
          label={t(at === 0 ? 'borrow-language' : 'borrow-language-more')}
          languages={languages}
          value={text}
          onChange={(value) => onChange(typed.with(at, value))}
          autoFocus={at === 0 ? autoFocus : text === ''}
          fault={isAsked && read.wrong.includes(at) ? t('borrow-language-fault') : undefined}
          {...(at > 0 && {
            onRemove: () => {
              onChange(typed.toSpliced(at, 1))
              add.current?.querySelector('button')?.focus()
            }
          })}
        />
      ))}
      {isBound && (
        <div ref={add}>
          <Button
            look="quiet"
            small
            icon="plus"
            isDisabled={typed.length >= MOST_LANGUAGES}
            onPress={() => onChange([...typed, ''])}
          >
            {t('borrow-language-add')}
          </Button>
        </div>
      )}
    </div>
  )
}
