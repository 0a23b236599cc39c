import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { commandOf } from '../keys/bindings.ts'
import { useKeyNames } from '../keys/use-key-names.ts'
import { afterFrame } from '../platform/after-frame.ts'
import { Button } from './Button.tsx'
import styles from './Toast.module.css'

type Shown = {
  readonly words: string
  /** `byKey`: the key that undoes does it too, wherever the focus is, but in a text. */
  readonly action?: { readonly words: string; readonly byKey?: boolean; run(): void }
}
type Toast = {
  /** Shows words for a while, with at most one thing to do; the next takes its place. */
  show(shown: Shown | undefined): void
  /** What stands there, also if it is still to be drawn: for the key that does its action. */
  shown(): Shown | undefined
}

const SHOWN_FOR = 10_000
/** Pixels between it and what is beside it. */
const GAP = 6
const Context = createContext<Toast>({ show: () => {}, shown: () => undefined })

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown>()
  const keys = useKeyNames()
  const latest = useRef<Shown>(undefined)
  const toast = useMemo<Toast>(
    () => ({
      show(next) {
        latest.current = next
        // What it is about goes before: all that is on the page is laid out anew to make room for the words.
        afterFrame(() => setShown(latest.current))
      },
      shown: () => latest.current
    }),
    []
  )
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => {
      // The next one may be about to be drawn.
      if (latest.current === shown) toast.show(undefined)
    }, SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [shown, toast])
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      const action = latest.current?.action
      if (!action?.byKey || commandOf(event, 'task') !== 'undo') return
      if (event.isComposing || event.defaultPrevented || isText(event.target)) return
      event.preventDefault()
      toast.show(undefined)
      action.run()
    }
    addEventListener('keydown', heard)
    return () => removeEventListener('keydown', heard)
  }, [toast])
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const box = place.current
    if (!box) return
    // What it would cover makes room for it, as long as it stands there. All styles hang on it: it is told when it changes.
    const watch = new ResizeObserver(() => {
      const height = box.offsetHeight
      document.documentElement.style.setProperty('--toast', height > 0 ? `${height + GAP}px` : '0px')
    })
    watch.observe(box)
    return () => watch.disconnect()
  }, [])
  return (
    <Context value={toast}>
      {children}
      <div role="status" className={styles.place} ref={place}>
        {shown && (
          <div className={styles.toast}>
            <span>{shown.words}</span>
            {shown.action && (
              <Button
                look="quiet"
                small
                {...(shown.action.byKey && { keys: keys.of('undo') })}
                onPress={() => {
                  toast.show(undefined)
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

/** What is undone there is its own. */
function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, input[type="text"]'))
}

export function useToast(): Toast {
  return useContext(Context)
}
