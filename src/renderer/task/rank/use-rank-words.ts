import { useMemo } from 'react'
import type { TaskRow } from '../../../client/store/store.ts'
import { useWords } from '../../words/words.tsx'
import { type Order, standing } from './places.ts'

export type RankWords = ReturnType<typeof useRankWords>

/** How cards, places and the whole order are called. */
export function useRankWords(task: Pick<TaskRow, 'kind' | 'candidates'>) {
  const { t, lang } = useWords()
  const { kind } = task
  return useMemo(() => {
    const list = new Intl.ListFormat(lang, { type: 'conjunction' })
    const what = kind === 'rank_initial_prompts' ? 'prompts' : 'replies'
    const names = (cards: readonly number[]) => list.format(cards.map(letter))
    const card = (of: number) => t('rank-card', { what, letter: letter(of) })
    const where = (key: 'rank-at' | 'rank-now', order: Order, of: number) => {
      const count = order.flat().length
      if (!order.flat().includes(of)) return t(`${key}-out`, { card: card(of) })
      const { place, others } = standing(order, of)
      const fill = { card: card(of), place, count }
      return others.length === 0 ? t(key, fill) : t(`${key}-equal`, { ...fill, others: names(others) })
    }
    const whole = (order: Order) =>
      order
        .map((place) => (place.length === 1 ? names(place) : t('rank-equal', { names: names(place) })))
        .reduce((before, next) => t('rank-then', { before, next }))
    return {
      cards: t('rank-cards', { what }),
      /** "Reply A": the letter says in which order they were shown. */
      card,
      /** "A and D" */
      names,
      /** "Reply A, place 2 of 4, equal with D" */
      at: (order: Order, of: number) => where('rank-at', order, of),
      /** "Reply A, now 2 of 4, equal with D" */
      now: (order: Order, of: number) => where('rank-now', order, of),
      /** "Order now: C, then A and D equal. Left out: B" */
      order: (order: Order, out: readonly number[]) =>
        [
          order.length > 0 && t('rank-order', { order: whole(order) }),
          out.length > 0 && t('rank-out', { names: names(out) })
        ]
          .filter((part) => part !== false)
          .join(' '),
      /** "C, then A and D equal" */
      whole,
      good: t('rank-good', { what }),
      /** "Good enough down to A" */
      goodNow: (order: Order, good: number | undefined) => {
        if (good === undefined) return t('rank-good-unsaid')
        return good === 0 ? t('rank-good-none') : t('rank-good-now', { names: names(order.flat().slice(0, good)) })
      }
    }
  }, [t, lang, kind])
}

/** Isolated, so that it stays whole in a line that runs from right to left. */
function letter(card: number): string {
  return `\u2068${card < 26 ? String.fromCharCode(65 + card) : card + 1}\u2069`
}
