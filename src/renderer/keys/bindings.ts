import * as v from 'valibot'
import { recall, remember } from '../platform/remember.ts'
import { type Chord, chordOf, isSingle, type Pressed } from './chord.ts'
import { COMMAND_IDS, COMMANDS, type CommandId, type Scope } from './commands.ts'

/** What a person has changed: keys by command, and whether keys that write work by themselves. */
export type Bindings = {
  readonly singles: boolean
  readonly keys: Readonly<Partial<Record<CommandId, readonly Chord[]>>>
}

const UNCHANGED: Bindings = { singles: true, keys: {} }

const Shape = v.object({
  singles: v.boolean(),
  keys: v.record(v.string(), v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(4)))
})

let kept = ''
let now = UNCHANGED
/** What each key means by its scope and itself: asked with every letter somebody writes. Made anew when keys change. */
let meant: ReadonlyMap<string, CommandId> | undefined
const listeners = new Set<() => void>()

/** From now on the keys of this person count. @param name where `platform/remember.ts` keeps them. */
export function openBindings(name: string): void {
  kept = name
  tell(read(recall(name)))
}

export function bindingsNow(): Bindings {
  return now
}

export function onBindings(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The keys of a command as they are now; none: no key does it. */
export function chordsOf(id: CommandId): readonly Chord[] {
  return (now.keys[id] ?? COMMANDS[id].keys).filter((chord) => now.singles || !isSingle(chord))
}

/** What a key means there; undefined: nothing, or it cannot be known. */
export function commandOf(pressed: Pressed, scope: Scope): CommandId | undefined {
  const chord = chordOf(pressed)
  if (chord === undefined) return undefined
  meant ??= meanings()
  return meant.get(`${scope} ${chord}`)
}

/** The first command of those on the same key. */
function meanings(): ReadonlyMap<string, CommandId> {
  const keys = COMMAND_IDS.flatMap((id) => chordsOf(id).map((chord) => [`${COMMANDS[id].in} ${chord}`, id] as const))
  return new Map(keys.toReversed())
}

/** Puts a command on a key, and takes the key from the one that has it. */
export function bind(id: CommandId, chord: Chord, from?: CommandId): void {
  const left = from && { [from]: allOf(from).filter((each) => each !== chord) }
  change({ ...now, keys: { ...now.keys, ...left, [id]: [chord] } })
}

/** The keys at first again: of one command, or of all. */
export function unbind(id?: CommandId): void {
  const { [id as CommandId]: _, ...rest } = now.keys
  change({ ...now, keys: id === undefined ? {} : rest })
}

/** Whether keys that write do something by themselves. */
export function letSingles(work: boolean): void {
  change({ ...now, singles: work })
}

function allOf(id: CommandId): readonly Chord[] {
  return now.keys[id] ?? COMMANDS[id].keys
}

function change(next: Bindings): void {
  if (kept !== '') remember(kept, JSON.stringify(next))
  tell(next)
}

function tell(next: Bindings): void {
  now = next
  meant = undefined
  for (const listener of [...listeners]) listener()
}

/** What an older or newer version of the app has kept is no reason to fail. */
function read(text: string | undefined): Bindings {
  try {
    const { singles, keys } = v.parse(Shape, JSON.parse(text ?? ''))
    return { singles, keys: Object.fromEntries(Object.entries(keys).filter(([id]) => id in COMMANDS)) }
  } catch {
    return UNCHANGED
  }
}
