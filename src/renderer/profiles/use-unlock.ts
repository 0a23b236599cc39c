import { useEffect, useState } from 'react'
import { openByPin } from '../../client/profiles/lock.ts'
import type { Profile } from '../../client/profiles/profile.ts'
import { waitLeft } from '../../client/profiles/waits.ts'
import { profiles } from './door.ts'

export type Unlocking = {
  readonly busy: boolean
  /** Wrong PINs in a row so far. */
  readonly wrong: number
  /** Seconds until another one is taken. */
  readonly wait: number
  readonly cause: unknown
  /** @returns the key; undefined: it is another PIN, or it is too early for another one. */
  open(pin: string): Promise<Uint8Array | undefined>
}

/** [PF6] Tries PINs, and waits longer after each wrong one. They are counted for all windows, and over a reload. */
export function useUnlock({ id, lock, wrong: before }: Profile): Unlocking {
  const [wrong, setWrong] = useState(before ?? { count: 0, at: 0 })
  const [busy, setBusy] = useState(false)
  const [cause, setCause] = useState<unknown>()
  const [begun, setBegun] = useState(() => ({ wait: waitLeft(wrong, Date.now()) }))
  const [left, setLeft] = useState(begun.wait)
  useEffect(() => {
    setLeft(begun.wait)
    if (begun.wait === 0) return
    // By its own time: a clock that is set meanwhile makes it no longer.
    const from = performance.now()
    const timer = setInterval(() => setLeft(Math.max(0, begun.wait - (performance.now() - from))), 500)
    return () => clearInterval(timer)
  }, [begun])
  const open = async (pin: string) => {
    if (!lock || busy) return undefined
    setBusy(true)
    setCause(undefined)
    try {
      const now = (await profiles.find(id))?.wrong ?? wrong
      if (waitLeft(now, Date.now()) > 0) {
        setWrong(now)
        setBegun({ wait: waitLeft(now, Date.now()) })
        return undefined
      }
      const secret = await openByPin(lock, pin)
      const tried = secret ? undefined : { count: now.count + 1, at: Date.now() }
      await profiles.change(id, ({ wrong: _, ...rest }) => ({ ...rest, ...(tried && { wrong: tried }) }))
      if (tried) {
        setWrong(tried)
        setBegun({ wait: waitLeft(tried, tried.at) })
      }
      return secret
    } catch (cause) {
      setCause(cause)
      return undefined
    } finally {
      setBusy(false)
    }
  }
  return { busy, wrong: wrong.count, wait: Math.ceil(left / 1000), cause, open }
}
