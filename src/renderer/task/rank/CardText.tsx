import { useRef } from 'react'
import { OthersText, type Shown } from '../../message/Message.tsx'
import { Opening, Rest } from '../../message/Opening.tsx'
import { useLength, useSeen } from '../../message/use-length.ts'
import { useWords } from '../../words/words.tsx'
import styles from './CardText.module.css'
import type { Layout } from './rank-keys.ts'

type Texts = {
  readonly message: Shown
  readonly name: string
  /** Whether all of it was seen, once it is known that it is longer than its card. */
  onSeen(whole: boolean): void
}

/** A text that may be longer than its card: in columns it scrolls, in a list it opens. What is cut is said. */
export function CardText({ layout, ...texts }: Texts & { readonly layout: Layout }) {
  return layout === 'columns' ? <Scrolling {...texts} /> : <InList {...texts} />
}

function Scrolling({ message, name, onSeen }: Texts) {
  const { t } = useWords()
  const box = useRef<HTMLDivElement>(null)
  const { isLong, isMore } = useLength(box)
  useSeen(isMore, onSeen)
  const readOn = () => {
    box.current?.scrollBy({ top: box.current.clientHeight * 0.9 })
    // At the end there is no more button; from here arrows lead on.
    box.current?.focus()
  }
  return (
    <>
      <div
        ref={box}
        className={styles.text}
        data-text=""
        {...(isLong && { tabIndex: 0, role: 'group', 'aria-label': name })}
      >
        <div>
          <OthersText message={message} />
        </div>
      </div>
      {isMore && (
        <Rest icon="down" onPress={readOn}>
          {t('rank-read-rest', { card: name })}
        </Rest>
      )}
    </>
  )
}

function InList({ message, name, onSeen }: Texts) {
  const { t } = useWords()
  const words = { readAll: t('rank-read-all', { card: name }), showLess: t('rank-read-less', { card: name }) }
  return (
    <Opening {...words} className={styles.list} onSeen={onSeen}>
      <OthersText message={message} />
    </Opening>
  )
}
