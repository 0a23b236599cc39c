import { type FormEvent, useState } from 'react'
import { Checkbox } from 'react-aria-components/Checkbox'
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup'
import { Label } from 'react-aria-components/Label'
import { Button } from '../design/Button.tsx'
import { Choice } from '../design/Choice.tsx'
import { Icon } from '../design/Icon.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords, type WordKey } from '../words/words.tsx'
import styles from './Borrow.module.css'
import { LanguageField } from './LanguageField.tsx'
import type { Group } from './today.ts'
import {
  COUNTS,
  KINDS_OF,
  type Language,
  labelOf,
  languageTyped,
  WISHED_KINDS,
  type Wish,
  type WishedKind
} from './wish.ts'

const GROUPS: readonly Group[] = ['write', 'judge', 'rank']
const KIND_KEYS: Readonly<Record<WishedKind, WordKey>> = {
  initial_prompt: 'borrow-initial-prompt',
  prompter_reply: 'borrow-prompter-reply',
  assistant_reply: 'borrow-assistant-reply',
  label_initial_prompt: 'borrow-label-initial-prompt',
  label_prompter_reply: 'borrow-label-prompter-reply',
  label_assistant_reply: 'borrow-label-assistant-reply',
  rank_assistant_replies: 'borrow-rank-assistant-replies'
}

/** Language, kinds and number. What is wrong is told when the person asks, at its field. */
export function BorrowForm(props: {
  readonly wish: Wish
  readonly languages: readonly Language[]
  /** Where the button that was pressed is gone. */
  readonly autoFocus: boolean
  onAsk(wish: Wish): void
}) {
  const { languages, onAsk } = props
  const { t } = useWords()
  const { number } = useFormats()
  const [typed, setTyped] = useState(() => startingWith(props.wish.lang, languages, t('borrow-language-any')))
  const [kinds, setKinds] = useState(props.wish.kinds)
  const [count, setCount] = useState(props.wish.count)
  const [asked, setAsked] = useState(false)

  const isAny = typed.trim() === '' || typed === t('borrow-language-any')
  const lang = isAny ? undefined : languageTyped(typed, languages)
  const isLangWrong = !isAny && lang === undefined
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setAsked(true)
    if (!isLangWrong && kinds.length > 0) return onAsk({ kinds, count, ...(lang !== undefined && { lang }) })
    const wrong = isLangWrong ? '[role=combobox]' : '[type=checkbox]'
    event.currentTarget.querySelector<HTMLElement>(wrong)?.focus()
  }
  return (
    <form className={styles.form} onSubmit={ask} noValidate>
      <LanguageField
        languages={languages}
        value={typed}
        onChange={setTyped}
        autoFocus={props.autoFocus}
        fault={asked && isLangWrong ? t('borrow-language-fault') : undefined}
      />
      <fieldset className={styles.what} aria-describedby="what-fault">
        <legend>{t('borrow-what')}</legend>
        <div className={styles.groups}>
          {GROUPS.map((group) => (
            <Kinds key={group} group={group} chosen={kinds} onChoose={setKinds} />
          ))}
        </div>
        <p id="what-fault" role="status" className={styles.fault}>
          {asked && kinds.length === 0 && t('borrow-what-fault')}
        </p>
      </fieldset>
      <Choice
        label={t('borrow-count')}
        options={COUNTS.map((n) => ({ value: String(n), words: number(n) }))}
        value={String(count)}
        onChoose={(chosen) => setCount(Number(chosen))}
      />
      <p className={styles.note}>{t('borrow-note')}</p>
      <Button look="primary" type="submit">
        {t('borrow-get')}
      </Button>
    </form>
  )
}

function Kinds(props: {
  readonly group: Group
  readonly chosen: readonly WishedKind[]
  onChoose(chosen: readonly WishedKind[]): void
}) {
  const { group, chosen, onChoose } = props
  const { t } = useWords()
  const own: readonly WishedKind[] = KINDS_OF[group]
  const choose = (values: readonly string[]) =>
    onChoose(WISHED_KINDS.filter((kind) => (own.includes(kind) ? values.includes(kind) : chosen.includes(kind))))
  return (
    <CheckboxGroup className={styles.group} value={chosen.filter((kind) => own.includes(kind))} onChange={choose}>
      <Label>{t(`borrow-${group}`)}</Label>
      {own.map((kind) => (
        <Checkbox key={kind} value={kind} className={styles.kind}>
          <span className={styles.box}>
            <Icon name="check" size={16} />
          </span>
          {t(KIND_KEYS[kind])}
        </Checkbox>
      ))}
    </CheckboxGroup>
  )
}

/** What stands in the field at first: a language by its names, one outside the list by its tag. */
function startingWith(lang: string | undefined, languages: readonly Language[], any: string): string {
  const known = languages.find(({ tag }) => tag === lang)
  return known ? labelOf(known) : (lang ?? any)
}
