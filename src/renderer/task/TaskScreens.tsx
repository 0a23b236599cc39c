import { Activity, memo, type ReactNode, startTransition, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { BatchTask } from '../../client/work.ts'
import { Trouble } from '../app/Trouble.tsx'
import { useDevice } from '../project/device.tsx'
import { isLaidOut, show, useLaidOut } from './laid-out.ts'
import { LeadContext } from './lead.ts'
import { pathOf } from './next-task.ts'
import { fetchPart } from './parts.ts'
import { showFirst } from './show-first.ts'
import { TaskScreen } from './TaskScreen.tsx'
import { isAsPrepared, isPrepared, preparedFor, readHere, type TaskHere } from './task-here.ts'

type Task = Pick<BatchTask, 'batch' | 'place'>
type Drawn = Task & {
  /** Tells it from every other screen, also of the same task. */
  readonly n: number
  readonly here: TaskHere | undefined
  /** What it is drawn into. */
  readonly element: HTMLElement
}

let drawn = 0

function screenOf({ batch, place }: Task, here: TaskHere | undefined): Drawn {
  return { batch, place, n: ++drawn, here, element: document.createElement('div') }
}

/**
 * The task that is open, and behind it the one that comes next: it is drawn and laid out while nobody waits, and only
 * shown when the way leads there.
 */
export function TaskScreens({ batch, place }: Task) {
  const device = useDevice()
  const [ahead, setAhead] = useState<Drawn>()
  const { open, isNew } = useOpen({ batch, place }, ahead)
  const drawAhead = useCallback(
    async (next: BatchTask) => {
      await fetchPart(next.kind)
      const here = await readHere(device, next.batch, next.place, true)
      startTransition(() => setAhead(screenOf(next, here)))
    },
    [device]
  )
  const next = ahead && isNew(ahead) ? ahead : undefined
  useLaidOut(open.element, next?.element)
  const latest = useRef(next)
  latest.current = next
  const lead = useCallback((path: string, navigate: () => void) => {
    const screen = latest.current
    if (screen && pathOf(screen) === path && canBeFirst(screen)) showFirst(screen.element, navigate)
    else navigate()
  }, [])
  const screens = next ? [open, next] : [open]
  return (
    <LeadContext value={lead}>
      {screens.map((screen) => (
        <Activity key={screen.n} mode={screen === open ? 'visible' : 'hidden'}>
          <Apart element={screen.element}>
            <Trouble>
              <Screen batch={screen.batch} place={screen.place} first={screen.here} onNext={drawAhead} />
            </Trouble>
          </Apart>
        </Activity>
      ))}
    </LeadContext>
  )
}

/** Coming out of hiding, it is not drawn anew. */
const Screen = memo(TaskScreen)

/**
 * What is drawn for the task that is open: what was drawn ahead, if it was read again since and is the same; and whether a
 * screen that was drawn ahead may still come. What was open once is done with, whatever becomes of its task.
 */
function useOpen(task: Task, ahead: Drawn | undefined) {
  const open = useRef<Drawn>(undefined)
  if (!open.current || pathOf(open.current) !== pathOf(task)) {
    const here = preparedFor(task.batch, task.place)
    const isReady = ahead && ahead.n > (open.current?.n ?? 0) && pathOf(ahead) === pathOf(task)
    open.current = isReady && isAsPrepared(ahead.here, here) ? ahead : screenOf(task, here)
  }
  const { n } = open.current
  return { open: open.current, isNew: (screen: Drawn) => screen.n > n }
}

/** A draft has a caret and a place that it is scrolled to, and they come only as it is drawn. */
function canBeFirst({ batch, place, here, element }: Drawn): boolean {
  return isPrepared({ batch, place }, here) && here?.draft === undefined && isLaidOut(element)
}

/** In an element of its own, which can be in the page before what is inside is shown. */
function Apart({ element, children }: { element: HTMLElement; children: ReactNode }) {
  return (
    <>
      <Put element={element} />
      {createPortal(children, element)}
    </>
  )
}

/** Comes before what is inside, whose effects find themselves in the page. */
function Put({ element }: { element: HTMLElement }) {
  const here = useRef<HTMLTemplateElement>(null)
  useLayoutEffect(() => {
    show(element, here.current)
    return () => element.remove()
  }, [element])
  return <template ref={here} />
}
