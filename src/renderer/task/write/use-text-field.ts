import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { isMac } from '../../keys/chord.ts'
import { whenIdle } from '../../platform/after-frame.ts'
import type { Given } from '../task-work.ts'
import { isComposing } from '../use-task-keys.ts'
import { fieldDirection } from './long-line.ts'
import { readStand, type Stand, spelled } from './stand.ts'
import { type History, recorded, redone, undone, type Written } from './text-history.ts'

type Field = {
  readonly ref: RefObject<HTMLTextAreaElement | null>
  /** To be kept beside the text; also of a field that is gone. */
  stand(): Given
  /** Tells what has changed and was not told yet. */
  settle(): void
}

/**
 * A field of many lines that stands where it stood: caret, scroll, and what can be undone outlive the page. Its undoing is
 * its own, since the browser's ends with the page. React gives the place and never touches the text: that would break
 * composing.
 *
 * @param text at first; another one later takes the place of what is there, as a step that can be undone.
 * @param onText after each change, once it is drawn or `settle` is called; also in the middle of a composition.
 * @param onMove the caret or the scroll stands elsewhere.
 */
export function useTextField(
  { text, kept }: { readonly text: string; readonly kept: Given | undefined },
  onText: (text: string, composing: boolean) => void,
  onMove: () => void
): Field {
  const ref = useRef<HTMLTextAreaElement>(null)
  const now = useRef<Stand & { readonly text: string }>(undefined)
  now.current ??= { text, ...readStand(kept, text) }
  const composing = useRef(false)
  /** When the last change was, in milliseconds of the page's clock. */
  const changed = useRef(0)
  /** Calls off the telling that is still to come. */
  const callOff = useRef<() => void>(undefined)
  /** Whether it is still to be told. */
  const isNew = useRef(false)
  const told = useEffectEvent(onText)
  const moved = useEffectEvent(onMove)

  const tell = useEffectEvent(() => {
    const field = ref.current
    if (!field) return
    isNew.current = false
    const text = field.value
    turn(field, text)
    told(text, composing.current)
  })
  const settle = useEffectEvent(() => {
    if (isNew.current) tell()
    catchUp()
  })
  const written = useEffectEvent(() => {
    changed.current = performance.now()
    isNew.current = true
    // A letter is seen before anything is made of it.
    callOff.current ??= whenIdle(() => {
      callOff.current = undefined
      settle()
    }, TOLD_AFTER)
  })
  /** Makes a step of what has changed since: after the letter is drawn, or before the next change. */
  const catchUp = useEffectEvent(() => {
    const field = ref.current
    if (!field || !now.current || composing.current || field.value === now.current.text) return
    now.current = afterChange(now.current, field, changed.current)
  })
  const walk = useEffectEvent((way: typeof undone): void => {
    catchUp()
    const field = ref.current
    const next = now.current && way(now.current.history, field?.value ?? '')
    if (!field || !now.current || !next) return
    put(field, next)
    now.current = { ...now.current, ...next, scroll: field.scrollTop }
    isNew.current = false
    told(next.text, false)
  })
  const replaceAll = useEffectEvent((value: string) => {
    const field = ref.current
    if (!field || field.value === value) return
    catchUp()
    put(field, { text: value, selection: [value.length, value.length] })
    written()
    settle()
  })
  const first = useRef(text)
  useEffect(() => {
    if (first.current !== text) replaceAll(text)
    first.current = text
  }, [text])

  useLayoutEffect(() => {
    const field = ref.current
    if (!field || !now.current) return
    const { selection, scroll } = now.current
    // Not by React, which would write it into the page again after each letter.
    if (field.value === '') field.value = now.current.text
    turn(field, field.value)
    field.setSelectionRange(...selection)
    // Whoever moves the focus here scrolls to the caret.
    const frame = requestAnimationFrame(() => {
      field.scrollTop = scroll
    })
    const onSelection = () => {
      // A letter that is not drawn yet moves it too.
      if (isNew.current) return
      catchUp()
      if (document.activeElement !== field || composing.current || !now.current) return
      const { selection: before, text: known } = now.current
      const selection = [field.selectionStart, field.selectionEnd] as const
      if (field.value !== known || (before[0] === selection[0] && before[1] === selection[1])) return
      now.current = { ...now.current, selection, history: paused(now.current.history) }
      moved()
    }
    const onScroll = () => {
      if (now.current) now.current = { ...now.current, scroll: field.scrollTop }
    }
    const onComposition = ({ type }: Event) => {
      catchUp()
      composing.current = type === 'compositionstart'
      if (composing.current) return
      written()
      settle()
    }
    const onBefore = (event: InputEvent) => {
      catchUp()
      // What is pasted is laid out before it is told.
      if (event.data && fieldDirection(event.data) !== 'auto') turn(field, event.data)
      const way = event.inputType === 'historyUndo' ? undone : event.inputType === 'historyRedo' ? redone : undefined
      if (!way) return
      event.preventDefault()
      walk(way)
    }
    const onKey = (event: KeyboardEvent) => {
      const way = wayOf(event)
      if (!way || isComposing(event)) return
      event.preventDefault()
      walk(way)
    }
    const onInput = (event: Event) => {
      if (event.target !== field || (event instanceof KeyboardEvent && !isOurs(event))) return
      // React and its like listen to each of these some ten times over, and nobody asks them to.
      event.stopPropagation()
      if (event.type === 'input') written()
      else if (event.type === 'selectionchange') onSelection()
    }
    // Where it is an event of the whole page.
    document.addEventListener('selectionchange', onSelection)
    for (const name of INPUT) addEventListener(name, onInput, true)
    field.addEventListener('scroll', onScroll)
    field.addEventListener('beforeinput', onBefore)
    field.addEventListener('keydown', onKey)
    field.addEventListener('compositionstart', onComposition)
    field.addEventListener('compositionend', onComposition)
    return () => {
      settle()
      callOff.current?.()
      cancelAnimationFrame(frame)
      document.removeEventListener('selectionchange', onSelection)
      for (const name of INPUT) removeEventListener(name, onInput, true)
      field.removeEventListener('scroll', onScroll)
      field.removeEventListener('beforeinput', onBefore)
      field.removeEventListener('keydown', onKey)
      field.removeEventListener('compositionstart', onComposition)
      field.removeEventListener('compositionend', onComposition)
    }
  }, [])

  return {
    ref,
    stand() {
      const field = ref.current
      // A composition that is cut off by the window's end is a change like any other.
      const at =
        now.current && field && field.value !== now.current.text
          ? afterChange(now.current, field, changed.current)
          : now.current
      return at ? spelled(at) : {}
    },
    settle
  }
}

