import { useEffect, useState } from 'react'

/** What stands on these keys of the person's keyboard, as far as the browser tells; else as on an English one. */
export function useKeyNames(): (code: string) => string {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map())
  useEffect(() => {
    let current = true
    keyboard()
      ?.getLayoutMap()
      .then((map) => current && setNames(map))
      .catch(() => undefined)
    return () => {
      current = false
    }
  }, [])
  return (code) => names.get(code)?.toUpperCase() ?? ENGLISH[code] ?? code
}

const ENGLISH: Readonly<Record<string, string>> = { BracketLeft: '[', BracketRight: ']', Equal: '=', KeyE: 'E' }

/** Chromium alone has it, and TypeScript does not know it. */
type Keyboard = { getLayoutMap(): Promise<ReadonlyMap<string, string>> }

function keyboard(): Keyboard | undefined {
  return (navigator as Navigator & { readonly keyboard?: Keyboard }).keyboard
}
