import { type ReactNode, useEffect, useRef, useState } from 'react'
import { HubSilent } from '../../client/errors.ts'
import { Page } from '../app/Page.tsx'
import { ToldOf } from '../app/Trouble.tsx'
import { Button, ButtonLink } from '../design/Button.tsx'
import { nameIn } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import styles from './Borrow.module.css'
import { BorrowForm } from './BorrowForm.tsx'
import type { Cost } from './cost.ts'
import type { Language, otherWishes, Wish } from './wish.ts'

export type BorrowViewProps =
  | { readonly state: 'loading' }
  | {
      readonly state: 'form'
      readonly wish: Wish
      readonly languages: readonly Language[]
      cost(wish: Wish): Cost
      /** The form is there again: the person did not wait, or wants something else than what was answered. */
      readonly after?: 'stopped' | 'answered'
      onAsk(wish: Wish): void
    }
  | Fetching
  | {
      readonly state: 'done'
      readonly wish: Wish
      readonly count: number
      readonly first: string
      readonly lang: string
      onMore(): void
    }
  | Nothing
  | Wrong
type Fetching = {
  readonly state: 'fetching'
  readonly wish: Wish
  /** Milliseconds since 1970. */
  readonly since: number
  /** The hub has answered; the texts are on their way. */
  readonly isLent: boolean
  readonly patience: number
  onStop(): void
}
type Nothing = {
  readonly state: 'nothing'
  readonly wish: Wish
  readonly others: ReturnType<typeof otherWishes>
  onAsk(wish: Wish): void
  onChange(): void
}
type Wrong = {
  readonly state: 'wrong'
  readonly why: 'other-window' | 'told'
  readonly cause: unknown
  /** Tasks that are here and open. */
  readonly here: number
  onAgain(): void
  onChange(): void
}

export function BorrowView(props: BorrowViewProps) {
  const { t, lang: ui } = useWords()
  return (
    <Page title={t('borrow-title')}>
      {props.state === 'form' && (
        <>
          {props.after === 'stopped' && <p role="status">{t('borrow-stopped')}</p>}
          <BorrowForm {...props} autoFocus={props.after !== undefined} />
        </>
      )}
      {props.state === 'fetching' && <FetchingPart {...props} />}
      {props.state === 'done' && (
        <Answer title={t('borrow-done', { count: props.count, lang: nameIn(ui, props.lang) })}>
          <p>{t('borrow-done-note', { count: props.count })}</p>
          {props.count < props.wish.count &&
            (props.wish.minutes === undefined ? (
              <p>{t('borrow-done-fewer', { wanted: props.wish.count, lang: nameIn(ui, props.lang) })}</p>
            ) : (
              <p>{t('borrow-done-time', { minutes: props.wish.minutes })}</p>
            ))}
          <div className={styles.ways}>
            <ButtonLink look="primary" href={props.first}>
              {t('borrow-go')}
            </ButtonLink>
            <Button onPress={props.onMore}>{t('borrow-more')}</Button>
          </div>
        </Answer>
      )}
      {props.state === 'nothing' && <NothingPart {...props} />}
      {props.state === 'wrong' && <WrongPart {...props} />}
    </Page>
  )
}

/** What the hub answered. The button that was pressed is gone, so the focus comes here. */
function Answer({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className={styles.answer}>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  )
}

function FetchingPart({ wish, since, isLent, patience, onStop }: Fetching) {
  const { t, gap } = useWords()
  const [now, setNow] = useState(since)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <Answer title={t('borrow-fetching', { here: isLent ? 'lent' : 'asked', count: wish.count })}>
      <p>
        {t('borrow-seconds', { count: Math.round((now - since) / 1000) })}
        {gap}
        {t('borrow-patience', { count: patience / 1000 })}
      </p>
      <div className={styles.ways}>
        <Button icon="close" onPress={onStop}>
          {t('borrow-stop')}
        </Button>
      </div>
    </Answer>
  )
}

function NothingPart({ wish, others, onAsk, onChange }: Nothing) {
  const { t, lang: ui } = useWords()
  const list = new Intl.ListFormat(ui, { type: 'disjunction' })
  const lang = list.format(wish.langs.map((tag) => nameIn(ui, tag)))
  return (
    <Answer title={t('borrow-nothing-title')}>
      <p>{t('borrow-nothing', { any: wish.langs.length === 0 ? 'yes' : 'no', lang })}</p>
      <div className={styles.ways}>
        {others.map((other, place) => (
          <Button key={other.why} look={place === 0 ? 'primary' : 'plain'} onPress={() => onAsk(other.wish)}>
            {t(`borrow-try-${other.why}`, { lang })}
          </Button>
        ))}
        <Button look={others.length === 0 ? 'primary' : 'plain'} onPress={onChange}>
          {t('borrow-change')}
        </Button>
      </div>
    </Answer>
  )
}

function WrongPart({ why, cause, here, onAgain, onChange }: Wrong) {
  const { t, gap } = useWords()
  return (
    <div className={styles.answer}>
      {why === 'other-window' ? <p role="alert">{t('borrow-other-window')}</p> : <ToldOf cause={cause} />}
      {cause instanceof HubSilent && (
        <p>
          {t('borrow-silent')}
          {gap}
          {t('borrow-silent-here', { count: here })}
        </p>
      )}
      <div className={styles.ways}>
        <Button look="primary" onPress={onAgain} autoFocus>
          {t('borrow-again')}
        </Button>
        <Button onPress={onChange}>{t('borrow-change')}</Button>
        {here > 0 && <ButtonLink href="/">{t('back-home')}</ButtonLink>}
      </div>
    </div>
  )
}
