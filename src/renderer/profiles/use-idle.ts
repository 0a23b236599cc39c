import { useEffect } from 'react'

/** Minutes. */
export const USUAL_IDLE = 15

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'compositionupdate'] as const
/** A computer that slept runs no timers: it is looked at the time. */
const LOOK_EVERY = 5000

/** Calls `idle` after so many minutes without a hand on the computer. @param minutes 0: never. */
export function useIdle(minutes: number, idle: () => void): void {
  useEffect(() => {
    if (minutes === 0) return
    let last = Date.now()
    const look = () => {
      if (Date.now() - last >= minutes * 60_000) idle()
    }
    // The hand that wakes a computer comes before any timer.
    const hand = () => {
      look()
      last = Date.now()
    }
    const timer = setInterval(look, LOOK_EVERY)
    for (const sign of SIGNS) addEventListener(sign, hand, { capture: true, passive: true })
    return () => {
      clearInterval(timer)
      for (const sign of SIGNS) removeEventListener(sign, hand, { capture: true })
    }
  }, [minutes, idle])
}
