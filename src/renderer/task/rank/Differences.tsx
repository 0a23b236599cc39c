import { diffWordsWithSpace } from 'diff'
import { useId, useMemo, useState } from 'react'
import { Button } from '../../design/Button.tsx'
import { Dialog } from '../../design/Dialog.tsx'
import { Cover } from '../../message/Cover.tsx'
import type { Shown } from '../../message/Message.tsx'
import { segmenterOf } from '../../words/segmenter.ts'
import { visible } from '../../words/visible.ts'
import { useWords } from '../../words/words.tsx'
import styles from './Differences.module.css'
import type { RankWords } from './use-rank-words.ts'

/** Longer texts are compared up to here: what two long ones share is found in seconds, not at once. */
const MOST = 6000

/** Two of the texts as one, with what only the one or the other has. */
export function Differences(props: {
  readonly candidates: readonly Shown[]
  /** In the order in which they stand. */
  readonly cards: readonly number[]
  /** The one that has the focus is compared with the one before it. */
  readonly held: number
  readonly words: RankWords
  onClose(): void
}) {
  const { candidates, cards, held, words, onClose } = props
  const { t } = useWords()
  const at = Math.max(1, cards.indexOf(held))
  const [first, setFirst] = useState(cards[at - 1] ?? 0)
  const [second, setSecond] = useState(cards[at] ?? 0)
  const [one, other] = [candidates[first], candidates[second]]
  const parts = useMemo(() => differences(one?.text ?? '', other?.text ?? '', one?.lang ?? 'und'), [one, other])
  const choose = { cards, words }
  return (
    <Dialog title={t('rank-differences')} isOpen onClose={onClose}>
      <div className={styles.which}>
        <Which {...choose} label={t('rank-differences-only')} value={first} onChange={setFirst} mark="del" />
        <Which {...choose} label={t('rank-differences-only')} value={second} onChange={setSecond} mark="ins" />
      </div>
      {/* Others than before are covered again. */}
      <Cover key={`${first} ${second}`} of={[one, other].filter((each) => each !== undefined)}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with keys */}
        <section className={styles.text} lang={one?.lang} dir="auto" tabIndex={0} aria-label={t('rank-differences')}>
          {parts.map(({ value, added, removed }, at) => {
            const key = `${at} ${value.length}`
            if (added) return <ins key={key}>{value}</ins>
            return removed ? <del key={key}>{value}</del> : <span key={key}>{value}</span>
          })}
        </section>
      </Cover>
      {Math.max(one?.text?.length ?? 0, other?.text?.length ?? 0) > MOST && <p>{t('rank-differences-cut')}</p>}
      <Button look="quiet" keys={['Esc']} onPress={onClose}>
        {t('close')}
      </Button>
    </Dialog>
  )
}

function Which(props: {
  readonly label: string
  readonly mark: 'ins' | 'del'
  readonly value: number
  readonly cards: readonly number[]
  readonly words: RankWords
  onChange(card: number): void
}) {
  const { label, mark: Mark, value, cards, words, onChange } = props
  const id = useId()
  return (
    <p>
      <label htmlFor={id}>
        <Mark>{label}</Mark>
      </label>
      <select id={id} value={value} onChange={({ target }) => onChange(Number(target.value))}>
        {cards.map((card) => (
          <option key={card} value={card}>
            {words.card(card)}
          </option>
        ))}
      </select>
    </p>
  )
}

function differences(one: string, other: string, lang: string) {
  const [a, b] = [visible(one.slice(0, MOST)), visible(other.slice(0, MOST))]
  return diffWordsWithSpace(a, b, { intlSegmenter: segmenterOf(lang, 'word') })
}
