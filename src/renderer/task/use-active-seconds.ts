import { useEffect, useState } from 'react'
import { ActiveTime } from './active-time.ts'

const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchmove', 'input'] as const
/** Wherever they end. */
const SEEN_FIRST = { passive: true, capture: true }
/** Milliseconds: of several signs within them one says enough, and with every letter there are two. */
const APART = 1000

/** @returns the active seconds up to now. */
export function useActiveSeconds(before: number): () => number {
  // A clock that only goes forward: the computer's may be set meanwhile.
  const [time] = useState(() => new ActiveTime(performance.now(), before * 1000))
  useEffect(() => {
    let deaf: ReturnType<typeof setTimeout> | undefined
    const hear = () => {
      for (const name of SIGNS) addEventListener(name, sign, SEEN_FIRST)
    }
    const unhear = () => {
      for (const name of SIGNS) removeEventListener(name, sign, SEEN_FIRST)
    }
    const sign = () => {
      time.sign(performance.now())
      unhear()
      deaf = setTimeout(hear, APART)
    }
    const view = () => time.view(document.visibilityState === 'visible', performance.now())
    hear()
    document.addEventListener('visibilitychange', view)
    view()
    return () => {
      clearTimeout(deaf)
      unhear()
      document.removeEventListener('visibilitychange', view)
    }
  }, [time])
  return () => time.seconds(performance.now())
}
