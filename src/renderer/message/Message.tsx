import { lazy, Suspense, useEffect, useState } from 'react'
import type { TaskRow } from '../../client/store/store.ts'
import { Button } from '../design/Button.tsx'
import { needFonts } from '../fonts/packed.ts'
import { useWords } from '../words/words.tsx'
import { Cover } from './Cover.tsx'
import styles from './Message.module.css'
import { PlainText } from './PlainText.tsx'
import { Thumbs } from './Thumbs.tsx'

/** A message as a task shows it. */
export type Shown = TaskRow['thread'][number]

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
  const { role, text } = message
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
      <OthersText message={message} source={source} />
    </article>
  )
}

/** The text of a message of somebody else: what may be hard to read is covered at first. */
export function OthersText({ message, source = false }: { message: Shown; source?: boolean }) {
  return (
    <Cover of={[message]}>
      <MessageText text={message.text} lang={message.lang} source={source} />
    </Cover>
  )
}

/** A text alone, as it is, such as somebody's own. What was erased is told in words. */
export function MessageText(props: { text: string | null; lang: string; source?: boolean }) {
  const { text, lang, source = false } = props
  const { t } = useWords()
  useEffect(() => needFonts(text ?? '', lang), [text, lang])
  if (text === null) return <p className={styles.erased}>{t('message-erased')}</p>
  const plain = <PlainText text={text} />
  return (
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
}
