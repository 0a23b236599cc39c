import { createContext, lazy, type ReactNode, Suspense, useContext, useEffect, useState } from 'react'
import { commandOf } from '../keys/bindings.ts'
import { isComposing } from '../task/use-task-keys.ts'

const Context = createContext<() => void>(() => {})
const Shortcuts = lazy(async () => ({ default: (await import('./Shortcuts.tsx')).Shortcuts }))

/** The list of keys over whatever screen there is: by F1 anywhere, by `?` where nobody writes, and by its buttons. */
export function HelpProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (isComposing(event) || event.defaultPrevented || commandOf(event, 'everywhere') !== 'help') return
      if (event.key === '?' && event.target instanceof HTMLElement && event.target.matches(WRITES)) return
      event.preventDefault()
      setOpen(true)
    }
    addEventListener('keydown', heard)
    return () => removeEventListener('keydown', heard)
  }, [])
  return (
    <Context value={() => setOpen(true)}>
      {children}
      {isOpen && (
        <Suspense fallback={null}>
          <Shortcuts onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </Context>
  )
}

/** Opens the list of keys. */
export function useShortcuts(): () => void {
  return useContext(Context)
}

const WRITES = 'textarea, input:not([type="radio"], [type="checkbox"]), [contenteditable="true"]'
