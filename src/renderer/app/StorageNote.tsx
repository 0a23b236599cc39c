import { useEffect, useState } from 'react'
import { platform } from '../platform/platform.ts'
import { useWords } from '../words/words.tsx'

/** Says that this browser may forget the work, where it does. Nothing elsewhere. */
export function StorageNote() {
  const { t } = useWords()
  const [kept, setKept] = useState(true)
  useEffect(() => {
    void asked.then(async () => setKept(await isKept()))
  }, [])
  return kept ? null : <p>{t('private-note')}</p>
}

let asked: Promise<unknown> = Promise.resolve()
let hasAsked = false

/** Asks the browser to keep what is stored here, once a window. */
export function keepStorage(): void {
  if (hasAsked || platform.kind === 'desktop') return
  hasAsked = true
  asked = navigator.storage?.persist?.().catch(() => false) ?? Promise.resolve()
}

/** Over plain http on a network a browser promises nothing. */
async function isKept(): Promise<boolean> {
  if (platform.kind === 'desktop') return true
  return (await navigator.storage?.persisted?.().catch(() => false)) ?? false
}
