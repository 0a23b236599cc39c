import { lazy, Suspense } from 'react'
import type { Text } from 'yjs'
import { Page } from '../app/Page.tsx'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { Icon, type IconName } from '../design/Icon.tsx'
import { directionOf, ownName } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import { Languages } from './Languages.tsx'
import styles from './NotesScreen.module.css'
import { useCalm } from './use-calm.ts'

// Fetched only by who opens a page of notes.
const Editor = lazy(async () => ({ default: (await import('./Editor.tsx')).Editor }))

/** Where the text is, from the worst to the best. */
const KEPT = ['failed', 'saving', 'other-window', 'waiting', 'there'] as const
export type Kept = (typeof KEPT)[number]

type WithLanguages = { readonly languages: readonly string[]; onOpen(lang: string): void }
export type NotesViewProps = WithLanguages &
  (
    | { readonly state: 'list' }
    | { readonly state: 'unknown'; readonly code: string }
    | ({ readonly state: 'page' } & NotesPage)
  )

type NotesPage = {
  readonly lang: string
  readonly text: Text
  readonly kept: Kept
  /** Why the text could not be saved. */
  readonly trouble: unknown
  onTryAgain(): void
}

export function NotesView(props: NotesViewProps) {
  const { t, lang: ui } = useWords()
  const { languages, onOpen } = props
  if (props.state === 'page') {
    const name = ownName(props.lang)
    const language = directionOf(props.lang) === directionOf(ui) ? name : `\u2068${name}\u2069`
    return (
      <Page title={t('notes-title', { language })}>
        <div className={styles.columns}>
          <OnePage {...props} language={language} />
          <Languages languages={languages} here={props.lang} onOpen={onOpen} />
        </div>
      </Page>
    )
  }
  const isList = props.state === 'list'
  return (
    <Page title={t(isList ? 'notes-list-title' : 'notes-no-page-title')}>
      <p className={styles.what}>
        {props.state === 'list' ? t('notes-list-what') : t('notes-no-page', { code: `\u2068${props.code}\u2069` })}
      </p>
      <Languages languages={languages} onOpen={onOpen} />
    </Page>
  )
}

function OnePage({ lang, language, text, kept, trouble, onTryAgain }: NotesPage & { readonly language: string }) {
  const { t } = useWords()
  return (
    <div className={styles.page}>
      <p className={styles.what}>{t('notes-what')}</p>
      <Where kept={kept} />
      {trouble !== undefined && (
        <div className={styles.trouble}>
          <ToldOf cause={trouble} />
          <Button onPress={onTryAgain}>{t('notes-try')}</Button>
        </div>
      )}
      <div className={styles.editor} lang={lang}>
        <Suspense fallback={null}>
          <Editor key={lang} lang={lang} text={text} label={t('notes-text', { language })} empty={t('notes-empty')} />
        </Suspense>
      </div>
    </div>
  )
}

const ICON_OF: Readonly<Record<Kept, IconName>> = {
  ...{ failed: 'warn', saving: 'draft', waiting: 'waiting', 'other-window': 'saved', there: 'received' }
}

function Where({ kept }: { kept: Kept }) {
  const { t } = useWords()
  const shown = useCalm(kept, KEPT)
  return (
    <p role="status" className={styles.where} data-kept={shown}>
      <Icon name={ICON_OF[shown]} size={16} />
      {t(`notes-state-${shown}`)}
    </p>
  )
}
