import { useRef, useState } from 'react'
import { Button } from '../../design/Button.tsx'
import { MessageText, type Shown } from '../../message/Message.tsx'
import { useWords } from '../../words/words.tsx'
import styles from './CardText.module.css'
import type { Layout } from './rank-keys.ts'
import { useLength } from './use-length.ts'

/** A text that may be longer than its card: in columns it scrolls, in a list it opens. What is cut is said. */
export function CardText(props: { readonly message: Shown; readonly name: string; readonly layout: Layout }) {
  const { message, name, layout } = props
  const { t } = useWords()
  const box = useRef<HTMLDivElement>(null)
  const { isLong, isMore } = useLength(box)
  const [isOpen, setOpen] = useState(false)
  const inColumns = layout === 'columns'
  const isCut = inColumns ? isMore : isLong || isOpen

  const readOn = () => {
    if (!inColumns) return setOpen(!isOpen)
    box.current?.scrollBy({ top: box.current.clientHeight * 0.9 })
    // At the end there is no more button; from here arrows lead on.
    box.current?.focus()
  }
  return (
    <>
      <div
        ref={box}
        className={styles.text}
        data-layout={layout}
        data-open={isOpen}
        {...(inColumns && isLong && { tabIndex: 0, role: 'group', 'aria-label': name })}
      >
        <div>
          <MessageText text={message.text} lang={message.lang} />
        </div>
      </div>
      {isCut && (
        <div className={styles.rest}>
          <Button look="quiet" small icon={isOpen && !inColumns ? 'up' : 'down'} onPress={readOn}>
            {t(inColumns ? 'rank-read-rest' : isOpen ? 'rank-read-less' : 'rank-read-all', { card: name })}
          </Button>
        </div>
      )}
    </>
  )
}