/** Milliseconds, at most: letters that come as fast as they can be drawn leave no time between them. */
const TOLD_AFTER = 250

/** What comes of one letter in a field. */
const INPUT = ['keydown', 'keypress', 'textInput', 'input', 'selectionchange', 'keyup'] as const

/** What leads to a command, and what comes after one, are heard by nobody. */
function isOurs(event: KeyboardEvent): boolean {
  return event.type === 'keyup' || MODIFIERS.includes(event.key) || writes(event)
}

const MODIFIERS = ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph']

/** A letter and no command, also one with AltGr; Enter is none. */
function writes({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return [...key].length === 1 && !metaKey && ctrlKey === altKey
}

function afterChange<S extends Stand & { readonly text: string }>(
  before: S,
  field: HTMLTextAreaElement,
  when: number
): S {
  const { value: text, selectionStart, selectionEnd, scrollTop } = field
  const after: Written = { text, selection: [selectionStart, selectionEnd] }
  return { ...before, ...after, scroll: scrollTop, history: recorded(before.history, before, after, when) }
}

/** What is typed from here on is a step of its own. */
function paused({ done, undone: away }: History): History {
  return { done, undone: away }
}

function put(field: HTMLTextAreaElement, { text, selection }: Written): void {
  turn(field, text)
  field.value = text
  field.setSelectionRange(...selection)
}

function turn(field: HTMLTextAreaElement, text: string): void {
  const dir = fieldDirection(text)
  if (field.dir !== dir) field.dir = dir
}

/** Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y, on a Mac with the command key and without Y; by the place of the key. */
function wayOf(event: KeyboardEvent): typeof undone | undefined {
  if (event.altKey || !(isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey)) return undefined
  if (event.code === 'KeyZ') return event.shiftKey ? redone : undone
  return event.code === 'KeyY' && !isMac && !event.shiftKey ? redone : undefined
}
