import { Activity, memo, type ReactNode, startTransition, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { BatchTask } from '../../client/work.ts'
import { Trouble } from '../app/Trouble.tsx'
import { useDevice } from '../project/device.tsx'
import { pathOf } from './next-task.ts'
import { TaskScreen } from './TaskScreen.tsx'
import styles from './TaskScreens.module.css'
import { isAsPrepared, preparedFor, readHere, type TaskHere } from './task-here.ts'

type Task = Pick<BatchTask, 'batch' | 'place'>
type Drawn = Task & {
  /** Tells it from every other screen, also of the same task. */
  readonly n: number
  readonly here: TaskHere | undefined
}

let drawn = 0

/**
 * The task that is open, and behind it, apart from the page, the one that comes next: it is drawn while nobody waits, and
 * only put in its place when the way leads there.
 */
export function TaskScreens({ batch, place }: Task) {
  const device = useDevice()
  const [ahead, setAhead] = useState<Drawn>()
  const { open, isNew } = useOpen({ batch, place }, ahead)
  const drawAhead = useCallback(
    async (next: Task) => {
      const here = await readHere(device, next.batch, next.place, true)
      startTransition(() => setAhead({ batch: next.batch, place: next.place, n: ++drawn, here }))
    },
    [device]
  )
  const screens = ahead && isNew(ahead) ? [open, ahead] : [open]
  return screens.map((screen) => (
    <Activity key={screen.n} mode={screen === open ? 'visible' : 'hidden'}>
      <Apart>
        <Trouble>
          <Screen batch={screen.batch} place={screen.place} first={screen.here} onNext={drawAhead} />
        </Trouble>
      </Apart>
    </Activity>
  ))
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
    open.current = isReady && isAsPrepared(ahead.here, here) ? ahead : { ...task, n: ++drawn, here }
  }
  const { n } = open.current
  return { open: open.current, isNew: (screen: Drawn) => screen.n > n }
}

/** In an element of its own that is part of the page only while it is shown: what is hidden is in nobody's way. */
function Apart({ children }: { children: ReactNode }) {
  const [place] = useState(() => Object.assign(document.createElement('div'), { className: styles.place }))
  return (
    <>
      <Put place={place} />
      {createPortal(children, place)}
    </>
  )
}

/** Comes before what is inside, whose effects find themselves in the page. */
function Put({ place }: { place: HTMLElement }) {
  const here = useRef<HTMLTemplateElement>(null)
  useLayoutEffect(() => {
    here.current?.after(place)
    return () => place.remove()
  }, [place])
  return <template ref={here} />
}
