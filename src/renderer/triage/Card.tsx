import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useDeferredValue,
  useEffect,
  useRef,
  useState
} from 'react'
import type { BatchTask } from '../../client/work.ts'
import { useHeightTold } from '../task/Actions.tsx'
import { SkipDialog } from '../task/SkipDialog.tsx'
import { useActiveSeconds } from '../task/use-active-seconds.ts'
import { isComposing } from '../task/use-task-keys.ts'
import { useWords } from '../words/words.tsx'
import { Face } from './Face.tsx'
import { FlagDialog } from './FlagDialog.tsx'
import styles from './Triage.module.css'
import { useVerdictWords } from './use-verdict-words.ts'
import { Verdicts } from './Verdicts.tsx'
import { type Deed, deedOf, type Verdict } from './verdicts.ts'

export type CardProps = {
  readonly top: BatchTask
  /** The cards still to be judged, this one first. */
  readonly waiting: readonly BatchTask[]
  readonly position: number
  readonly total: number
  /** There is a draft of it; a verdict takes its place. */
  readonly isBegun: boolean
  onJudge(verdict: Verdict, words: string, took: number): void
  onSkip(reason: string, took: number): void
  onAll(): void
  onUndo(): void
  readonly children: ReactNode
}

/** The card on top, and the verdicts. Single keys give them while nothing is being written. */
export function Card(props: CardProps) {
  const { top, waiting, position, total, isBegun, onJudge, onSkip, onAll, onUndo, children } = props
  const { t } = useWords()
  const wordsOf = useVerdictWords()
  const seconds = useCardSeconds(top)
  // A question about a card goes with it.
  const [asked, setAsked] = useState<{ readonly of: BatchTask; readonly what: 'flags' | 'skip' }>()
  const asking = asked?.of === top ? asked.what : undefined
  const setAsking = (what: 'flags' | 'skip' | undefined) => setAsked(what && { of: top, what })
  // The one below is drawn when there is time for it.
  const below = useDeferredValue(waiting[1])
  const faces = below && below.place !== top.place ? [top, below] : [top]
  const foot = useRef<HTMLElement>(null)
  useHeightTold(foot)
  const table = useRef<HTMLDivElement>(null)
  useFocusAfterQuestion(table, top)

  const judge = (verdict: Verdict) => onJudge(verdict, wordsOf(verdict), seconds())
  const act = (deed: Deed) => {
    if (deed.is === 'give') judge(deed.verdict)
    else if (deed.is === 'undo') onUndo()
    else if (deed.is === 'all') onAll()
    else setAsking(deed.is)
  }
  const heard = (event: KeyboardEvent) => {
    const { target, currentTarget, nativeEvent } = event
    // A dialog is its child for React, and none on the page.
    if (!(target instanceof Node) || !currentTarget.contains(target)) return
    if (nativeEvent.repeat || isComposing(nativeEvent)) return
    const deed = deedOf(nativeEvent)
    if (!deed) return
    event.preventDefault()
    event.stopPropagation()
    act(deed)
  }
  useKeysOfThePage(heardOnPage)
  function heardOnPage(event: globalThis.KeyboardEvent): void {
    const deed = event.repeat || isComposing(event) ? undefined : deedOf(event)
    if (!deed) return
    event.preventDefault()
    act(deed)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are a shorter way to the buttons inside
    <div className={styles.triage} onKeyDown={heard}>
      <div className={styles.table} ref={table} data-more={waiting.length > 1}>
        {faces.map((task) => (
          <Face
            key={task.place}
            task={task}
            isTop={task === top}
            isBegun={task === top && isBegun}
            label={t('triage-card', { position, count: total })}
          />
        ))}
      </div>
      <footer className={styles.foot} ref={foot}>
        {children}
        <Verdicts onGive={judge} onFlags={() => setAsking('flags')} onSkip={() => setAsking('skip')} onAll={onAll} />
      </footer>
      <SkipDialog
        isOpen={asking === 'skip'}
        onClose={() => setAsking(undefined)}
        onSkip={(reason) => onSkip(reason, seconds())}
      />
      <FlagDialog
        kind={top.kind}
        isOpen={asking === 'flags'}
        onClose={() => setAsking(undefined)}
        onFlag={(flag) => judge({ is: 'flag', flag })}
      />
    </div>
  )
}

/** A question gives the focus back to the card that it was about, which is gone with its answer. */
function useFocusAfterQuestion(table: RefObject<HTMLElement | null>, top: BatchTask): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another card that comes
  useEffect(() => {
    const look = () => {
      if (document.activeElement === document.body)
        table.current?.querySelector<HTMLElement>('[data-place]')?.focus({ preventScroll: true })
    }
    // The question gives it back with the next frame.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(look)
    })
    return () => cancelAnimationFrame(frame)
  }, [top])
}

/** The active seconds since this card came. */
function useCardSeconds(top: BatchTask): () => number {
  const seconds = useActiveSeconds(0)
  const since = useRef({ top, at: 0 })
  if (since.current.top !== top) since.current = { top, at: seconds() }
  return () => seconds() - since.current.at
}

/** Whoever clicks beside everything has the focus nowhere; the keys go on working. */
function useKeysOfThePage(heard: (event: globalThis.KeyboardEvent) => void): void {
  const newest = useRef(heard)
  newest.current = heard
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.target === document.body && !event.defaultPrevented) newest.current(event)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}
