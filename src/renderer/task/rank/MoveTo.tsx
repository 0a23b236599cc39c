import { Button } from '../../design/Button.tsx'
import { Dialog } from '../../design/Dialog.tsx'
import { useWords } from '../../words/words.tsx'
import type { CardProps } from './Card.tsx'
import styles from './MoveTo.module.css'
import { openPlaces, toPlace } from './places.ts'

/** Asks for a place: the way to move a card far with single clicks or a screen reader. */
export function MoveTo(
  props: Pick<CardProps, 'card' | 'order' | 'words' | 'onChange'> & { readonly isOpen: boolean; onClose(): void }
) {
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
