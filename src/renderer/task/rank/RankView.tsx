import { type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { TaskRow } from '../../../client/store/store.ts'
import { Button } from '../../design/Button.tsx'
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
  readonly own: 'no' | 'confirmed' | 'changed'
  readonly layout: Layout
  /** What the last move led to, for screen readers. */
  readonly said: string
  readonly list: RefObject<HTMLOListElement | null>
  onChange(card: number, order: Order): void
  setNotRankable(is: boolean): void
  confirm(yes: boolean): void
}

export function RankView(props: RankViewProps) {
  const { task, words, order, layout, list, said } = props
  const { t } = useWords()
  const [held, setHeld] = useState(order[0]?.[0] ?? 0)
  const asks = useAsks(props.own)
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
            isEntry={card === held && !asks}
            onHold={() => setHeld(card)}
            onChange={(next) => change(card, next)}
            onFocusOther={(step) => cardAt(cards[at + step] ?? card)?.focus()}
          />
        ))}
      </ol>
      <Foot {...props} asks={asks} />
      <p role="status" className="hide">
        {said}
      </p>
    </div>
  )
}

/** Once the task was entered, the order itself is what stands in the way of finishing: the frame leads to its button. */
function useAsks(own: RankViewProps['own']): boolean {
  const [isEntered, setEntered] = useState(false)
  useEffect(() => setEntered(true), [])
  return isEntered && own === 'no'
}

function Foot({ notRankable, own, setNotRankable, confirm, asks }: RankViewProps & { readonly asks: boolean }) {
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
      {own !== 'changed' && (
        <div className={styles.untouched} data-focus={asks || undefined}>
          <p>{t('rank-untouched')}</p>
          <Button
            pressed={own === 'confirmed'}
            {...(own === 'confirmed' && { icon: 'check' })}
            onPress={() => confirm(own === 'no')}
          >
            {t('rank-confirm')}
          </Button>
        </div>
      )}
    </div>
  )
}
