import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { Button } from '../../design/Button.tsx'
import { Icon } from '../../design/Icon.tsx'
import type { Shown } from '../../message/Message.tsx'
import { useFormats } from '../../words/formats.ts'
import { directionOf } from '../../words/languages.ts'
import { useWords } from '../../words/words.tsx'
import { isComposing } from '../use-task-keys.ts'
import styles from './Card.module.css'
import { CardText } from './CardText.tsx'
import type { Drop } from './drop.ts'
import { Movers } from './Movers.tsx'
import type { MoveProps } from './MoveTo.tsx'
import { isEqualToAbove, leaveOut, moveDown, moveUp, standing, tieWithAbove, toPlace, toTop } from './places.ts'
import { type Deed, deedOf, type Layout } from './rank-keys.ts'

type CardProps = MoveProps & {
  readonly message: Shown | undefined
  readonly layout: Layout
  /** The one card that Tab leads to. */
  readonly isHeld: boolean
  /** It is among those that are good enough. */
  readonly isGood: boolean
  /** The frame leads the focus to it. */
  readonly isEntry: boolean
  /** What letting go of a dragged card would do here; absent: nothing. */
  readonly drop?: Drop['how'] | undefined
  /** It is in the hand. */
  readonly isDragged: boolean
  onGrip(event: PointerEvent): void
  onHold(): void
  onFocusOther(step: -1 | 1): void
  onGood(): void
}

/** One candidate at its place. While it has focus, single keys move it. */
export function Card(props: CardProps) {
  const { card, message, order, layout, words, isHeld, isGood, isEntry, onHold } = props
  const { drop, isDragged, onGrip } = props
  const { t, lang } = useWords()
  const { number } = useFormats()
  const isOut = !order.flat().includes(card)
  const leave = t(isOut ? 'rank-take-in' : 'rank-leave-out')
  const { place, others } = standing(order, card)
  const follows = isEqualToAbove(order, card)
  const last = others.length > 0 && order.find((tied) => tied.includes(card))?.at(-1) === card

  const [seen, setSeen] = useState<boolean>()
  const onSeen = (whole: boolean) => setSeen((before) => before || whole)

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { target, currentTarget, nativeEvent } = event
    // A dialog of the card is its child for React, and none on the page.
    if (!(target instanceof HTMLElement) || !currentTarget.contains(target) || target.matches(FIELDS)) return
    if (isComposing(nativeEvent)) return
    const deed = deedOf(nativeEvent, layout, directionOf(lang), target === currentTarget)
    if (!deed) return
    event.preventDefault()
    if (deed.is === 'read') readOn(currentTarget, deed.by)
    else act(deed, props)
  }
  return (
    <li
      className={styles.place}
      data-tie={others.length === 0 ? undefined : tieOf(follows, last)}
      data-out={isOut || undefined}
      data-drop={drop}
    >
      {follows && (
        <span className={styles.seam} aria-hidden="true">
          =
        </span>
      )}
      <article
        className={styles.card}
        data-card={card}
        data-focus={isEntry || undefined}
        data-dragged={isDragged || undefined}
        tabIndex={isHeld ? 0 : -1}
        aria-label={words.at(order, card)}
        onFocus={onHold}
        onKeyDown={onKeyDown}
      >
        <header className={styles.head}>
          {/* For pointers alone: each move has its button and its key. */}
          <span className={styles.grip} aria-hidden="true" title={t('rank-drag')} onPointerDown={onGrip}>
            <Icon name="grip" />
          </span>
          <span className={styles.number} aria-hidden="true">
            {follows || isOut ? '' : number(place)}
          </span>
          <h2>
            {words.card(card)}
            {isOut && <small>{t('rank-card-out')}</small>}
            {seen !== undefined && (
              <small data-seen={seen}>
                <Icon name={seen ? 'read' : 'unread'} size={16} />
                {t(seen ? 'rank-seen' : 'rank-unseen')}
              </small>
            )}
            {isGood && (
              <small className={styles.enough}>
                <Icon name="check" size={16} />
                {t('rank-card-good')}
              </small>
            )}
          </h2>
          <Button
            look="quiet"
            small
            label={t('rank-button-of', { button: leave, card: words.card(card) })}
            onPress={() => act({ is: 'leave-out' }, props)}
          >
            {leave}
          </Button>
        </header>
        <Movers {...props} />
        {message && <CardText {...{ message, layout, onSeen }} name={words.card(card)} />}
      </article>
    </li>
  )
}

const FIELDS = 'input, textarea, select, [contenteditable]'

/** Nearly as much as there is to see of the text, so that the last line stays in view. */
function readOn(card: HTMLElement, by: 1 | -1): void {
  const text = card.querySelector('[data-text]')
  text?.scrollBy({ top: by * text.clientHeight * 0.9 })
}

function act(deed: Exclude<Deed, { is: 'read' }>, { card, order, onChange, onFocusOther, onGood }: CardProps): void {
  const isOut = !order.flat().includes(card)
  if (deed.is === 'focus-earlier') onFocusOther(-1)
  else if (deed.is === 'focus-later') onFocusOther(1)
  else if (deed.is === 'place') onChange(toPlace(order, card, deed.place))
  else if (deed.is === 'leave-out' || deed.is === 'top') onChange(MOVES[deed.is](order, card))
  // What has no place can be given one, and nothing else.
  else if (isOut) return
  else if (deed.is === 'good') onGood()
  else onChange(MOVES[deed.is](order, card))
}

const MOVES = { earlier: moveUp, later: moveDown, tie: tieWithAbove, top: toTop, 'leave-out': leaveOut } as const

function tieOf(follows: boolean, last: boolean): 'first' | 'middle' | 'last' {
  if (!follows) return 'first'
  return last ? 'last' : 'middle'
}
