import type { Passage } from '../../../core/fact/evidence.ts'
import { type AskedLabel, FLAG_LABELS, labelsOf } from '../../../core/fact/kinds.ts'
import { bindingsNow, commandOf } from '../../keys/bindings.ts'
import { chordOf, type Pressed } from '../../keys/chord.ts'
import type { WordKey } from '../../words/words.tsx'
import type { Given } from '../task-work.ts'

/** What was answered; a label that is absent was not. */
export type Labels = Readonly<Record<string, number | typeof UNSURE>>
/** The answer of whoever cannot tell. */
export const UNSURE = 'unsure'
export type Row = {
  readonly label: string
  readonly is: 'flag' | 'scale'
  readonly name: WordKey
  readonly question: WordKey
  readonly meaning: WordKey
  /** Borderline: what is just not so, or little so, and what just is, or fairly. */
  readonly below: WordKey
  readonly above: WordKey
}

/** The labels of a review in the order they are asked: flags first. */
export function rowsOf(kind: string): readonly Row[] {
  return labelsOf(kind).map((label) => ({ label, is: isFlag(label) ? 'flag' : 'scale', ...wordsOf(label) }))
}

function isFlag(label: string): boolean {
  return FLAG_LABELS.some((flag) => flag === label)
}

/** What a choice is called in the list of a row: No and Yes, or 1 to 5; or that one cannot tell. */
export function choiceOf({ is }: Row, value: Labels[string] | undefined): string | undefined {
  if (value === undefined || value === UNSURE) return value
  return is === 'flag' ? (value === 0 ? 'no' : 'yes') : String(value * 4 + 1)
}

function valueFor({ is }: Row, choice: string): Labels[string] {
  if (choice === UNSURE) return UNSURE
  return is === 'flag' ? (choice === 'yes' ? 1 : 0) : (Number(choice) - 1) / 4
}

/** Takes the answer back when `choice` is undefined. */
export function answered(labels: Labels, row: Row, choice: string | undefined): Labels {
  const { [row.label]: _, ...rest } = labels
  return choice === undefined ? rest : { ...rest, [row.label]: valueFor(row, choice) }
}

/** Each flag that was not answered yet is No. */
export function restIsNo(labels: Labels, rows: readonly Row[]): Labels {
  const open = rows.filter(({ is, label }) => is === 'flag' && labels[label] === undefined)
  return { ...labels, ...Object.fromEntries(open.map(({ label }) => [label, 0])) }
}

/** Where to go on: the first that is open. Spam, which must be answered, is the very first. */
export function firstOpen(labels: Labels, rows: readonly Row[]): Row | undefined {
  return rows.find(({ label }) => labels[label] === undefined) ?? rows[0]
}

/** What a draft or an item holds in `labels` and `unsure`, as far as it is a label of these rows. */
export function labelsIn({ labels, unsure }: Given, rows: readonly Row[]): Labels {
  const values: Readonly<Record<string, unknown>> = typeof labels === 'object' && labels !== null ? { ...labels } : {}
  const unsureOf = Array.isArray(unsure) ? unsure : []
  return Object.fromEntries(
    rows.flatMap(({ label }): [string, Labels[string]][] => {
      const value = values[label]
      if (typeof value === 'number') return [[label, value]]
      return unsureOf.includes(label) ? [[label, UNSURE]] : []
    })
  )
}

/** The same as an answer spells it. */
export function spelled(answers: Labels, evidence: readonly Passage[] = []): Given {
  const entries = Object.entries(answers)
  const unsure = entries.flatMap(([label, value]) => (value === UNSURE ? [label] : []))
  const labels = Object.fromEntries(entries.filter(([, value]) => value !== UNSURE))
  return { labels, ...(unsure.length > 0 && { unsure }), ...(evidence.length > 0 && { evidence }) }
}

/**
 * What a key does to the row that has the focus; undefined: nothing. 1 to 5 by where they lie answer a scale, for every
 * keyboard; the rest is on the keys of the person (keys/commands.ts).
 */
export function deedOf(pressed: Pressed, row: Row): Deed | undefined {
  const scale = /^Digit([1-5])$/.exec(chordOf(pressed) ?? '')?.[1]
  if (scale !== undefined && row.is === 'scale' && bindingsNow().singles) return { is: 'answer', choice: scale }
  switch (commandOf(pressed, 'judge')) {
    case 'down':
      return { is: 'walk', by: 1 }
    case 'up':
      return { is: 'walk', by: -1 }
    case 'unsure':
      return { is: 'answer', choice: UNSURE }
    case 'clear':
      return { is: 'answer' }
    case 'rest':
      return { is: 'rest' }
    case 'mark':
      return row.is === 'flag' ? { is: 'mark' } : undefined
    case 'yes':
      return row.is === 'flag' ? { is: 'answer', choice: 'yes' } : undefined
    case 'no':
      return row.is === 'flag' ? { is: 'answer', choice: 'no' } : undefined
    default:
      return undefined
  }
}
export type Deed =
  | { readonly is: 'answer'; readonly choice?: string }
  | { readonly is: 'walk'; readonly by: 1 | -1 }
  | { readonly is: 'rest' | 'mark' }

type Dashed<S extends string> = S extends `${infer Head}_${infer Rest}` ? `${Head}-${Dashed<Rest>}` : S

/** The keys of its words: its name with dashes. A label without words is a type error. */
function wordsOf(label: AskedLabel) {
  const key: `judge-${Dashed<AskedLabel>}` = `judge-${label.replaceAll('_', '-') as Dashed<AskedLabel>}`
  return {
    name: key,
    question: `${key}-question`,
    meaning: `${key}-meaning`,
    below: `${key}-below`,
    above: `${key}-above`
  } as const
}
