import { useCallback, useRef } from 'react'

/**
 * What hands something in, so that a second press in quick succession hands in nothing: while it runs, and once it has
 * gone well. What has failed can be tried again.
 */
export function useOnce(): (act: () => Promise<void>) => Promise<void> {
  const done = useRef(false)
  return useCallback(async (act) => {
    if (done.current) return
    done.current = true
    try {
      await act()
    } catch (cause) {
      done.current = false
      throw cause
    }
  }, [])
}
