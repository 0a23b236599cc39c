import { useCallback, useSyncExternalStore } from 'react'
import { bindingsNow, chordsOf, onBindings } from './bindings.ts'
import { type Chord, namesOf } from './chord.ts'
import type { CommandId } from './commands.ts'

export type KeyNames = {
  /** What stands on the keys that do it, one name each; undefined: no key does. */
  of(id: CommandId): readonly string[] | undefined
  /** Each way to do it. */
  all(id: CommandId): readonly (readonly string[])[]
  /** What stands on these keys, whatever they do. */
  name(chord: Chord): readonly string[]
  /** Keys that write do something by themselves. */
  readonly singles: boolean
}

/** The keys as they are now, with what stands on them on the person's keyboard as far as the browser tells. */
export function useKeyNames(): KeyNames {
  const { singles } = useSyncExternalStore(onBindings, bindingsNow)
  const layout = useSyncExternalStore(onLayout, layoutNow)
  const name = useCallback((chord: Chord) => namesOf(chord, layout), [layout])
  const all = (id: CommandId) => chordsOf(id).map(name)
  return { of: (id) => all(id)[0], all, name, singles }
}

/** What stands on the keys, as far as it was told. */
let layout: ReadonlyMap<string, string> = new Map()
const heard = new Set<() => void>()

function layoutNow(): ReadonlyMap<string, string> {
  return layout
}

let isAsked = false

function onLayout(then: () => void): () => void {
  if (!isAsked) {
    isAsked = true
    ask()
    addEventListener('focus', ask)
  }
  heard.add(then)
  return () => heard.delete(then)
}

/** Asked once, and again by whoever comes back: the keyboard may be another one. */
function ask(): void {
  keyboard()
    ?.getLayoutMap()
    .then((found) => {
      if ([...found].every(([code, name]) => layout.get(code) === name)) return
      layout = new Map(found)
      for (const then of heard) then()
    })
    .catch(() => undefined)
}

/** Chromium alone has it, and TypeScript does not know it. */
type Keyboard = { getLayoutMap(): Promise<ReadonlyMap<string, string>> }

function keyboard(): Keyboard | undefined {
  return (navigator as Navigator & { readonly keyboard?: Keyboard }).keyboard
}
