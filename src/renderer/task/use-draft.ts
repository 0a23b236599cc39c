import { useCallback, useEffect, useMemo, useState } from 'react'
import { platform } from '../platform/platform.ts'
import { useDevice } from '../project/device.tsx'
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

/** Keeps what is given to a task, so that nothing is lost however the window goes away. */
export function useDraft(batch: string, place: number, before: Kept) {
  const device = useDevice()
  const [kept, setKept] = useState(before)
  const keeper = useMemo(
    () => new DraftKeeper(clock, (given) => device.keepDraft(batch, place, given), setKept),
    [device, batch, place]
  )
  useEffect(() => {
    const flush = () => keeper.flush()
    const now = () => void flush()
    flushes.add(flush)
    addEventListener('blur', now)
    addEventListener('focusout', now)
    addEventListener('compositionend', now)
    document.addEventListener('visibilitychange', now)
    addEventListener('pagehide', now)
    return () => {
      flushes.delete(flush)
      removeEventListener('blur', now)
      removeEventListener('focusout', now)
      removeEventListener('compositionend', now)
      document.removeEventListener('visibilitychange', now)
      removeEventListener('pagehide', now)
      keeper.leave()
    }
  }, [keeper])
  const change = useCallback((given: Given | undefined) => keeper.change(given), [keeper])
  return { kept, change, keeper }
}
