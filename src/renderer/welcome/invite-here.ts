import { useEffect, useState } from 'react'
import { navigate, useHistoryState } from 'wouter/use-browser-location'
import { platform } from '../platform/platform.ts'

/**
 * The invite that this window was opened with: behind the # of its address, or handed over by the system. It is a
 * secret, so neither the address bar nor the history keeps it.
 */
export function useInviteHere(): string {
  const handedOver: unknown = useHistoryState()
  const [invite, setInvite] = useState(() => inAddress() ?? (typeof handedOver === 'string' ? handedOver : ''))
  useEffect(() => {
    const take = () => {
      const link = inAddress()
      if (link !== undefined) setInvite(link)
      forgetIt()
    }
    take()
    addEventListener('hashchange', take)
    return () => removeEventListener('hashchange', take)
  }, [])
  useEffect(() => {
    if (typeof handedOver !== 'string') return
    setInvite(handedOver)
    forgetIt()
  }, [handedOver])
  return invite
}

/** Opens the screen for joining whenever the system hands over an invite. Called once. */
export function hearInvites(): void {
  platform.onInvite((link) => navigate('/join', { state: link }))
}

function inAddress(): string | undefined {
  return location.hash.length > 1 ? `${location.origin}/join${location.hash}` : undefined
}

function forgetIt(): void {
  if (location.hash !== '' || history.state !== null) history.replaceState(null, '', location.pathname)
}
