import { lazy, type RefObject, Suspense, type UIEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import type { TaskRow } from '../../../client/store/store.ts'
import { Button } from '../../design/Button.tsx'
import { directionOf } from '../../words/languages.ts'
import { useWords } from '../../words/words.tsx'
import { Card } from './Card.tsx'
import { GoodEnough } from './GoodEnough.tsx'
import { KeysLine } from './KeysLine.tsx'
import { dropped, goodDownTo, leftOut, type Order } from './places.ts'
import { Question } from './Question.tsx'
import styles from './Rank.module.css'
import type { Layout } from './rank-keys.ts'
import { useDrag } from './use-drag.ts'
import type { RankWords } from './use-rank-words.ts'

export type RankViewProps = {
  readonly task: TaskRow
  readonly words: RankWords
  readonly order: Order
  readonly good: number | undefined
  readonly notRankable: boolean
  readonly layout: Layout
  /** What the last move led to, for screen readers. */
  readonly said: string
  readonly list: RefObject<HTMLOListElement | null>
  onChange(card: number, order: Order): void
  setGood(good: number | undefined): void
  setNotRankable(is: boolean): void
}

export function RankView(props: RankViewProps) {
  const { task, words, order, good = 0, layout, list, said } = props
  const { t, lang } = useWords()
  const [held, setHeld] = useState(order[0]?.[0] ?? 0)
  const [together, setTogether] = useState(false)
  const [comparing, setComparing] = useState(false)
  const moved = useRef<number>(undefined)
  const out = leftOut(order, task.candidates.length)
  const cards = [...order.flat(), ...out]
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
  const { drag, start } = useDrag(list, layout, directionOf(lang), (card, drop) =>
    change(card, dropped(order, card, drop))
  )
  return (
    <div className={styles.rank}>
      <Question thread={task.thread} />
      <div className={styles.tools}>
        <p>{words.order(order, out)}</p>
        <div className={styles.aids}>
          {layout === 'columns' && (
            <Button look="quiet" small pressed={together} onPress={() => setTogether(!together)}>
              {t('rank-together')}
            </Button>
          )}
          {cards.length > 1 && (
            <Button look="quiet" small onPress={() => setComparing(true)}>
              {t('rank-differences')}
            </Button>
          )}
        </div>
        <KeysLine count={task.candidates.length} />
      </div>
      <ol
        ref={list}
        className={styles.cards}
        aria-label={words.cards}
        data-count={Math.min(4, task.candidates.length)}
        {...(together && { onScrollCapture: scrollTogether })}
      >
        {cards.map((card, at) => (
          <Card
            key={card}
            {...{ card, order, layout, words }}
            message={task.candidates[card]}
            isGood={at < good}
            drop={drag?.drop?.onto === card ? drag.drop.how : undefined}
            isDragged={drag?.card === card}
            onGrip={(event) => start(event, card)}
            isHeld={card === held}
            isEntry={card === held}
            onHold={() => setHeld(card)}
            onChange={(next) => change(card, next)}
            onGood={() => props.setGood(goodDownTo(order, card, props.good))}
            onFocusOther={(step) => cardAt(cards[at + step] ?? card)?.focus()}
          />
        ))}
      </ol>
      <Foot {...props} />
      <p role="status" className="hide">
        {said}
      </p>
      {comparing && (
        <Suspense fallback={null}>
          <Differences {...{ candidates: task.candidates, cards, held, words }} onClose={() => setComparing(false)} />
        </Suspense>
      )}
    </div>
  )
}

const Differences = lazy(async () => ({ default: (await import('./Differences.tsx')).Differences }))

/** All texts stand as far down as the one that was scrolled. */
function scrollTogether({ target, currentTarget }: UIEvent<HTMLElement>): void {
  const texts = [...currentTarget.querySelectorAll<HTMLElement>('[data-text]')]
  if (!(target instanceof HTMLElement) || !texts.includes(target)) return
  // One that was moved along tells so too, and has nothing to say.
  for (const text of texts)
    if (text !== target && Math.abs(text.scrollTop - target.scrollTop) > 1) text.scrollTop = target.scrollTop
}

function Foot({ order, good, words, setGood, notRankable, setNotRankable }: RankViewProps) {
  const { t } = useWords()
  const note = useId()
  return (
    <div className={styles.foot}>
      <GoodEnough {...{ order, good, words, setGood }} />
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
