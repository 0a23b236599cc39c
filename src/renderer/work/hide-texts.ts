import { useCallback, useSyncExternalStore } from 'react'
import { recall, remember } from '../platform/remember.ts'
import { useOwn } from '../profiles/here.tsx'

const listeners = new Set<() => void>()

/** Where others look on, the lists of my work show what it is and what became of it, and no word of it. */
export function useTextsHidden(): { readonly hidden: boolean; hide(hidden: boolean): void } {
  const key = useOwn('hide-texts')
  const hidden = useSyncExternalStore(subscribe, () => recall(key) === 'yes')
  const hide = useCallback(
    (is: boolean) => {
      remember(key, is ? 'yes' : 'no')
      for (const listener of [...listeners]) listener()
    },
    [key]
  )
  return { hidden, hide }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
