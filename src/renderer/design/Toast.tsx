import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { Button } from './Button.tsx'
import styles from './Toast.module.css'

type Shown = {
  readonly words: string
  /** `keys` are those that undo, shown on its button; they work wherever the focus is, but in a text. */
  readonly action?: { readonly words: string; readonly keys?: readonly string[]; run(): void }
}
/** Shows words for a while, with at most one thing to do; the next takes its place. */
type ShowToast = (shown: Shown | undefined) => void

const SHOWN_FOR = 10_000
const Context = createContext<{ show: ShowToast; shown: Shown | undefined }>({ show: () => {}, shown: undefined })

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown>()
  const show = useCallback<ShowToast>((next) => setShown(next), [])
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => setShown(undefined), SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [shown])
  useEffect(() => {
    const action = shown?.action
    if (!action?.keys) return
    const heard = (event: KeyboardEvent) => {
      if (!isUndo(event) || event.defaultPrevented || isText(event.target)) return
      event.preventDefault()
      setShown(undefined)
      action.run()
    }
    addEventListener('keydown', heard)
    return () => removeEventListener('keydown', heard)
  }, [shown])
  const value = useMemo(() => ({ show, shown }), [show, shown])
  return (
    <Context value={value}>
      {children}
      <div role="status" className={styles.place}>
        {shown && (
          <div className={styles.toast}>
            <span>{shown.words}</span>
            {shown.action && (
              <Button
                look="quiet"
                small
                {...(shown.action.keys && { keys: shown.action.keys })}
                onPress={() => {
                  setShown(undefined)
                  shown.action?.run()
                }}
              >
                {shown.action.words}
              </Button>
            )}
          </div>
        )}
      </div>
    </Context>
  )
}

function isUndo({ code, ctrlKey, metaKey, shiftKey, altKey, isComposing }: KeyboardEvent): boolean {
  return code === 'KeyZ' && ctrlKey !== metaKey && !shiftKey && !altKey && !isComposing
}

/** What is undone there is its own. */
function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, input[type="text"]'))
}

/** `show` a toast; `shown` is the one that stands there, for the key that does its action. */
export function useToast() {
  return useContext(Context)
}
