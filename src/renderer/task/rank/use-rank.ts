import { useEffect, useEffectEvent, useState } from 'react'
import type { Given, TaskWorkProps } from '../task-work.ts'
import { type Order, readOrder, spelled, startOrder } from './places.ts'

type Ranked = {
  readonly order: Order
  readonly notRankable: boolean
  /** Whether the order is the person's, or only how the replies happened to be shown. */
  readonly isOwn: boolean
}

/** The order as it stands; every change of it goes to `onGive`. */
export function useRank({ task, draft, onGive }: TaskWorkProps) {
  const count = task.candidates.length
  const [ranked, setRanked] = useState<Ranked>(() => restored(draft, count))

  const give = useEffectEvent(onGive)
  useEffect(() => {
    const given = givenBy(ranked)
    if (ranked.isOwn) give(given)
    else give(undefined, { missing: { question: 'rank-really', yes: 'rank-confirm', given } })
  }, [ranked])

  return {
    ...ranked,
    setOrder: (order: Order) => setRanked({ ...ranked, order, isOwn: true }),
    setNotRankable: (notRankable: boolean) => setRanked({ ...ranked, notRankable, isOwn: true })
  }
}

function restored(draft: Given | undefined, count: number): Ranked {
  const order = readOrder(draft?.order, count)
  const notRankable = draft?.not_rankable === true
  return { order: order ?? startOrder(count), notRankable, isOwn: order !== undefined || notRankable }
}

function givenBy({ order, notRankable }: Ranked): Given {
  return { order: spelled(order), ...(notRankable && { not_rankable: true }) }
}
