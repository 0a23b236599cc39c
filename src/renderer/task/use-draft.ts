import { useEffect, useMemo, useRef, useState } from 'react'
import { platform } from '../platform/platform.ts'
import { type Clock, DraftKeeper, type Kept } from './draft-keeper.ts'
import type { Given } from './task-work.ts'

const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  }
}

/** Of the tasks that are open; a window has one. */
const flushes = new Set<() => Promise<void>>()
platform.onClosing(async () => {
  await Promise.all([...flushes].map((flush) => flush()))
})

/**
 * Keeps what is given to a task, so that nothing is lost however the window goes away.
 * @param keep writes it; the newest call is the one that counts.
 */
export function useDraft(before: Kept, keep: (given: Given | undefined) => Promise<void>) {
  const [kept, setKept] = useState(before)
  const keepNow = useRef(keep)
  keepNow.current = keep
  const keeper = useMemo(() => new DraftKeeper(clock, (given) => keepNow.current(given), setKept), [])
  useEffect(() => {
    const flush = () => keeper.flush()
    const now = () => void flush()
    const hold = () => keeper.hold()
    const release = () => keeper.release()
    flushes.add(flush)
    for (const name of LEAVING) addEventListener(name, now)
    document.addEventListener('visibilitychange', now)
    addEventListener('compositionstart', hold)
    addEventListener('compositionend', release)
    return () => {
      flushes.delete(flush)
      for (const name of LEAVING) removeEventListener(name, now)
      document.removeEventListener('visibilitychange', now)
      removeEventListener('compositionstart', hold)
      removeEventListener('compositionend', release)
      keeper.leave()
    }
  }, [keeper])
  return { kept, keeper }
}

/** The window or the field may be left for good. */
const LEAVING = ['blur', 'focusout', 'beforeunload', 'pagehide'] as const
