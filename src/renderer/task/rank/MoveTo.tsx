import { Button } from '../../design/Button.tsx'
import { Dialog } from '../../design/Dialog.tsx'
import { useWords } from '../../words/words.tsx'
import styles from './MoveTo.module.css'
import { type Order, openPlaces, toPlace } from './places.ts'
import type { RankWords } from './use-rank-words.ts'

export type MoveProps = {
  readonly card: number
  readonly order: Order
  readonly words: RankWords
  onChange(order: Order): void
}

/** Asks for a place: the way to move a card far with single clicks or a screen reader. */
export function MoveTo(props: MoveProps & { readonly isOpen: boolean; onClose(): void }) {
  const { card, order, words, onChange, isOpen, onClose } = props
  const { t } = useWords()
  return (
    <Dialog title={t('rank-move-title', { card: words.card(card) })} isOpen={isOpen} onClose={onClose}>
      <ul className={styles.places}>
        {openPlaces(order, card).map(({ place, before }) => (
          <li key={place}>
            <Button
              onPress={() => {
                onClose()
                onChange(toPlace(order, card, place))
              }}
            >
              {before.length > 0
                ? t('rank-place-before', { place, names: words.names(before) })
                : t('rank-place-last', { place })}
            </Button>
          </li>
        ))}
      </ul>
      <Button look="quiet" onPress={onClose}>
        {t('cancel')}
      </Button>
    </Dialog>
  )
}
