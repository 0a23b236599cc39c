import { Button } from '../../design/Button.tsx'
import { Choice } from '../../design/Choice.tsx'
import { useWords } from '../../words/words.tsx'
import styles from './GoodEnough.module.css'
import { ends, type Order } from './places.ts'
import type { RankWords } from './use-rank-words.ts'

/** Down to which place they are good enough. Nothing chosen: nothing is said of that. */
export function GoodEnough(props: {
  readonly order: Order
  readonly good: number | undefined
  readonly words: RankWords
  setGood(good: number | undefined): void
}) {
  const { order, good, words, setGood } = props
  const { t } = useWords()
  if (order.length === 0) return null
  const options = ends(order).map((end, at) => ({
    value: String(end),
    words: at === 0 ? t('rank-good-option-none') : words.names(order[at - 1] ?? [])
  }))
  return (
    <div className={styles.good}>
      <Choice
        label={words.good}
        options={options}
        value={good === undefined ? undefined : String(good)}
        onChoose={(end) => setGood(Number(end))}
      />
      {good === undefined ? (
        <span className={styles.none}>{t('judge-none')}</span>
      ) : (
        <Button
          look="quiet"
          small
          label={t('judge-clear-label', { name: words.good })}
          onPress={() => setGood(undefined)}
        >
          {t('judge-clear')}
        </Button>
      )}
    </div>
  )
}
