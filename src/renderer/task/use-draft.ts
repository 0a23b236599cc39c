import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
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

type Ways = {
  /** What was given a moment ago and is still to be told is told now. */
  settle(): void
  /** Writes a draft; the newest call is the one that counts. */
  keep(given: Given | undefined): Promise<void>
  /** The same before it returns, for when the page may be gone the next moment. */
  keepNow(given: Given | undefined): void
  /** What `keepNow` wrote is kept, or of no use any more. */
  dropNow(): void
}

/** Keeps what is given to a task, so that nothing is lost however the window goes away. */
export function useDraft(before: Kept, given: Ways) {
  const [kept, setKept] = useState(before)
  const ways = useRef(given)
  ways.current = given
  const keeper = useMemo(() => {
    const keep = async (value: Given | undefined) => {
      await ways.current.keep(value)
      if (keeper.unkept?.given === value) ways.current.dropNow()
    }
    const keeper: DraftKeeper = new DraftKeeper(clock, keep, setKept)
    return keeper
  }, [])
  const isOver = useRef(false)
  const save = useCallback(() => {
    ways.current.settle()
    return keeper.flush()
  }, [keeper])
  useEffect(() => {
    const now = () => {
      if (!isOver.current) void save()
    }
    const hold = () => keeper.hold()
    const release = () => keeper.release()
    const leaving = () => {
      ways.current.settle()
      if (keeper.unkept) ways.current.keepNow(keeper.unkept.given)
      void save()
    }
    flushes.add(save)
    for (const name of LEAVING) addEventListener(name, leaving)
    document.addEventListener('visibilitychange', leaving)
    for (const name of PAUSING) addEventListener(name, now)
    addEventListener('compositionstart', hold)
    addEventListener('compositionend', release)
    return () => {
      flushes.delete(save)
      for (const name of LEAVING) removeEventListener(name, leaving)
      document.removeEventListener('visibilitychange', leaving)
      for (const name of PAUSING) removeEventListener(name, now)
      removeEventListener('compositionstart', hold)
      removeEventListener('compositionend', release)
      keeper.leave()
    }
  }, [keeper, save])
  /** The task is finished: nothing of it waits to be kept. */
  const done = () => {
    isOver.current = true
    ways.current.settle()
    keeper.drop()
    ways.current.dropNow()
  }
  return { kept, keeper, save, done }
}

/** The page may be left for good. */
const LEAVING = ['beforeunload', 'pagehide'] as const
const PAUSING = ['blur', 'focusout'] as const
