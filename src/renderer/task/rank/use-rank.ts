import { useEffect, useEffectEvent, useState } from 'react'
import type { Given, TaskWorkProps } from '../task-work.ts'
import { type Order, readOrder, spelled, startOrder } from './places.ts'

type Ranked = {
  readonly order: Order
  readonly notRankable: boolean
  /** Whether the order is the person's, or only how the replies happened to be shown. */
  readonly own: 'no' | 'confirmed' | 'changed'
}

/** The order as it stands; every change of it goes to `onGive`. */
export function useRank({ task, draft, onGive }: TaskWorkProps) {
  const count = task.candidates.length
  const [ranked, setRanked] = useState<Ranked>(() => restored(draft, count))

  const give = useEffectEvent(onGive)
  useEffect(() => {
    if (ranked.own === 'no') give(undefined, 'rank-really')
    else give(givenBy(ranked))
  }, [ranked])

  return {
    ...ranked,
    setOrder: (order: Order) => setRanked({ ...ranked, order, own: 'changed' }),
    setNotRankable: (notRankable: boolean) => setRanked({ ...ranked, notRankable, own: 'changed' }),
    confirm: (yes: boolean) => setRanked({ ...ranked, own: yes ? 'confirmed' : 'no' })
  }
}

function restored(draft: Given | undefined, count: number): Ranked {
  const order = readOrder(draft?.order, count)
  const notRankable = draft?.not_rankable === true
  return { order: order ?? startOrder(count), notRankable, own: order || notRankable ? 'changed' : 'no' }
}

function givenBy({ order, notRankable }: Ranked): Given {
  return { order: spelled(order), ...(notRankable && { not_rankable: true }) }
}
