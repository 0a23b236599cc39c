import * as v from 'valibot'
import { problemOfParameters } from '../rules.ts'
import type { Fact } from './fact.ts'
import { isFlag, isLabel, labelsOf } from './kinds.ts'
import { type Shaped, type ShapeName, Shapes, shapeNameOf } from './shapes.ts'

/** A fact of one known kind, its content checked. */
export type Known<N extends ShapeName> = Omit<Fact, 'content'> & { readonly content: Shaped<N> }
export type KnownFact = { [N in ShapeName]: Known<N> & { readonly is: N } }[ShapeName]

/** `unknown`: of a kind or version that this code does not know, to be carried along (I5). */
export type Checked = { is: 'unknown' } | { is: 'malformed'; field: string; problem: string } | KnownFact

/**
 * [FA2] What a fact is, by its content alone. A malformed fact stays stored and is returned to its author;
 * nobody but this function decides so, so every holder of the fact decides alike.
 */
export function checkFact(fact: Fact): Checked {
  const known = CHECKED.get(fact) ?? check(fact)
  CHECKED.set(fact, known)
  return known
}

/** A tree asks it of the same facts whenever one more arrives; facts never change. */
const CHECKED = new WeakMap<Fact, Checked>()

function check(fact: Fact): Checked {
  const name = shapeNameOf(fact.content.kind)
  if (name === undefined || fact.content.v !== 1) return { is: 'unknown' }
  const parsed = v.safeParse(Shapes[name] as v.GenericSchema, fact.content)
  if (!parsed.success) {
    const issue = parsed.issues[0]
    return { is: 'malformed', field: v.getDotPath(issue) ?? 'content', problem: issue.message }
  }
  const known = { ...fact, is: name } as unknown as KnownFact
  return problemOf(known) ?? known
}

function problemOf(fact: KnownFact): Checked | undefined {
  if (fact.is === 'review') {
    const { labels, unsure = [], evidence = [] } = fact.content
    const allowed: readonly string[] = labelsOf(fact.content.kind)
    const foreign = [...Object.keys(labels), ...unsure].find((label) => !allowed.includes(label))
    if (foreign !== undefined)
      return { is: 'malformed', field: `labels.${foreign}`, problem: 'is no label of this kind' }
    const both = unsure.find((label) => Object.hasOwn(labels, label))
    if (both !== undefined)
      return { is: 'malformed', field: `labels.${both}`, problem: 'is answered, and unsure as well' }
    if (labels.spam === undefined && !unsure.includes('spam'))
      return { is: 'malformed', field: 'labels.spam', problem: 'is missing, and every review must answer it' }
    const unset = evidence.find(({ label }) => !isFlag(label) || (labels[label] ?? 0) === 0)
    if (unset !== undefined)
      return { is: 'malformed', field: `evidence.${unset.label}`, problem: 'is no flag that this review sets' }
  }
  if (fact.is === 'label' || fact.is === 'report') {
    const foreign = Object.keys(fact.content.labels ?? {}).find((label) => !isLabel(label))
    if (foreign !== undefined) return { is: 'malformed', field: `labels.${foreign}`, problem: 'is no label' }
  }
  if (fact.is === 'rules') {
    const [name, problem] = problemOfParameters(fact.content.parameters) ?? []
    if (name !== undefined && problem !== undefined) return { is: 'malformed', field: `parameters.${name}`, problem }
  }
  return problemOfText(fact)
}

/** A text that was erased is `sealed`; one that was never there is a fault. */
function problemOfText(fact: KnownFact): Checked | undefined {
  if (fact.is !== 'writing' && fact.is !== 'amend' && fact.is !== 'piece' && fact.is !== 'import_message')
    return undefined
  const { text, sealed, pieces = [] } = fact.content
  if (text === undefined && sealed === undefined) return { is: 'malformed', field: 'text', problem: 'is missing' }
  // An import keeps what its file says, blank or not.
  const mayBeBlank = fact.is === 'import_message' || fact.is === 'piece' || pieces.length > 0
  if (text?.trim() === '' && !mayBeBlank) return { is: 'malformed', field: 'text', problem: 'is blank' }
  return undefined
}

/** Facts of one kind, in the order given. */
export function ofKind<N extends ShapeName>(facts: readonly KnownFact[], name: N): (Known<N> & { is: N })[] {
  return facts.filter((fact): fact is Extract<KnownFact, { is: N }> => fact.is === name) as (Known<N> & { is: N })[]
}
