import { lazy, Suspense, useEffect, useState } from 'react'
import type { TaskRow } from '../../client/store/store.ts'
import { Button } from '../design/Button.tsx'
import { needFonts } from '../fonts/packed.ts'
import { useLive } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Message.module.css'
import { PlainText } from './PlainText.tsx'
import { Thumbs } from './Thumbs.tsx'
import { Veil } from './Veil.tsx'
import { warns } from './warning.ts'

/** A message as a task shows it. */
export type Shown = TaskRow['thread'][number]

type TextProps = { text: string | null; lang: string; source?: boolean; isSensitive?: boolean }

// The reader of Markdown is large; until it is there, or if it never comes, the text stands as it was written.
const Markdown = lazy(async () => {
  const loaded = await import('./Markdown.tsx').catch(() => undefined)
  return { default: loaded?.Markdown ?? PlainText }
})

/** Who speaks, and what is said; `note` says what this message is to the task, which is about it. */
export function Message(props: { message: Shown; note?: string; isTarget?: boolean }) {
  const { message, note, isTarget = false } = props
  const { t } = useWords()
  const [source, setSource] = useState(false)
  const { role, text, lang, sensitive = false } = message
  const shown = { text, lang, source, isSensitive: sensitive }
  return (
    <article className={styles.message}>
      <p className={styles.who}>
        <b>{t(`message-${role}`)}</b>
        {note !== undefined && <span>{note}</span>}
        {isTarget && text !== null && message.id !== undefined && <Thumbs message={message.id} />}
        {text !== null && (
          <Button look="quiet" small pressed={source} onPress={() => setSource(!source)}>
            {t('message-source')}
          </Button>
        )}
      </p>
      {message.id === undefined ? <MessageText {...shown} /> : <Reportable id={message.id} {...shown} />}
    </article>
  )
}

function Reportable({ id, ...shown }: TextProps & { id: string }) {
  const isReported = useLive((from) => from.reacted(id, 'red_flag'), id) ?? false
  return <MessageText {...shown} isReported={isReported} />
}

/**
 * The text alone. What was erased is told in words; what warns of itself, was reported here, or was hard to read for
 * reviewers, is covered at first.
 *
 * @param isOwn somebody sees what they are writing: nothing is covered.
 */
export function MessageText(props: TextProps & { isOwn?: boolean; isReported?: boolean }) {
  const { text, lang, source = false, isOwn = false, isReported = false, isSensitive = false } = props
  const { t } = useWords()
  useEffect(() => needFonts(text ?? '', lang), [text, lang])
  if (text === null) return <p className={styles.erased}>{t('message-erased')}</p>
  const plain = <PlainText text={text} />
  const drawn = (
    <div className={styles.text} lang={lang} dir="auto">
      {source ? (
        plain
      ) : (
        <Suspense fallback={plain}>
          <Markdown text={text} />
        </Suspense>
      )}
    </div>
  )
  const why = isReported ? 'reported' : isSensitive ? 'sensitive' : warns(text) ? 'warns' : undefined
  return isOwn || why === undefined ? drawn : <Veil why={why}>{drawn}</Veil>
}
