import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { Work } from '../../client/work.ts'
import type { FactId } from '../../core/fact/fact.ts'
import { isOnNoControl, Page } from '../app/Page.tsx'
import { Button, ButtonLink } from '../design/Button.tsx'
import { Choice } from '../design/Choice.tsx'
import { Field } from '../design/Field.tsx'
import { State } from '../design/State.tsx'
import { commandOf } from '../keys/bindings.ts'
import { ConsentNote } from '../welcome/ConsentNote.tsx'
import { useWords } from '../words/words.tsx'
import type { About } from './became.ts'
import { Details } from './Details.tsx'
import { useTextsHidden } from './hide-texts.ts'
import { Legend } from './Legend.tsx'
import { FILTERS, type Filter, keyOf, type summaryOf } from './summary.ts'
import { WorkRow } from './WorkRow.tsx'
import styles from './WorkScreen.module.css'

export type WorkViewProps =
  | { readonly state: 'loading' }
  | { readonly state: 'empty' }
  | ({ readonly state: 'list' } & ListProps)
type ListProps = {
  /** Only what is in this state is shown. */
  readonly ofState?: Work['state']
  readonly summary: ReturnType<typeof summaryOf>
  readonly filter: Filter
  onFilter(filter: Filter): void
  /** What is sought in the texts. */
  readonly sought: string
  onSeek(words: string): void
  readonly list: readonly Work[]
  readonly shown?: Work
  /** What a hub has told of it. */
  readonly about?: About
  /** What its author has noted on its task. */
  readonly note?: string
  grownOf(work: Work): About['grown']
  /** The person chose the item that is shown; else it is the first, and a narrow window shows the list. */
  readonly isChosen: boolean
  onChoose(work: Work): void
  onBack(): void
  /** Goes on with a draft, undoes or changes what is finished: whichever the state allows. */
  onOpen(work: Work): void
  /** Shows another item. */
  onLook(id: FactId): void
  /** Why the undo failed. */
  readonly wrong?: unknown
}

/** More rows than anybody looks at, and few enough to be there at once. */
const PAGE = 100

export function WorkView(props: WorkViewProps) {
  const { t } = useWords()
  const { hidden, hide } = useTextsHidden()
  return (
    <Page
      title={t('work-title')}
      aside={
        <div className={styles.aside}>
          {props.state === 'list' && (
            <Button look="quiet" small pressed={hidden} onPress={() => hide(!hidden)}>
              {t('work-hide')}
            </Button>
          )}
          <ButtonLink href="/work/copies" look="quiet" icon="saved" small>
            {t('files-go')}
          </ButtonLink>
        </div>
      }
    >
      {props.state === 'empty' && (
        <section className={styles.empty}>
          <h2>{t('work-empty')}</h2>
          <p>{t('work-empty-note')}</p>
          <ButtonLink look="primary" href="/">
            {t('work-empty-today')}
          </ButtonLink>
        </section>
      )}
      {props.state === 'list' && <ConsentNote />}
      {props.state === 'list' && <ListPart {...props} />}
      {props.state !== 'loading' && <Legend />}
    </Page>
  )
}

function ListPart(props: ListProps) {
  const { t } = useWords()
  const {
    ofState,
    summary,
    filter,
    onFilter,
    sought,
    onSeek,
    list,
    shown,
    isChosen,
    onChoose,
    onBack,
    onOpen,
    onLook
  } = props
  const [pages, setPages] = useState(1)
  const rows = useRef<HTMLUListElement>(null)
  const pane = useRef<HTMLElement>(null)
  const key = shown && keyOf(shown)
  // As many as are needed to have the item that is shown among them.
  const most = Math.max(pages, Math.ceil((list.findIndex((each) => keyOf(each) === key) + 1) / PAGE)) * PAGE

  // On a narrow window one of the two is there: the focus goes along. Whoever comes from elsewhere has it on no control.
  useEffect(() => {
    if (!isChosen && ofState === undefined) return
    if (isChosen && rows.current?.offsetParent === null) {
      scrollTo(0, 0)
      pane.current?.focus()
    } else if (isOnNoControl(document.activeElement)) {
      rows.current?.querySelector<HTMLElement>('[aria-current]')?.focus()
    }
  }, [isChosen, ofState])
  const back = () => {
    onBack()
    // The list is there again with the next frame.
    requestAnimationFrame(() => rows.current?.querySelector<HTMLElement>(`[data-key="${key}"] > button`)?.focus())
  }
  // One letter, and only while an item of the list has the focus.
  const onKey = (event: KeyboardEvent) => {
    if (commandOf(event.nativeEvent, 'work') !== 'change' || event.nativeEvent.isComposing) return
    const focused = (event.target as Element).closest('[data-key]')?.getAttribute('data-key')
    const work = list.find((each) => keyOf(each) === focused)
    if (work) onOpen(work)
  }
  return (
    <div className={styles.work} data-chosen={isChosen}>
      <div className={styles.top}>
        <p role="status">{useSummaryWords(summary)}</p>
        {ofState && (
          <p className={styles.ofState}>
            {t('work-of-state')} <State name={ofState} /> <Link href="/work">{t('work-of-all')}</Link>
          </p>
        )}
        <div className={styles.find}>
          <Choice
            label={t('work-filter')}
            labelHidden
            options={FILTERS.map((value) => ({ value, words: t(`filter-${value}`) }))}
            value={filter}
            onChoose={onFilter}
          />
          <div className={styles.seek}>
            <Field label={t('work-seek')} value={sought} onChange={onSeek} />
          </div>
        </div>
      </div>
      {list.length === 0 && (
        <p className={styles.none} role="status">
          {t(sought.trim() === '' ? 'work-filter-empty' : 'work-seek-none')}
        </p>
      )}
      <div className={styles.list}>
        <ul ref={rows} className={styles.rows} aria-label={t('work-list')} onKeyDown={onKey}>
          {list.slice(0, most).map((work) => (
            <WorkRow
              key={keyOf(work)}
              work={work}
              isShown={keyOf(work) === key}
              grown={props.grownOf(work)}
              onChoose={() => onChoose(work)}
            />
          ))}
        </ul>
        {list.length > most && (
          <Button look="quiet" onPress={() => setPages(pages + 1)}>
            {t('work-more', { count: Math.min(PAGE, list.length - most), left: list.length - most })}
          </Button>
        )}
      </div>
      {shown && props.about && (
        <section ref={pane} className={styles.pane} aria-label={t('work-item')} tabIndex={-1}>
          <div className={styles.back}>
            <Button icon="prev" look="quiet" onPress={back}>
              {t('work-back')}
            </Button>
          </div>
          <Details
            key={key}
            work={shown}
            about={props.about}
            note={props.note}
            onOpen={() => onOpen(shown)}
            onLook={onLook}
            wrong={props.wrong}
          />
        </section>
      )}
    </div>
  )
}

/** How many items there are, and how many in which state, as one sentence. */
function useSummaryWords({ total, counts }: ListProps['summary']): string {
  const { t, lang } = useWords()
  const parts = counts.map(({ state, count }) => t(`work-count-${state}`, { count }))
  const list = new Intl.ListFormat(lang, { type: 'conjunction', style: 'long' })
  return t('work-summary', { total, parts: list.format(parts) })
}
