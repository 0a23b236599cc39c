import { useEffect, useState } from 'react'

/** Quick moves one after the other are told once. */
const PAUSE = 100

/** What a live region says, and how to let it say something. */
export function useSaid(): readonly [said: string, say: (words: string) => void] {
  const [said, setSaid] = useState('')
  const [wanted, say] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSaid(wanted), PAUSE)
    return () => clearTimeout(timer)
  }, [wanted])
  return [said, say]
}
