import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState
} from 'react'
import { commandOf } from '../keys/bindings.ts'
import { useKeyNames } from '../keys/use-key-names.ts'
import { Button } from './Button.tsx'
import styles from './Toast.module.css'

type Shown = {
  readonly words: string
  /** `byKey`: the key that undoes does it too, wherever the focus is, but in a text. */
  readonly action?: { readonly words: string; readonly byKey?: boolean; run(): void }
}
/** Shows words for a while, with at most one thing to do; the next takes its place. */
type ShowToast = (shown: Shown | undefined) => void

const SHOWN_FOR = 10_000
/** Pixels between it and what is beside it. */
const GAP = 6
const Context = createContext<{ show: ShowToast; shown: Shown | undefined }>({ show: () => {}, shown: undefined })

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown>()
  const keys = useKeyNames()
  const show = useCallback<ShowToast>((next) => setShown(next), [])
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => setShown(undefined), SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [shown])
  useEffect(() => {
    const action = shown?.action
    if (!action?.byKey) return
    const heard = (event: KeyboardEvent) => {
      if (commandOf(event, 'task') !== 'undo' || event.isComposing || event.defaultPrevented || isText(event.target))
        return
      event.preventDefault()
      setShown(undefined)
      action.run()
    }
    addEventListener('keydown', heard)
    return () => removeEventListener('keydown', heard)
  }, [shown])
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
  const value = useMemo(() => ({ show, shown }), [show, shown])
  return (
    <Context value={value}>
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

/** What is undone there is its own. */
function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, input[type="text"]'))
}

/** `show` a toast; `shown` is the one that stands there, for the key that does its action. */
export function useToast() {
  return useContext(Context)
}
