import * as v from 'valibot'
import { utf8 } from '../core/bytes.ts'
import { checkFact } from '../core/fact/check.ts'
import { type Content, type DeviceKey, makeFact } from '../core/fact/fact.ts'
import { isBallot, isReview, isWriting } from '../core/fact/kinds.ts'
import { cutText, MAX_TEXT_BYTES, PIECE_BYTES } from '../core/fact/pieces.ts'
import { BadAnswer, NotHere } from './errors.ts'
import type { ItemRow, TaskRow } from './store/store.ts'

/** What a volunteer gives to a task; which fields depends on its kind. `skip` fits every kind. */
const AnswerShape = v.strictObject({
  task: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}\/\d+$/, 'is not a task of `tasks --json`')),
  text: v.optional(v.string()),
  lang: v.optional(v.string()),
  labels: v.optional(v.record(v.string(), v.number())),
  /** Positions in the candidates as shown, best first; those that tie are a list in the list. */
  order: v.optional(v.array(v.union([v.number(), v.array(v.number())]))),
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
    const text = required(answer.text, 'text')
    if (text.trim() === '') throw new BadAnswer('text', 'is blank')
    if (!text.isWellFormed()) throw new BadAnswer('text', 'has half a character (a lone surrogate)')
    if (utf8(text).byteLength > MAX_TEXT_BYTES) throw new BadAnswer('text', `is longer than ${MAX_TEXT_BYTES} bytes`)
    return splitText(device, text, salt, { kind: task.kind, ...head, lang: answer.lang ?? task.lang })
  }
  if (isReview(task.kind)) return [{ kind: task.kind, ...head, labels: required(answer.labels, 'labels') }]
  if (isBallot(task.kind)) {
    const order = required(answer.order, 'order')
    const named = order.flat()
    const count = task.candidates.length
    if (named.length !== count || !task.candidates.every((_, position) => named.includes(position)))
      throw new BadAnswer('order', `is no order of the ${count} replies shown (each of 0 to ${count - 1} once)`)
    return [{ kind: task.kind, ...head, order, ...(answer.not_rankable && { not_rankable: true }) }]
  }
  throw new BadAnswer('task', `is of the kind ${task.kind}, which this version cannot answer`)
}

/** An id of a piece within the contribution; it does not compress. */
const ID_BYTES = 34

/**
 * The contribution with its text; what is too long for one segment goes before it in pieces. Beside the ids of many the
 * last part has no room either, and is a piece as well.
 */
function splitText(device: DeviceKey, text: string, salt: () => Uint8Array, head: Content): Content[] {
  const parts = cutText(text, PIECE_BYTES)
  const last = parts.at(-1) ?? ''
  const fits = utf8(last).byteLength + ID_BYTES * (parts.length - 1) <= PIECE_BYTES
  const pieces = parts
    .slice(0, fits ? -1 : undefined)
    .map((part): Content => ({ kind: 'piece', v: 1, text: part, salt: salt() }))
  const ids = pieces.map((piece) => makeFact(device, piece).id)
  return [...pieces, { ...head, ...(ids.length > 0 && { pieces: ids }), text: fits ? last : '', salt: salt() }]
}

function required<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new BadAnswer(field, 'is missing')
  return value
}
