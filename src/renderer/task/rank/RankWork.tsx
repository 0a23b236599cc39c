import { useRef } from 'react'
import type { TaskWorkProps } from '../task-work.ts'
import type { Order } from './places.ts'
import { RankView } from './RankView.tsx'
import { useLayout } from './use-layout.ts'
import { useRank } from './use-rank.ts'
import { useRankWords } from './use-rank-words.ts'
import { useSaid } from './use-said.ts'
import { useSlide } from './use-slide.ts'

/** Replies or prompts, ranked best first; some may tie. */
export function RankWork(props: TaskWorkProps) {
  const { task } = props
  const rank = useRank(props)
  const words = useRankWords(task)
  const [said, say] = useSaid()
  const list = useRef<HTMLOListElement>(null)
  const beforeSlide = useSlide(list, rank.order)

  const change = (card: number, order: Order) => {
    if (order === rank.order) return
    beforeSlide()
    rank.setOrder(order)
    say(words.now(order, card))
  }
  const setGood = (good: number | undefined) => {
    rank.setGood(good)
    say(words.goodNow(rank.order, good))
  }
  const view = { task, words, said, list, layout: useLayout() }
  return <RankView {...rank} {...view} onChange={change} setGood={setGood} />
}
