import { useCallback, useState } from 'react'

/** One thing at a time that a button does, and why it failed. */
export function useDeed() {
  const [busy, setBusy] = useState(false)
  const [cause, setCause] = useState<unknown>()
  const run = useCallback((work: () => Promise<void>) => {
    setBusy(true)
    setCause(undefined)
    work()
      .catch(setCause)
      .finally(() => setBusy(false))
  }, [])
  return { busy, cause, run }
}
