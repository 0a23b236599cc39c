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
import { CostLine } from './CostLine.tsx'
import type { Cost } from './cost.ts'
import { LanguageFields } from './LanguageFields.tsx'
import type { Group } from './today.ts'
import {
  COUNTS,
  KINDS_OF,
  type Language,
  TIMES,
  tagsIn,
  typedOf,
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
  rank_assistant_replies: 'borrow-rank-assistant-replies',
  rank_prompter_replies: 'borrow-rank-prompter-replies',
  rank_initial_prompts: 'borrow-rank-initial-prompts'
}

/** Languages, kinds, number and time. What is wrong is told when the person asks, at its field. */
export function BorrowForm(props: {
  readonly wish: Wish
  readonly languages: readonly Language[]
  /** Where the button that was pressed is gone. */
  readonly autoFocus: boolean
  cost(wish: Wish): Cost
  onAsk(wish: Wish): void
}) {
  const { languages, onAsk } = props
  const { t } = useWords()
  const { number } = useFormats()
  const any = t('borrow-language-any')
  const [typed, setTyped] = useState(() => typedOf(props.wish.langs, languages, any))
  const [kinds, setKinds] = useState(props.wish.kinds)
  const [count, setCount] = useState(props.wish.count)
  const [minutes, setMinutes] = useState(props.wish.minutes)
  const [asked, setAsked] = useState(false)

  const { tags: langs, wrong } = tagsIn(typed, languages, any)
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setAsked(true)
    if (wrong.length === 0 && kinds.length > 0)
      return onAsk({ langs, kinds, count, ...(minutes !== undefined && { minutes }) })
    const at = wrong[0] ?? 0
    const first = wrong.length > 0 ? '[role=combobox]' : '[type=checkbox]'
    event.currentTarget.querySelectorAll<HTMLElement>(first)[at]?.focus()
  }
  return (
    <form className={styles.form} onSubmit={ask} noValidate>
      <LanguageFields
        languages={languages}
        typed={typed}
        onChange={setTyped}
        isAsked={asked}
        autoFocus={props.autoFocus}
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
      <div className={styles.much}>
        <Choice
          label={t('borrow-count')}
          options={COUNTS.map((n) => ({ value: String(n), words: number(n) }))}
          value={String(count)}
          onChoose={(chosen) => setCount(Number(chosen))}
        />
        <Choice
          label={t('borrow-time')}
          options={[
            { value: 'any', words: t('borrow-time-any') },
            ...TIMES.map((n) => ({ value: String(n), words: t('borrow-minutes', { count: n }) }))
          ]}
          value={minutes === undefined ? 'any' : String(minutes)}
          onChoose={(chosen) => setMinutes(TIMES.find((n) => String(n) === chosen))}
        />
      </div>
      {kinds.length > 0 && (
        <CostLine {...props.cost({ langs, kinds, count, ...(minutes !== undefined && { minutes }) })} />
      )}
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
