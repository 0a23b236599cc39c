import { type RefObject, useId, useLayoutEffect, useRef, useState } from 'react'
import type { TaskRow } from '../../../client/store/store.ts'
import { useWords } from '../../words/words.tsx'
import { Card } from './Card.tsx'
import { KeysLine } from './KeysLine.tsx'
import type { Order } from './places.ts'
import { Question } from './Question.tsx'
import styles from './Rank.module.css'
import type { Layout } from './rank-keys.ts'
import type { RankWords } from './use-rank-words.ts'

export type RankViewProps = {
  readonly task: TaskRow
  readonly words: RankWords
  readonly order: Order
  readonly notRankable: boolean
  readonly layout: Layout
  /** What the last move led to, for screen readers. */
  readonly said: string
  readonly list: RefObject<HTMLOListElement | null>
  onChange(card: number, order: Order): void
  setNotRankable(is: boolean): void
}

export function RankView(props: RankViewProps) {
  const { task, words, order, layout, list, said } = props
  const { t } = useWords()
  const [held, setHeld] = useState(order[0]?.[0] ?? 0)
  const moved = useRef<number>(undefined)
  const cardAt = (card: number) => list.current?.querySelector<HTMLElement>(`[data-card="${card}"]`)

  // A button that a move has switched off would take the focus with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is a new order that moves cards
  useLayoutEffect(() => {
    const card = moved.current === undefined ? undefined : cardAt(moved.current)
    moved.current = undefined
    const holds = card?.contains(document.activeElement) && !document.activeElement?.matches(':disabled')
    if (!holds) card?.focus()
    card?.scrollIntoView({ block: 'nearest' })
  }, [order])

  const change = (card: number, next: Order) => {
    moved.current = card
    props.onChange(card, next)
  }
  return (
    <div className={styles.rank}>
      <Question thread={task.thread} />
      <div className={styles.tools}>
        <p>{t('rank-order', { order: words.order(order) })}</p>
        <KeysLine count={task.candidates.length} />
      </div>
      <ol ref={list} className={styles.cards} aria-label={words.cards} data-count={Math.min(4, task.candidates.length)}>
        {order.flat().map((card, at, cards) => (
          <Card
            key={card}
            {...{ card, order, layout, words }}
            message={task.candidates[card]}
            isHeld={card === held}
            isEntry={card === held}
            onHold={() => setHeld(card)}
            onChange={(next) => change(card, next)}
            onFocusOther={(step) => cardAt(cards[at + step] ?? card)?.focus()}
          />
        ))}
      </ol>
      <Foot {...props} />
      <p role="status" className="hide">
        {said}
      </p>
    </div>
  )
}

function Foot({ notRankable, setNotRankable }: RankViewProps) {
  const { t } = useWords()
  const note = useId()
  return (
    <div className={styles.foot}>
      <div className={styles.none}>
        <label>
          <input
            type="checkbox"
            checked={notRankable}
            aria-describedby={note}
            onChange={({ target }) => setNotRankable(target.checked)}
          />
          {t('rank-none')}
        </label>
        <span id={note}>{t('rank-none-note')}</span>
      </div>
    </div>
  )
}
