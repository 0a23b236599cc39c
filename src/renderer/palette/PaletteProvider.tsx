import { createContext, lazy, type ReactNode, Suspense, useContext, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { commandOf } from '../keys/bindings.ts'
import { isComposing } from '../task/use-task-keys.ts'

const Context = createContext<() => void>(() => {})
const Palette = lazy(async () => ({ default: (await import('./Palette.tsx')).Palette }))

/** The list of all there is to go to and to do, over any screen of a project; and the key that leads to the settings. */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const [from, setFrom] = useState<Element>()
  const [, navigate] = useLocation()
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (isComposing(event) || event.defaultPrevented || event.repeat) return
      const command = commandOf(event, 'everywhere')
      if (command !== 'palette' && command !== 'settings' && command !== 'sync') return
      event.preventDefault()
      // A question over the screen comes first.
      if (document.querySelector('[role="dialog"]')) return
      if (command !== 'palette') navigate(`/${command}`)
      else setFrom(document.activeElement ?? document.body)
    }
    addEventListener('keydown', heard)
    return () => removeEventListener('keydown', heard)
  }, [navigate])
  return (
    <Context value={() => setFrom(document.activeElement ?? document.body)}>
      {children}
      {from && (
        <Suspense fallback={null}>
          <Palette from={from} onClose={() => setFrom(undefined)} />
        </Suspense>
      )}
    </Context>
  )
}

/** Opens the list. */
export function usePalette(): () => void {
  return useContext(Context)
}
