import * as v from 'valibot'
import { checkFact } from '../core/fact/check.ts'
import { passagesIn } from '../core/fact/evidence.ts'
import { type Content, type DeviceKey, makeFact } from '../core/fact/fact.ts'
import { isBallot, isReview, isWriting } from '../core/fact/kinds.ts'
import type { Places } from '../core/fact/places.ts'
import { BadAnswer, NotHere } from './errors.ts'
import type { ItemRow, TaskRow } from './store/store.ts'
import { splitText, whole } from './texts.ts'

/** What a volunteer gives to a task; which fields depends on its kind. `skip` fits every kind. */
const AnswerShape = v.strictObject({
  task: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}\/\d+$/, 'is not a task of `tasks --json`')),
  text: v.optional(v.string()),
  lang: v.optional(v.string()),
  labels: v.optional(v.record(v.string(), v.number())),
  /** Labels of which the person cannot tell. */
  unsure: v.optional(v.array(v.string())),
  /** Passages of the text that is judged that show why flags are set (core/fact/evidence.ts). */
  evidence: v.optional(v.array(v.strictObject({ label: v.string(), start: v.number(), end: v.number() }))),
  /** Positions in the candidates as shown, best first; those that tie are a list in the list, others may be left out. */
  order: v.optional(v.array(v.union([v.number(), v.array(v.number())]))),
  /** How many of the best are good enough. */
  good: v.optional(v.number()),
  not_rankable: v.optional(v.boolean()),
  skip: v.optional(v.string()),
  /** Active seconds. */
  took: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)))
})
export type Answer = v.InferOutput<typeof AnswerShape>

/** @throws {BadAnswer} naming the field at fault. */
export function readAnswer(value: unknown): Answer {
  const parsed = v.safeParse(AnswerShape, value)
  if (!parsed.success) throw new BadAnswer(v.getDotPath(parsed.issues[0]) ?? 'answer', parsed.issues[0].message)
  return parsed.output
}

/** The place that `answer.task` names. @throws {NotHere} */
export function taskNamed(answer: Answer): readonly [batch: string, place: number] {
  const [batch, place] = answer.task.split('/')
  if (batch === undefined || place === undefined) throw new NotHere('no-task', answer.task)
  return [batch, Number(place)]
}

/**
 * The finished item that an answer makes: pieces of a long text first, then the contribution.
 *
 * @param at milliseconds since 1970.
 * @param salt 12 random bytes at each call.
 * @throws {BadAnswer} if the answer does not fit the task.
 */
export function makeItem(
  answer: Answer,
  task: TaskRow,
  device: DeviceKey,
  at: number,
  order: number,
  salt: () => Uint8Array
): ItemRow {
  const head = { v: 1, task: [task.batch, task.place], saved: Math.floor(at / 1000), took: answer.took ?? 0 }
  const contents = contentsOf(answer, task, device, head, salt)
  const main = contents.at(-1) as Content
  const fact = makeFact(device, main)
  const checked = checkFact(fact)
  // What a fact calls the reason, an answer calls skip.
  if (checked.is === 'malformed')
    throw new BadAnswer(checked.field === 'reason' ? 'skip' : checked.field, checked.problem)
  return { id: fact.id, device, saved: at, order, contents, task: [task.batch, task.place] }
}

type Head = { v: number; task: unknown[]; saved: number; took: number }

function contentsOf(answer: Answer, task: TaskRow, device: DeviceKey, head: Head, salt: () => Uint8Array): Content[] {
  if (answer.skip !== undefined) return [{ kind: 'skip', ...head, reason: answer.skip }]
  if (isWriting(task.kind)) {
    const text = whole(required(answer.text, 'text'))
    return splitText(device, text, salt, { kind: task.kind, ...head, lang: answer.lang ?? task.lang })
  }
  if (isReview(task.kind)) return [reviewOf(answer, task, head)]
  if (isBallot(task.kind)) return [ballotOf(answer, task, head)]
  throw new BadAnswer('task', `is of the kind ${task.kind}, which this version cannot answer`)
}

function reviewOf(answer: Answer, { kind, thread }: TaskRow, head: Head): Content {
  const { unsure = [], evidence = [] } = answer
  const labels = unsure.length > 0 ? (answer.labels ?? {}) : required(answer.labels, 'labels')
  if (passagesIn(thread.at(-1)?.text ?? null, evidence).length < evidence.length)
    throw new BadAnswer('evidence', 'ends beyond the text that is judged')
  return { kind, ...head, labels, ...(unsure.length > 0 && { unsure }), ...(evidence.length > 0 && { evidence }) }
}

function ballotOf(answer: Answer, { kind, candidates }: TaskRow, head: Head): Content {
  const { good, not_rankable = false } = answer
  const order = required(answer.order, 'order')
  const named = order.flat()
  const count = candidates.length
  const isShown = (position: number) => Number.isInteger(position) && position >= 0 && position < count
  if (!named.every(isShown) || new Set(named).size !== named.length)
    throw new BadAnswer('order', `is no order of the ${count} replies shown (of 0 to ${count - 1} each at most once)`)
  if (named.length < 2 && !not_rankable) throw new BadAnswer('order', 'compares no two replies; skip the task instead')
  if (good !== undefined && !endsOfPlaces(order).includes(good))
    throw new BadAnswer('good', 'does not count the best places of the order, from 0 to all that it names')
  return { kind, ...head, order, ...(good !== undefined && { good }), ...(not_rankable && { not_rankable }) }
}

/** How many the first places hold together: none, one place, two places… A number between would cut a tie. */
function endsOfPlaces(order: Places<number>): number[] {
  return [0, ...order.map((_, at) => order.slice(0, at + 1).flat().length)]
}

function required<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new BadAnswer(field, 'is missing')
  return value
}
