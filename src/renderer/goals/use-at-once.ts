import { useState } from 'react'

/**
 * A choice that shows at once, for whoever is fast at the keys, while it is being kept; what cannot be kept is as it was.
 * @param kept as it stood when the screen was opened.
 */
export function useAtOnce<T>(kept: T, keep: (value: T) => Promise<void>): [T, (value: T) => void] {
  const [shown, setShown] = useState(kept)
  const choose = (value: T) => {
    setShown(value)
    keep(value).catch(() => setShown(shown))
  }
  return [shown, choose]
}
