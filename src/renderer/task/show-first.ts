import { flushSync } from 'react-dom'
import { afterFrame } from '../platform/after-frame.ts'
import { enterScrolled } from './enter-work.ts'
import { workIn } from './laid-out.ts'
import styles from './TaskScreens.module.css'

/**
 * Shows a screen that is laid out behind the open one over it, with the focus in it, before the way leads there: nothing
 * is drawn for that, and it can be seen with the next frame. What is to be drawn then comes after it, or before what a
 * person does now.
 *
 * @param open leads there.
 */
export function showFirst(screen: HTMLElement, open: () => void): void {
  screen.className = styles.first as string
  screen.removeAttribute('aria-hidden')
  unheard(() => enterScrolled(workIn(screen)))
  const callOff = afterFrame(() => {
    end()
    open()
  })
  const onDeed = (event: Event) => {
    callOff()
    end()
    flushSync(open)
    if (event instanceof KeyboardEvent) hearAgain(event)
  }
  const end = () => {
    for (const name of DEEDS) removeEventListener(name, onDeed, true)
  }
  for (const name of DEEDS) addEventListener(name, onDeed, true)
}

/** Events of what has the focus and what gets it. React listens to each of them many times over. */
const MOVING = ['change', 'focusout', 'focusin'] as const

/** The screen that is left is done with them, and a field to write in needs none; a card, or a label, does. */
function unheard(move: () => void): void {
  const stop = (event: Event) => {
    if (event.type !== 'focusin' || event.target instanceof HTMLTextAreaElement) event.stopPropagation()
  }
  for (const name of MOVING) addEventListener(name, stop, true)
  try {
    move()
  } finally {
    for (const name of MOVING) removeEventListener(name, stop, true)
  }
}

/** What begins whatever a person does. */
const DEEDS = ['keydown', 'compositionstart', 'pointerdown', 'wheel', 'dragenter'] as const

/** Those who listen since it was drawn have not heard it. */
function hearAgain(event: KeyboardEvent): void {
  event.stopImmediatePropagation()
  if (!event.target?.dispatchEvent(new KeyboardEvent(event.type, event))) event.preventDefault()
}
