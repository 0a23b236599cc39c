import { useEffect, useState } from 'react'
import { ActiveTime } from './active-time.ts'

const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchmove', 'input'] as const
/** Wherever they end. */
const SEEN_FIRST = { passive: true, capture: true }

/** @returns the active seconds up to now. */
export function useActiveSeconds(before: number): () => number {
  // A clock that only goes forward: the computer's may be set meanwhile.
  const [time] = useState(() => new ActiveTime(performance.now(), before * 1000))
  useEffect(() => {
    const sign = () => time.sign(performance.now())
    const view = () => time.view(document.visibilityState === 'visible', performance.now())
    for (const name of SIGNS) addEventListener(name, sign, SEEN_FIRST)
    document.addEventListener('visibilitychange', view)
    view()
    return () => {
      for (const name of SIGNS) removeEventListener(name, sign, SEEN_FIRST)
      document.removeEventListener('visibilitychange', view)
    }
  }, [time])
  return () => time.seconds(performance.now())
}
