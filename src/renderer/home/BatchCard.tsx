import { useEffect, useRef } from 'react'
import type { Estimate } from '../../core/progress/pace.ts'
import { isOnNoControl } from '../app/Page.tsx'
import { ButtonLink } from '../design/Button.tsx'
import { Icon, type IconName } from '../design/Icon.tsx'
import { Ticks } from '../design/Ticks.tsx'
import { triagePathOf } from '../task/next-task.ts'
import { useFormats } from '../words/formats.ts'
import { nameIn } from '../words/languages.ts'
import { useWords, type WordKey } from '../words/words.tsx'
import styles from './Home.module.css'
import { TimeLeft } from './TimeLeft.tsx'
import type { Group, OpenBatch } from './today.ts'

export const ICON_OF: Readonly<Record<Group, IconName>> = { write: 'message', rank: 'rank', judge: 'judge' }

/** The most urgent batch: how far it is, what is left of it, about how long that takes, and the way to go on. */
export function BatchCard(props: {
  batch: OpenBatch
  /** Absent: not read yet; `usual` keeps its room. */
  time: Estimate | undefined
  usual?: Estimate | undefined
}) {
  const { batch, time, usual } = props
  const { t, gap } = useWords()
  const { title, kept, done } = useBatchWords(batch)
  const { left, next, ticks, total, skipped } = batch
  const open = left.reduce((sum, { count }) => sum + count, 0)
  return (
    <section className={styles.card} aria-labelledby="batch-now">
      <div className={styles.now}>
        <h2 id="batch-now">{title}</h2>
        <p className={styles.note}>{kept}</p>
        <p className={styles.figure}>{done}</p>
        <Ticks of={ticks} />
        <p className={styles.note}>
          {t('home-figure-note', { done: batch.done, skipped, open, total })}
          {gap}
          {time ? <TimeLeft {...time} /> : <span className={styles.awaited}>{usual && <TimeLeft {...usual} />}</span>}
        </p>
        <GoOn href={placeOf(next)} words={goWords(batch)} />
        <p className={styles.next}>{t('home-next', { kind: next.kind })}</p>
      </div>
      <div className={styles.left}>
        <h3 className={styles.note}>{t('home-left')}</h3>
        <ul className={styles.groups}>
          {left.map(({ group, count }) => (
            <li key={group}>
              <Icon name={ICON_OF[group]} />
              <span>{t(`group-${group}`)}</span>
              <span className={styles.note}>{t('home-left-count', { count })}</span>
              {group === 'judge' && (
                <ButtonLink look="quiet" small icon="queue" href={triagePathOf({ batch: batch.id, place: 0 })}>
                  {t('triage-open')}
                </ButtonLink>
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

/** Has the focus when nothing but the title has: whoever comes back from a task goes on with one key. */
function GoOn({ href, words }: { href: string; words: WordKey }) {
  const { t } = useWords()
  const around = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isOnNoControl(document.activeElement)) around.current?.querySelector('a')?.focus({ preventScroll: true })
  }, [])
  return (
    <div className={styles.go} ref={around}>
      <ButtonLink look="primary" href={href}>
        {t(words)}
      </ButtonLink>
    </div>
  )
}

/** The phrases about a batch that the large one and the rows share. */
export function useBatchWords({ lang, groups, until, done, total }: OpenBatch) {
  const { t, lang: ui } = useWords()
  const { day } = useFormats()
  return {
    title: t('home-batch-title', { lang: nameIn(ui, lang), what: groups.join('_') }),
    kept: t(until < Date.now() ? 'home-kept-late' : 'home-kept', { day: day(until) }),
    done: t('home-figure', { done, total })
  }
}

/** What the way into it is called. */
export function goWords({ done, skipped }: OpenBatch): WordKey {
  return done + skipped > 0 ? 'home-continue' : 'home-start'
}

export function placeOf({ batch, place }: OpenBatch['next']): string {
  return `/task/${batch}/${place}`
}
