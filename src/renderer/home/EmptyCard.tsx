import type { ReactNode } from 'react'
import { Button, ButtonLink } from '../design/Button.tsx'
import { useFormats } from '../words/formats.ts'
import { nameIn } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import styles from './Home.module.css'
import type { Nothing } from './nothing.ts'

/** How far the items finished here came. */
export type Grown = { readonly merged: number; readonly received: number; readonly here: number }
export type EmptyCardProps = {
  readonly nothing: Nothing
  readonly grown: Grown
  /** Tasks that nobody had in the languages wished for, by the hub's last count. */
  readonly open?: number
  /** Where what came back is seen. */
  readonly mendPath: string
  /** Syncs once, or looks for the hub at once. */
  onSync(): void
}

/** Nothing to do: why, what grew so far, and the one thing that helps most. */
export function EmptyCard({ nothing, grown, open, mendPath, onSync }: EmptyCardProps) {
  const { t } = useWords()
  const hasWork = grown.received + grown.here > 0
  const { title, note } = useCause(nothing)
  return (
    <section className={styles.card} aria-labelledby="empty">
      <div className={styles.now}>
        <h2 id="empty" className={styles.lead}>
          {title}
        </h2>
        <p className={styles.why} role="status">
          {note} {open !== undefined && t('empty-open', { count: open })}
        </p>
        <div className={styles.go}>
          <Act act={nothing.act} mendPath={mendPath} onSync={onSync} />
          {hasWork && nothing.act !== 'work' && (
            <ButtonLink look="quiet" href="/work">
              {t('home-empty-work')}
            </ButtonLink>
          )}
        </div>
      </div>
      {hasWork && <Stem grown={grown} />}
    </section>
  )
}

function Act(props: { act: Nothing['act'] } & Pick<EmptyCardProps, 'mendPath' | 'onSync'>): ReactNode {
  const { act, mendPath, onSync } = props
  const { t } = useWords()
  switch (act) {
    case 'sync':
    case 'reach':
      return (
        <Button look="primary" icon="sync" onPress={onSync}>
          {t(act === 'sync' ? 'empty-sync' : 'home-sync-now')}
        </Button>
      )
    case 'mend':
      return (
        <ButtonLink look="primary" href={mendPath}>
          {t('home-see')}
        </ButtonLink>
      )
    case 'work':
      return (
        <ButtonLink look="primary" href="/work">
          {t('home-empty-work')}
        </ButtonLink>
      )
    case 'other':
    case 'borrow':
      return (
        <ButtonLink look="primary" icon="plus" href={act === 'other' ? '/borrow?wider' : '/borrow'}>
          {t(act === 'other' ? 'empty-other' : 'nav-borrow')}
        </ButtonLink>
      )
  }
}

function useCause(nothing: Nothing): { readonly title: string; readonly note: string } {
  const { t, gap, lang: ui } = useWords()
  const { when } = useFormats()
  const last = (since: number | undefined) =>
    since === undefined ? t('line-never') : t('line-last', { when: when(since) })
  switch (nothing.why) {
    case 'returned':
      return { title: t('empty-returned', { count: nothing.count }), note: t('empty-returned-note') }
    case 'unsent':
      return { title: t('home-empty-done'), note: t('empty-unsent', { count: nothing.count }) }
    case 'paused':
      return { title: t('home-empty-done'), note: t('empty-paused') }
    case 'done-no-link':
      return { title: t('home-empty-done'), note: `${t('empty-no-link')}${gap}${last(nothing.since)}` }
    case 'no-link':
      return { title: t('home-empty-none'), note: `${t('empty-no-link')}${gap}${last(nothing.since)}` }
    case 'no-work': {
      const list = new Intl.ListFormat(ui, { type: 'disjunction' })
      const lang = list.format(nothing.langs.map((tag) => nameIn(ui, tag)))
      const any = nothing.langs.length === 0 ? 'yes' : 'no'
      return { title: t('empty-no-work', { any, lang }), note: t('empty-no-work-note', { when: when(nothing.at) }) }
    }
    case 'none':
    case 'done':
    case 'fetching':
      return { title: t(`home-empty-${nothing.why}`), note: t(`home-empty-${nothing.why}-note`) }
  }
}

/** What came furthest stands highest. */
function Stem({ grown }: { grown: Grown }) {
  const { t } = useWords()
  const { number } = useFormats()
  return (
    <ul className={styles.stem}>
      {(['merged', 'received', 'here'] as const).map((part) => (
        <li key={part} data-is={part} data-any={grown[part] > 0}>
          <b>{number(grown[part])}</b> <span>{t(`home-grown-${part}`, { count: grown[part] })}</span>
        </li>
      ))}
    </ul>
  )
}
