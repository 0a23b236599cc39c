import { useSyncExternalStore } from 'react'
import type { Layout } from './rank-keys.ts'

// The same width as in Rank.module.css.
const NARROW = '(max-width: 47.5em)'

/** Side by side where there is room. */
export function useLayout(): Layout {
  return useSyncExternalStore(listen, () => (matchMedia(NARROW).matches ? 'list' : 'columns'))
}

function listen(changed: () => void): () => void {
  const narrow = matchMedia(NARROW)
  narrow.addEventListener('change', changed)
  return () => narrow.removeEventListener('change', changed)
}
