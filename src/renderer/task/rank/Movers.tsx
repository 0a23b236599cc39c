import { useState } from 'react'
import { Button, type ButtonProps } from '../../design/Button.tsx'
import { useWords } from '../../words/words.tsx'
import styles from './Movers.module.css'
import { type MoveProps, MoveTo } from './MoveTo.tsx'
import { isEqualToAbove, moveDown, moveUp, tieWithAbove } from './places.ts'
import type { Layout } from './rank-keys.ts'

/** Every move of a card as a button. */
export function Movers({ card, order, layout, words, onChange }: MoveProps & { readonly layout: Layout }) {
  const { t } = useWords()
  const [choosing, setChoosing] = useState(false)
  const [up, down] = [moveUp(order, card), moveDown(order, card)]
  const name = words.card(card)
  const labelled = (button: string) => t('rank-button-of', { button, card: name })
  const wayUp = layout === 'list' ? ({ icon: 'arrowup', says: 'rank-up' } as const) : EARLIER
  const wayDown = layout === 'list' ? ({ icon: 'arrowdown', says: 'rank-down' } as const) : LATER
  const isOut = !order.flat().includes(card)
  return (
    <div className={styles.movers}>
      {!isOut && (
        <>
          <Way {...wayUp} label={labelled(t(wayUp.says))} isDisabled={up === order} onPress={() => onChange(up)} />
          <Way
            {...wayDown}
            label={labelled(t(wayDown.says))}
            isDisabled={down === order}
            onPress={() => onChange(down)}
          />
          <Button
            look="quiet"
            small
            icon="equal"
            label={labelled(t(`rank-tie-${layout}`))}
            pressed={isEqualToAbove(order, card)}
            isDisabled={order[0]?.[0] === card}
            onPress={() => onChange(tieWithAbove(order, card))}
          >
            {t('rank-tie')}
          </Button>
        </>
      )}
      <Button look="quiet" small icon="moveto" label={labelled(t('rank-move'))} onPress={() => setChoosing(true)}>
        {t('rank-move')}
      </Button>
      <MoveTo {...{ card, order, words, onChange }} isOpen={choosing} onClose={() => setChoosing(false)} />
    </div>
  )
}

const EARLIER = { icon: 'prev', says: 'rank-earlier' } as const
const LATER = { icon: 'next', says: 'rank-later' } as const

/** One step; where the card is narrow its word shows when the pointer rests on it. */
function Way(
  props: Pick<ButtonProps, 'label' | 'isDisabled' | 'onPress' | 'icon'> & {
    readonly says: 'rank-up' | 'rank-down' | 'rank-earlier' | 'rank-later'
  }
) {
  const { says, ...button } = props
  const { t } = useWords()
  return (
    <span className={styles.way} title={t(says)}>
      <Button look="quiet" small {...button}>
        <span className={styles.word}>{t(says)}</span>
      </Button>
    </span>
  )
}
