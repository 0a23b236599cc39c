import type { WordKey } from '../words/words.tsx'
import type { Chord } from './chord.ts'

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
