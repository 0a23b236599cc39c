import { chordsOf } from '../keys/bindings.ts'
import type { Chord } from '../keys/chord.ts'
import { COMMAND_IDS, COMMANDS, type Scope } from '../keys/commands.ts'
import { FIXED } from '../keys/refusal.ts'
import type { WordKey } from '../words/words.tsx'

/** Something that keys do; each of them does it, or one of what the words list. */
export type Shortcut = { readonly words: WordKey; readonly keys: readonly Chord[] }
export type Section = { readonly title: WordKey; readonly shortcuts: readonly Shortcut[] }

/** What each place is called. */
export const PLACE_WORDS: Readonly<Record<Scope | 'write', WordKey>> = {
  ...{ everywhere: 'keys-everywhere', task: 'keys-task', write: 'keys-write' },
  ...{ rank: 'keys-rank', judge: 'keys-judge', triage: 'triage-title', work: 'nav-work' }
}
const PLACES = Object.keys(PLACE_WORDS) as (keyof typeof PLACE_WORDS)[]

/** Every key of the app but those of the system, as they are now, by where they work. */
export function sections(): readonly Section[] {
  return PLACES.map((place) => ({
    title: PLACE_WORDS[place],
    shortcuts: [
      ...COMMAND_IDS.filter((id) => COMMANDS[id].in === place).map((id) => ({
        words: COMMANDS[id].words,
        keys: chordsOf(id)
      })),
      ...FIXED.filter((fixed) => fixed.in === place)
    ].filter(({ keys }) => keys.length > 0)
  }))
}
