import type { MessageId } from '../core/fact/fact.ts'
import { isBallot, isReview, isWriting, labelsOf, type TaskKind } from '../core/fact/kinds.ts'
import type { Places } from '../core/fact/places.ts'
import type { Rules } from '../core/rules.ts'
import type { PeopleModel } from './people-model.ts'
import type { Person } from './person.ts'
import { isFlag, markOf, type Truth, type Truths } from './truth.ts'

/** A task as a person has it before them; candidates in the order shown. */
export type Lent = {
  readonly kind: TaskKind
  readonly target?: MessageId
  readonly candidates: readonly MessageId[]
  readonly lang: string
  /** Whether all labels are asked for, and not the few that decide. */
  readonly full: boolean
}

export type Answer = {
  /** What the fact says besides its task and times; `skip` is a kind of its own. */
  readonly kind: string
  readonly fields: { readonly [field: string]: unknown }
  readonly minutes: number
}

/** Reading a task before it is turned down. */
const SKIP_MINUTES = 0.3
/** All replies seem this bad: then nobody can rank them. In standard deviations. */
const HOPELESS = -1.5

/** What a person makes of a task; for writing, `truth` is what they are about to write. */
export function answerOf(person: Person, task: Lent, truths: Truths, model: PeopleModel, rules: Rules): Answer {
  const { act } = person.streams
  if (act.happens(model.skips) && task.target !== undefined) {
    const minutes = SKIP_MINUTES * person.pace
    return { kind: 'skip', fields: { reason: 'I would rather do another' }, minutes }
  }
  const jitter = person.pace * (0.5 + act.next())
  const mean = model.minutes[task.kind as keyof PeopleModel['minutes']]
  if (isWriting(task.kind)) return { kind: task.kind, fields: { lang: task.lang }, minutes: mean * jitter }
  if (isBallot(task.kind)) {
    const seen = task.candidates.map((id) => truths.get(id))
    // The minutes are those of two replies; each further one takes half as long again.
    const length = 1 + 0.5 * Math.max(0, task.candidates.length - 2)
    return { kind: task.kind, fields: ballotOf(person, seen, model, rules), minutes: mean * length * jitter }
  }
  if (!isReview(task.kind) || task.target === undefined) throw new TypeError(`nobody here does ${task.kind}`)
  const { full } = task
  const fields = reviewOf(person, task.kind, full, truths.get(task.target), model, rules)
  return { kind: task.kind, fields, minutes: mean * (full ? 1 : 0.5) * jitter }
}

/**
 * Open-Assistant's website sends a label that was not answered as 0 and knows no "cannot tell" (open-assistant.md 3);
 * with ours it is absent, or named as unsure.
 */
function reviewOf(
  { careless, noise, streams }: Person,
  kind: string,
  full: boolean,
  truth: Truth | undefined,
  model: PeopleModel,
  { profile }: Rules
) {
  const { judge } = streams
  const few = kind === 'label_initial_prompt' ? FEW.slice(0, 2) : FEW
  const labels: Record<string, number> = {}
  const unsure: string[] = []
  for (const label of full ? labelsOf(kind) : labelsOf(kind).filter((each) => few.includes(each))) {
    const [leaves, cannotTell, seen] = [judge.happens(model.unanswered), judge.happens(model.not_sure), judge.normal()]
    const any = judge.next()
    if (careless === 'untouched') labels[label] = 0
    else if (careless === 'random') labels[label] = isFlag(label) ? Math.floor(any * 2) : Math.floor(any * 5) / 4
    else if (cannotTell && profile === 'understory') unsure.push(label)
    else if (label !== 'spam' && (leaves || cannotTell)) {
      if (profile === 'open-assistant') labels[label] = 0
    } else labels[label] = marked(label, (truth?.latent[label] ?? 0) + noise * seen)
  }
  return { labels, ...(unsure.length > 0 && { unsure }) }
}

/** Asked of every message; quality of replies alone. */
const FEW: readonly string[] = ['spam', 'lang_mismatch', 'quality']

/** Of the five buttons of a scale the nearest one. */
function marked(label: string, latent: number): number {
  return isFlag(label) ? markOf(label, latent) : Math.round(markOf(label, latent) * 4) / 4
}

function ballotOf(
  { careless, noise, streams }: Person,
  shown: readonly (Truth | undefined)[],
  model: PeopleModel,
  { profile }: Rules
) {
  const { judge } = streams
  const asShown = shown.map((_, at) => at)
  const seen = shown.map((truth) => ({ quality: (truth?.quality ?? 0) + noise * judge.normal(), any: judge.next() }))
  const quality = (at: number) => seen[at]?.quality ?? 0
  const leftOut = judge.happens(model.leaves_out) && shown.length > 2 ? judge.below(shown.length) : -1
  if (careless === 'untouched') return { order: asShown }
  if (careless === 'random') return { order: asShown.toSorted((a, b) => (seen[a]?.any ?? 0) - (seen[b]?.any ?? 0)) }
  const order = asShown.toSorted((a, b) => quality(b) - quality(a))
  const hopeless = order.every((at) => quality(at) < HOPELESS)
  // There one ticks a box and leaves the order as it is (open-assistant.md 1.3).
  if (hopeless) return { order: profile === 'understory' ? [] : asShown, not_rankable: true }
  if (profile === 'open-assistant') return { order }
  const named = order.filter((at) => at !== leftOut)
  return { order: tied(named, quality, model.ties), good: order.filter((at) => quality(at) > 0).length }
}

/** Neighbours that seem closer than `near` share a place. */
function tied(order: readonly number[], quality: (at: number) => number, near: number): Places<number> {
  const places: number[][] = []
  for (const at of order) {
    const last = places.at(-1)?.at(-1)
    if (last !== undefined && quality(last) - quality(at) < near) places.at(-1)?.push(at)
    else places.push([at])
  }
  return places.map((place) => (place.length === 1 ? (place[0] as number) : place))
}
