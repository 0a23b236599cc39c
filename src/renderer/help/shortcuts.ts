import { MOD } from '../task/use-task-keys.ts'
import type { WordKey } from '../words/words.tsx'

/** One way to do something with keys: `keys` are pressed together, and each of `or` does one of what the words list. */
export type Shortcut = {
  readonly words: WordKey
  readonly keys: readonly string[]
  readonly or?: readonly (readonly string[])[]
}

export type Section = { readonly title: WordKey; readonly shortcuts: readonly Shortcut[] }

/** Every key of the app but those of the system. @param nameOf what stands on a key of this keyboard. */
export function sections(nameOf: (code: string) => string): readonly Section[] {
  const letter = (code: string) => nameOf(code).replace(/^Key/, '')
  const one = (words: WordKey, ...keys: readonly string[]): Shortcut => ({ words, keys })
  return [
    {
      title: 'keys-everywhere',
      shortcuts: [
        { words: 'keys-help', keys: ['F1'], or: [['?']] },
        { words: 'keys-walk', keys: ['Tab'], or: [['Shift', 'Tab']] },
        one('keys-back', 'Esc')
      ]
    },
    {
      title: 'keys-task',
      shortcuts: [
        one('task-finish', MOD, 'Enter'),
        one('task-skip', MOD, 'Shift', 'S'),
        one('task-report', MOD, 'Shift', 'F'),
        one('keys-undo', MOD, 'Z'),
        one('keys-save', MOD, 'S'),
        { words: 'keys-beside', keys: [MOD, 'PageDown'], or: [[MOD, 'PageUp']] }
      ]
    },
    {
      title: 'keys-write',
      shortcuts: [one('keys-undo-word', MOD, 'Z'), one('keys-redo-word', MOD, 'Shift', 'Z')]
    },
    {
      title: 'keys-rank',
      shortcuts: [
        { words: 'rank-keys-place', keys: ['1'], or: [['9']] },
        { words: 'rank-keys-move', keys: [nameOf('BracketLeft')], or: [[nameOf('BracketRight')]] },
        one('rank-keys-tie', nameOf('Equal')),
        one('rank-keys-top', 'Home'),
        one('rank-keys-out', letter('KeyU')),
        one('rank-keys-good', letter('KeyG')),
        { words: 'rank-keys-focus', keys: ['←'], or: [['→']] }
      ]
    },
    {
      title: 'keys-judge',
      shortcuts: [
        { words: 'judge-keys-flag', keys: [letter('KeyN')], or: [[letter('KeyY')]] },
        { words: 'judge-keys-scale', keys: ['1'], or: [['5']] },
        one('judge-keys-unsure', letter('KeyU')),
        { words: 'judge-keys-walk', keys: [letter('KeyJ')], or: [[letter('KeyK')]] },
        one('judge-keys-clear', 'Backspace'),
        one('judge-rest', 'Shift', '0')
      ]
    },
    { title: 'nav-work', shortcuts: [one('keys-change', letter('KeyE'))] }
  ]
}
