import { FLAG_LABELS, labelsOf } from '../../core/fact/kinds.ts'
import { bindingsNow, commandOf } from '../keys/bindings.ts'
import { chordOf, type Pressed } from '../keys/chord.ts'
import type { CommandId } from '../keys/commands.ts'
import { type Labels, UNSURE } from '../task/judge/labels.ts'

/** A whole answer to a judging task in one word. */
export type Verdict =
  /** Nothing is wrong with it; `good`: how good it is overall, from 1 to 5. */
  | { readonly is: 'fine'; readonly good?: number }
  | { readonly is: 'spam' }
  /** It is no spam, and this one flag is set. */
  | { readonly is: 'flag'; readonly flag: string }
  | { readonly is: 'unsure' }

/**
 * What a verdict says of the labels of this kind, and no more: Fine has looked at every flag, Spam and Not sure at spam
 * alone, a flag at spam and itself. All others stay unanswered.
 */
export function labelsFor(verdict: Verdict, kind: string): Labels {
  if (verdict.is === 'spam') return { spam: 1 }
  if (verdict.is === 'unsure') return { spam: UNSURE }
  if (verdict.is === 'flag') return { spam: 0, [verdict.flag]: 1 }
  const none = Object.fromEntries(['spam', ...otherFlags(kind)].map((flag) => [flag, 0]))
  return verdict.good === undefined ? none : { ...none, quality: (verdict.good - 1) / 4 }
}

/** The flags that are asked of this kind, without spam, which has a key of its own. */
export function otherFlags(kind: string): readonly string[] {
  return labelsOf(kind).filter((label) => label !== 'spam' && FLAG_LABELS.some((flag) => flag === label))
}

/** What a key does to the card. */
export type Deed =
  | { readonly is: 'give'; readonly verdict: Verdict }
  | { readonly is: 'flags' | 'skip' | 'all' | 'undo' }

/** Digits by where they lie; the rest is on the keys of the person (keys/commands.ts). */
export function deedOf(pressed: Pressed): Deed | undefined {
  const good = /^Digit([1-5])$/.exec(chordOf(pressed) ?? '')?.[1]
  if (good !== undefined && bindingsNow().singles) return { is: 'give', verdict: { is: 'fine', good: Number(good) } }
  const command = commandOf(pressed, 'triage')
  return command && DEEDS[command]
}

const DEEDS: Readonly<Partial<Record<CommandId, Deed>>> = {
  'card-fine': { is: 'give', verdict: { is: 'fine' } },
  'card-spam': { is: 'give', verdict: { is: 'spam' } },
  'card-unsure': { is: 'give', verdict: { is: 'unsure' } },
  'card-flag': { is: 'flags' },
  'card-skip': { is: 'skip' },
  'card-all': { is: 'all' },
  'card-undo': { is: 'undo' }
}
