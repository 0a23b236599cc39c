import { useEffectEvent, useLayoutEffect, useState } from 'react'
import type { Given, TaskWorkProps } from '../task-work.ts'
import { ends, type Order, readOrder, spelled, startOrder, stillGood } from './places.ts'

type Ranked = {
  readonly order: Order
  /** How many of the best are good enough; undefined: nothing is said of that. */
  readonly good: number | undefined
  readonly notRankable: boolean
  /** Whether the order is the person's, or only how the replies happened to be shown. */
  readonly isOwn: boolean
}

/** The order as it stands; every change of it goes to `onGive`. */
export function useRank({ task, draft, onGive }: TaskWorkProps) {
  const count = task.candidates.length
  const [ranked, setRanked] = useState<Ranked>(() => restored(draft, count))

  const give = useEffectEvent(onGive)
  useLayoutEffect(() => {
    const given = givenBy(ranked)
    if (!ranked.isOwn) give(undefined, { missing: { question: 'rank-really', yes: 'rank-confirm', given } })
    // One alone is compared with none.
    else if (ranked.order.flat().length < 2 && !ranked.notRankable) give(given, { missing: 'rank-missing' })
    else give(given)
  }, [ranked])

  const change = (next: Partial<Ranked>) => setRanked({ ...ranked, ...next, isOwn: true })
  return {
    ...ranked,
    setOrder: (order: Order) => change({ order, good: goodAfter(ranked, order) }),
    setGood: (good: number | undefined) => change({ good }),
    setNotRankable: (notRankable: boolean) => change({ notRankable })
  }
}

/** A card that leaves the good ones is one less of them; a move leaves the line where it is. */
function goodAfter({ order: before, good }: Ranked, order: Order): number | undefined {
  if (good === undefined) return undefined
  const now = order.flat()
  const gone = before
    .flat()
    .slice(0, good)
    .filter((card) => !now.includes(card))
  return stillGood(order, good - gone.length)
}

function restored(draft: Given | undefined, count: number): Ranked {
  const order = readOrder(draft?.order, count)
  const notRankable = draft?.not_rankable === true
  const good = order && ends(order).find((end) => end === draft?.good)
  return { order: order ?? startOrder(count), good, notRankable, isOwn: order !== undefined || notRankable }
}

function givenBy({ order, good, notRankable }: Ranked): Given {
  return { order: spelled(order), ...(good !== undefined && { good }), ...(notRankable && { not_rankable: true }) }
}
