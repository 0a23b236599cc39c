import type { WordKey } from '../words/words.tsx'
import { type Chord, isForText } from './chord.ts'

/** Where a key works. What works everywhere works also in the other places. */
export const SCOPES = ['everywhere', 'task', 'rank', 'judge', 'triage', 'work'] as const
export type Scope = (typeof SCOPES)[number]

export type Command = {
  readonly words: WordKey
  readonly in: Scope
  /** The keys at first; each of them does it. */
  readonly keys: readonly Chord[]
}

/** Everything that a key does and that can be put on another one. */
export const COMMANDS = {
  help: { words: 'keys-help', in: 'everywhere', keys: ['F1', '?'] },
  palette: { words: 'palette-open', in: 'everywhere', keys: ['Mod+k'] },
  settings: { words: 'nav-settings', in: 'everywhere', keys: ['Mod+Comma'] },
  sync: { words: 'home-sync', in: 'everywhere', keys: ['Mod+Shift+y'] },
  finish: { words: 'task-finish', in: 'task', keys: ['Mod+Enter'] },
  skip: { words: 'task-skip', in: 'task', keys: ['Mod+Shift+s'] },
  report: { words: 'task-report', in: 'task', keys: ['Mod+Shift+f'] },
  undo: { words: 'keys-undo', in: 'task', keys: ['Mod+z'] },
  save: { words: 'keys-save', in: 'task', keys: ['Mod+s'] },
  next: { words: 'keys-next', in: 'task', keys: ['Mod+PageDown'] },
  previous: { words: 'keys-previous', in: 'task', keys: ['Mod+PageUp'] },
  earlier: { words: 'rank-earlier', in: 'rank', keys: ['BracketLeft'] },
  later: { words: 'rank-later', in: 'rank', keys: ['BracketRight'] },
  tie: { words: 'rank-keys-tie', in: 'rank', keys: ['Equal'] },
  top: { words: 'rank-keys-top', in: 'rank', keys: ['Home'] },
  'leave-out': { words: 'rank-keys-out', in: 'rank', keys: ['u'] },
  good: { words: 'rank-keys-good', in: 'rank', keys: ['g'] },
  no: { words: 'keys-no', in: 'judge', keys: ['n'] },
  yes: { words: 'keys-yes', in: 'judge', keys: ['y'] },
  unsure: { words: 'judge-keys-unsure', in: 'judge', keys: ['u'] },
  down: { words: 'keys-down', in: 'judge', keys: ['j'] },
  up: { words: 'keys-up', in: 'judge', keys: ['k'] },
  clear: { words: 'judge-keys-clear', in: 'judge', keys: ['Backspace', 'Delete'] },
  mark: { words: 'judge-mark', in: 'judge', keys: ['m'] },
  rest: { words: 'judge-rest', in: 'judge', keys: ['Shift+Digit0'] },
  'card-fine': { words: 'triage-fine', in: 'triage', keys: ['f'] },
  'card-spam': { words: 'judge-spam', in: 'triage', keys: ['x'] },
  'card-flag': { words: 'triage-flag', in: 'triage', keys: ['w'] },
  'card-unsure': { words: 'judge-unsure', in: 'triage', keys: ['u'] },
  'card-skip': { words: 'task-skip', in: 'triage', keys: ['s'] },
  'card-all': { words: 'triage-all', in: 'triage', keys: ['a'] },
  'card-undo': { words: 'keys-undo', in: 'triage', keys: ['z', 'Mod+z'] },
  change: { words: 'keys-change', in: 'work', keys: ['e'] }
} as const satisfies Readonly<Record<string, Command>>

export type CommandId = keyof typeof COMMANDS
export const COMMAND_IDS = Object.keys(COMMANDS) as CommandId[]

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
