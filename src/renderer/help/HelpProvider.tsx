import { createContext, lazy, type ReactNode, Suspense, useContext, useEffect, useState } from 'react'
import { isComposing } from '../task/use-task-keys.ts'

const Context = createContext<() => void>(() => {})
const Shortcuts = lazy(async () => ({ default: (await import('./Shortcuts.tsx')).Shortcuts }))

/** The list of keys over whatever screen there is: by F1 anywhere, by `?` where nobody writes, and by its buttons. */
export function HelpProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (isComposing(event) || event.defaultPrevented || !asks(event)) return
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

function asks({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return false
  if (key === 'F1') return true
  return key === '?' && !(target instanceof HTMLElement && target.matches(WRITES))
}

const WRITES = 'textarea, input:not([type="radio"], [type="checkbox"]), [contenteditable="true"]'
