import { useDeferredValue, useId, useLayoutEffect, useMemo } from 'react'
import { isWriting, roleWritten } from '../../../core/fact/kinds.ts'
import { MAX_TEXT_BYTES } from '../../../core/fact/pieces.ts'
import { MessageText } from '../../message/Message.tsx'
import { Thread } from '../../message/Thread.tsx'
import { nameIn } from '../../words/languages.ts'
import { useWords, type WordKey } from '../../words/words.tsx'
import type { TaskWorkProps } from '../task-work.ts'
import { Hints } from './Hints.tsx'
import { sentencesIn, USUAL_REPLY } from './length.ts'
import { bytesOver } from './measure.ts'
import { useShownText } from './use-shown-text.ts'
import { useTextField } from './use-text-field.ts'
import styles from './WriteWork.module.css'

/** Characters of a text that fills its field on every screen. */
const LONG = 4000

/** A first prompt, or a reply to the end of the thread. */
export function WriteWork({ task, draft, stand, onGive, onMove, mine }: TaskWorkProps) {
  const { t, lang: uiLang } = useWords()
  const { kind, lang, thread } = task
  const before = typeof draft?.text === 'string' ? draft.text : ''
  const [text, show] = useShownText(before)
  const id = useId()

  const give = (written: string, composing: boolean) => {
    const given = written.trim() === '' ? undefined : { text: written }
    onGive(given, { missing: missingIn(written), stand: field.stand, settle: field.settle })
    // Counting waits for the end of a composition.
    if (!composing) show(written)
  }
  const field = useTextField({ text: before, kept: stand }, give, () => onMove?.())
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with the draft
  useLayoutEffect(() => give(before, false), [])

  const previewed = useDeferredValue(text)
  const isOver = bytesOver(text, MAX_TEXT_BYTES) > 0
  const isLong = text.length > LONG
  const textarea = useMemo(
    () => (
      <textarea
        className={styles.field}
        lang={lang}
        dir="auto"
        spellCheck
        // Drafts are kept by us, encrypted where there is a PIN: the browser would keep a copy with the tab.
        autoComplete="off"
        ref={field.ref}
        data-focus=""
        data-long={isLong}
        aria-label={t('write-label')}
        aria-describedby={`${id}-note`}
        aria-invalid={isOver}
      />
    ),
    [lang, field.ref, t, id, isOver, isLong]
  )
  return (
    <div className={styles.write} data-alone={thread.length === 0}>
      {thread.length > 0 && isWriting(kind) && (
        <aside className={styles.context}>
          <Thread
            thread={thread}
            about={t('write-about')}
            pinned
            next={{ role: roleWritten(kind), words: t('write-your-reply') }}
          />
        </aside>
      )}
      <div className={styles.desk}>
        <div className={styles.head} id={`${id}-note`}>
          <p>{isWriting(kind) && t(WRITE_AS[kind])}</p>
          <p>
            <b>{t('write-language', { language: nameIn(uiLang, lang) })}</b>
          </p>
        </div>
        <div className={styles.place}>{textarea}</div>
        <div className={styles.below}>
          <p className={styles.count} data-over={isOver}>
            {isOver ? (
              t('write-too-long', { over: Math.ceil(bytesOver(text, MAX_TEXT_BYTES) / 1000) })
            ) : (
              <Length text={previewed} task={task} />
            )}
          </p>
          <Hints text={text} task={task} mine={mine} />
        </div>
      </div>
      <section className={styles.preview} aria-labelledby={`${id}-preview`}>
        <h2 id={`${id}-preview`}>{t('write-preview')}</h2>
        {previewed.trim() === '' ? <p>{t('write-preview-none')}</p> : <MessageText text={previewed} lang={lang} />}
      </section>
    </div>
  )
}

/** How long it is, and how long others are; in sentences, since those are alike in every script. */
function Length({ text, task }: { text: string; task: TaskWorkProps['task'] }) {
  const { t, gap } = useWords()
  const count = useMemo(() => sentencesIn(text, task.lang), [text, task.lang])
  const [from, to] = USUAL_REPLY
  return (
    <>
      {t('write-count', { count })}
      {count > 0 && task.kind === 'assistant_reply' && `${gap}${t('write-usual', { from, to })}`}
    </>
  )
}

const WRITE_AS = {
  initial_prompt: 'write-as-initial-prompt',
  prompter_reply: 'write-as-prompter-reply',
  assistant_reply: 'write-as-assistant-reply'
} as const

function missingIn(text: string): WordKey | undefined {
  if (text.trim() === '') return 'write-missing'
  return bytesOver(text, MAX_TEXT_BYTES) > 0 ? 'write-too-long-missing' : undefined
}
