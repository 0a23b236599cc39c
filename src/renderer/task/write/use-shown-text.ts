import { useCallback, useEffect, useRef, useState } from 'react'

/** A longer text is counted and drawn beside the field once its writer pauses … */
const LONG = 1500
const PAUSE = 250
/** … and at least this often while letters come. */
const AT_MOST = 1500

/**
 * A text as what stands beside its field shows it: after the letters themselves, which never wait for that. Milliseconds.
 *
 * @returns the text, and what takes each change.
 */
export function useShownText(before: string): readonly [text: string, show: (text: string) => void] {
  const [text, setText] = useState(before)
  const waiting = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly since: number }>(undefined)
  useEffect(() => () => clearTimeout(waiting.current?.timer), [])
  const show = useCallback((written: string) => {
    const now = performance.now()
    const since = waiting.current?.since ?? now
    clearTimeout(waiting.current?.timer)
    const pause = written.length < LONG ? 0 : Math.max(0, Math.min(PAUSE, since + AT_MOST - now))
    const timer = setTimeout(() => {
      waiting.current = undefined
      setText(written)
    }, pause)
    waiting.current = { timer, since }
  }, [])
  return [text, show]
}
