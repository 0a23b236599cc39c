import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import type { BatchTask } from '../../client/work.ts'
import { Button, ButtonLink } from '../design/Button.tsx'
import { Icon } from '../design/Icon.tsx'
import { Ticks } from '../design/Ticks.tsx'
import { useShortcuts } from '../help/HelpProvider.tsx'
import { useKeyNames } from '../keys/use-key-names.ts'
import { useFormats } from '../words/formats.ts'
import { ownName } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import type { Kept } from './draft-keeper.ts'
import styles from './TaskBar.module.css'

/** More ticks than this are no picture any more. */
const MOST_TICKS = 60

/** Back to Today, what to do, and where it stands in the batch. */
export function TaskBar(props: {
  readonly title?: string
  /** The work is labelled by it, so that whoever hears the screen hears which task has come. One of each screen. */
  readonly titleId?: string
  readonly lang?: string
  readonly tasks?: readonly BatchTask[]
  readonly place?: number
  readonly children?: ReactNode
}) {
  const { title, titleId, lang, tasks = [], place, children } = props
  const { t } = useWords()
  useEffect(() => {
    if (title !== undefined) document.title = `${title} · Understory`
  }, [title])
  const done = tasks.filter(({ is }) => is !== 'open').length
  return (
    <header className={styles.bar}>
      <ButtonLink href="/" look="quiet" icon="prev">
        {t('task-back')}
      </ButtonLink>
      <h1 className={styles.title} id={titleId} tabIndex={-1}>
        {title ?? t('task-loading')}
      </h1>
      {lang !== undefined && (
        <bdi className={styles.lang} lang={lang}>
          {ownName(lang)}
        </bdi>
      )}
      {tasks.length > 0 && (
        <div className={styles.where}>
          {tasks.length <= MOST_TICKS && (
            <div className={styles.ticks}>
              <Ticks of={tasks.map((task) => (task.place === place ? 'now' : task.is))} />
            </div>
          )}
          <span>{t('task-count', { done, count: tasks.length })}</span>
        </div>
      )}
      {children}
    </header>
  )
}

/** What is kept of the work so far. */
export function DraftState({ kept, isChange }: { kept: Kept; isChange: boolean }) {
  const { t } = useWords()
  const { when } = useFormats()
  return (
    <span className={styles.draft} data-is={kept.is}>
      <Icon name={kept.is === 'failed' ? 'warn' : 'draft'} size={16} />
      {kept.is === 'nothing' && t(isChange ? 'change-none' : 'task-draft-none')}
      {kept.is === 'kept' && (
        <>
          <span className={styles.word}>{t('task-draft-kept', { when: when(kept.at) })}</span>
          <span className={styles.narrow} aria-hidden="true">
            {when(kept.at)}
          </span>
        </>
      )}
      {kept.is === 'failed' && t('task-draft-failed')}
    </span>
  )
}

export function VersionsButton({ onPress }: { onPress(): void }) {
  const { t } = useWords()
  return (
    <Button look="quiet" small icon="history" onPress={onPress}>
      <span className={styles.word}>{t('versions-open')}</span>
    </Button>
  )
}

/** What there is to read about this kind of task; and the keys, where there is a keyboard and so room for it. */
export function HelpButtons({ kind }: { kind: string }) {
  const { t } = useWords()
  const show = useShortcuts()
  const keys = useKeyNames()
  const [reading, setReading] = useState(false)
  return (
    <>
      <Button look="quiet" small icon="guide" onPress={() => setReading(true)}>
        <span className={styles.word}>{t('guide-title')}</span>
      </Button>
      <span className={styles.wide}>
        <Button look="quiet" small keys={keys.of('help')} onPress={show}>
          {t('keys-open')}
        </Button>
      </span>
      {reading && (
        <Suspense fallback={null}>
          <GuideDialog kind={kind} onClose={() => setReading(false)} />
        </Suspense>
      )}
    </>
  )
}

const GuideDialog = lazy(async () => ({ default: (await import('../guide/GuideDialog.tsx')).GuideDialog }))
