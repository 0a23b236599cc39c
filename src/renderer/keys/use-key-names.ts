import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
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
  const layout = useLayout()
  const name = useCallback((chord: Chord) => namesOf(chord, layout), [layout])
  const all = (id: CommandId) => chordsOf(id).map(name)
  return { of: (id) => all(id)[0], all, name, singles }
}

function useLayout(): ReadonlyMap<string, string> {
  const [layout, setLayout] = useState<ReadonlyMap<string, string>>(UNKNOWN)
  useEffect(() => {
    let current = true
    keyboard()
      ?.getLayoutMap()
      .then((map) => current && setLayout(new Map(map)))
      .catch(() => undefined)
    return () => {
      current = false
    }
  }, [])
  return layout
}

const UNKNOWN: ReadonlyMap<string, string> = new Map()

/** Chromium alone has it, and TypeScript does not know it. */
type Keyboard = { getLayoutMap(): Promise<ReadonlyMap<string, string>> }

function keyboard(): Keyboard | undefined {
  return (navigator as Navigator & { readonly keyboard?: Keyboard }).keyboard
}
