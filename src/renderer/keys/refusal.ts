import type { WordKey } from '../words/words.tsx'
import { type Chord, isForText } from './chord.ts'
import { COMMAND_IDS, COMMANDS, type CommandId, type Scope } from './commands.ts'

/** Keys that stay where they are, by where they work; `or` does one of what the words list. */
export const FIXED: readonly {
  readonly words: WordKey
  readonly in: Scope | 'write'
  readonly keys: readonly Chord[]
}[] = [
  { words: 'keys-walk', in: 'everywhere', keys: ['Tab', 'Shift+Tab'] },
  { words: 'keys-back', in: 'everywhere', keys: ['Escape'] },
  { words: 'keys-undo-word', in: 'write', keys: ['Mod+z'] },
  { words: 'keys-redo-word', in: 'write', keys: ['Mod+Shift+z'] },
  { words: 'rank-keys-place', in: 'rank', keys: ['Digit1', 'Digit9'] },
  { words: 'rank-keys-read', in: 'rank', keys: ['PageDown', 'PageUp'] },
  { words: 'rank-keys-focus', in: 'rank', keys: ['ArrowLeft', 'ArrowRight'] },
  { words: 'judge-keys-scale', in: 'judge', keys: ['Digit1', 'Digit5'] },
  { words: 'triage-good', in: 'triage', keys: ['Digit1', 'Digit5'] }
]

/** Whether both could be meant by one key. */
export function overlap(one: Scope, other: Scope): boolean {
  const wide: readonly Scope[] = ['everywhere', 'task']
  if (one === other || one === 'everywhere' || other === 'everywhere') return true
  // A ranking and a list of labels stand in a task; cards and My work do not.
  const stands = (scope: Scope) => scope !== 'work' && scope !== 'triage'
  return (wide.includes(one) || wide.includes(other)) && stands(one) && stands(other)
}

/**
 * Why a command cannot be on a key: something else is (`taken`), the key is needed by the browser, the system or the
 * screen (`reserved`), or it writes, where people write (`writes`).
 */
export type Refusal =
  | { readonly is: 'taken'; readonly by: CommandId }
  | { readonly is: 'reserved' }
  | { readonly is: 'writes' }

/** @param keysOf the keys of a command as they are now. */
export function refusal(id: CommandId, chord: Chord, keysOf: (id: CommandId) => readonly Chord[]): Refusal | undefined {
  const scope = COMMANDS[id].in
  const stays = FIXED.some((fixed) => fixed.in !== 'write' && overlap(scope, fixed.in) && fixed.keys.includes(chord))
  if (stays || RESERVED.includes(chord)) return { is: 'reserved' }
  // A range of digits is told by its ends.
  if (['rank', 'judge', 'triage'].includes(scope) && /^Digit[1-9]$/.test(chord)) return { is: 'reserved' }
  if ((scope === 'everywhere' || scope === 'task') && isForText(chord) && chord !== '?') return { is: 'writes' }
  const by = COMMAND_IDS.find(
    (other) => other !== id && overlap(scope, COMMANDS[other].in) && keysOf(other).includes(chord)
  )
  return by && { is: 'taken', by }
}

/** Keys that choose and lead on every screen, those of browsers, and those of input methods. */
const RESERVED: readonly Chord[] = [
  ...['Tab', 'Shift+Tab', 'Escape', 'Enter', ' ', 'Space', 'Shift+Space', 'Mod+Space'],
  ...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'F5', 'F6', 'F11', 'F12', 'ContextMenu'],
  ...['a', 'c', 'v', 'x', 'w', 't', 'n', 'q', 'r', 'l', 'p', 'f', 'Shift+z'].map((key) => `Mod+${key}`),
  ...['Shift+t', 'Shift+n', 'Shift+w', 'Shift+i', 'Shift+u', 'Tab', 'Shift+Tab', 'Backquote'].map(
    (key) => `Mod+${key}`
  ),
  ...['Digit0', 'Minus', 'Equal', 'Shift+Equal'].map((key) => `Mod+${key}`)
]
