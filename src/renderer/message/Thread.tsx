import { useEffect, useRef } from 'react'
import { Icon } from '../design/Icon.tsx'
import { useWords } from '../words/words.tsx'
import { Message, type Shown } from './Message.tsx'
import { Opening } from './Opening.tsx'
import styles from './Thread.module.css'

export type ThreadProps = {
  /** From the root to the message that the task is about. */
  readonly thread: readonly Shown[]
  /** What the last message is to the task, in words; it is marked then. */
  readonly about?: string
  /** The last message stands above the thread, in view whatever scrolls. */
  readonly pinned?: boolean
  /** What comes next and is not there yet. */
  readonly next?: { readonly role: Shown['role']; readonly words: string }
}

/** The stem of a conversation: circles ask, leaves answer. It scrolls by itself. */
export function Thread({ thread, about, pinned = false, next }: ThreadProps) {
  const { t } = useWords()
  const last = thread.length - 1
  const target = thread[last]
  const marked = useRef<HTMLLIElement>(null)
  // A long thread opens where the work is; what came before is above.
  useEffect(() => {
    marked.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <section className={styles.thread} aria-label={t('thread-title')}>
      {pinned && target && (
        <div className={styles.pinned}>
          <p className={styles.pin}>
            <Icon name="pin" size={16} />
            {about}
          </p>
          <Opening readAll={t('message-read-all')} showLess={t('message-read-less')} className={styles.target}>
            <Message message={target} isTarget />
          </Opening>
        </div>
      )}
      <ol className={styles.stem}>
        {thread.map((message, place) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a message is its place in the thread
            key={place}
            data-role={message.role}
            {...(place === last && about !== undefined && !pinned && { ref: marked, 'data-marked': '' })}
          >
            {place === last && pinned ? (
              <p className={styles.short}>
                <b>{t(`message-${message.role}`)}</b> {t('thread-pinned')}
              </p>
            ) : (
              <Message
                message={message}
                {...(place === last && about !== undefined && { note: about, isTarget: true })}
              />
            )}
          </li>
        ))}
        {next && (
          <li data-role={next.role} data-next>
            <p className={styles.short}>
              <b>{next.words}</b>
            </p>
          </li>
        )}
      </ol>
    </section>
  )
}
