import { useEffect, useState } from 'react'

/** As long as a pause in typing. */
const HOLDS = 700

/**
 * A worse state is told at once, a better one once it holds: the line does not flicker while somebody types, and never
 * promises too much.
 *
 * @param order from the worst to the best.
 */
export function useCalm<T>(state: T, order: readonly T[]): T {
  const [shown, setShown] = useState(state)
  const better = order.indexOf(state) > order.indexOf(shown)
  useEffect(() => {
    if (!better) return setShown(state)
    const timer = setTimeout(() => setShown(state), HOLDS)
    return () => clearTimeout(timer)
  }, [state, better])
  return better ? shown : state
}
