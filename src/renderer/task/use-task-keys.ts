import { useLayoutEffect } from 'react'
import { commandOf } from '../keys/bindings.ts'
import { offer } from '../keys/offered.ts'

/** Keys that work wherever the focus is. Undefined: that one does nothing now. */
export type TaskKeys = {
  finish?: (() => void) | undefined
  skip?: (() => void) | undefined
  report?: (() => void) | undefined
  /** Everything is kept anyhow; whoever presses it wants to be sure. */
  save?: (() => void) | undefined
  undo?: (() => void) | undefined
  /** To the open task before and after this one; what is given stays as a draft. */
  previous?: (() => void) | undefined
  next?: (() => void) | undefined
  /** Nothing does anything now. */
  isBusy?: () => boolean
  /** The control that has the focus has something of its own to undo. */
  undoesItself?: () => boolean
}

export function useTaskKeys({ isBusy, undoesItself, undo, ...keys }: TaskKeys): void {
  const { finish, skip, report, save, previous, next } = keys
  // As soon as the screen shows: a key pressed at once must not be lost.
  useLayoutEffect(() => {
    const heard = (event: KeyboardEvent) => {
      // No key of these writes, and with every letter this costs.
      if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) return
      if (isBusy?.()) return
      const others = { finish, skip, report, save, previous, next }
      const act = actionOf(event, { ...others, ...(!undoesItself?.() && { undo }) })
      if (!act) return
      event.preventDefault()
      event.stopPropagation()
      act()
    }
    // Before the control that has the focus: it would take Ctrl+Enter for a press.
    addEventListener('keydown', heard, true)
    return () => removeEventListener('keydown', heard, true)
  }, [finish, skip, report, save, previous, next, undo, isBusy, undoesItself])
  useLayoutEffect(
    () => offer({ finish, skip, report, save, previous, next, undo }),
    [finish, skip, report, save, previous, next, undo]
  )
}

function actionOf(event: KeyboardEvent, acts: Omit<TaskKeys, 'isBusy' | 'undoesItself'>): (() => void) | undefined {
  if (isComposing(event) || event.repeat) return undefined
  const command = commandOf(event, 'task')
  return acts[command as keyof typeof acts]
}

/** The key belongs to an input method. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.key === 'Process' || event.keyCode === 229
}
