import { isAbsolute } from 'node:path'
import * as v from 'valibot'
import { TASK_KINDS } from '../../core/fact/kinds.ts'
import { isLanguage } from '../../core/fact/shapes.ts'
import { topUp } from '../dispatch/top-up.ts'
import type { Hub } from '../hub.ts'
import { answer, decline } from '../moderation/decide.ts'
import { setGoal } from '../progress/set-goal.ts'
import { applyFiles } from './apply.ts'
import { FileOutcomeShape } from './file-report.ts'

/** As much as one segment takes, with what stands around it. */
export const MOST_WORDS_BYTES = 2000
/** Of a rule, in UTF-16 units, as facts have it. */
export const MOST_RULE_LENGTH = 200
/** Of an order, as a line: more than the names of files that fit into a command, and than the longest words. */
export const MOST_LINE_BYTES = 4 * 1024 * 1024
/** Files that a command names. */
const MOST_FILES = 1000

const Text = v.pipe(
  v.string(),
  v.maxBytes(MOST_WORDS_BYTES),
  v.check((text) => text.isWellFormed())
)
const Language = v.pipe(v.string(), v.maxLength(35), v.check(isLanguage))
const Seconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(253_402_300_799))

const Shape = v.variant('order', [
  v.strictObject({
    order: v.literal('decline'),
    /** A contribution by its id, or a message by its UUID. */
    named: v.string(),
    rule: v.pipe(Text, v.minLength(1), v.maxLength(MOST_RULE_LENGTH)),
    words: v.exactOptional(Text),
    passage: v.exactOptional(Text)
  }),
  v.strictObject({ order: v.literal('answer'), appeal: v.string(), words: Text, lift: v.boolean() }),
  v.strictObject({
    order: v.literal('goal'),
    tasks: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000)),
    lang: v.exactOptional(Language),
    from: Seconds,
    until: v.exactOptional(Seconds)
  }),
  v.strictObject({
    order: v.literal('lend'),
    /** A member's key; the device has so many open tasks afterwards, as far as there are any. */
    device: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    tasks: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(50)),
    langs: v.exactOptional(v.pipe(v.array(Language), v.maxLength(100))),
    kinds: v.exactOptional(v.pipe(v.array(v.picklist(TASK_KINDS)), v.maxLength(TASK_KINDS.length)))
  }),
  v.strictObject({
    order: v.literal('apply'),
    /** Of bundles, which the hub reads itself: a relative path would begin in its own folder, not in the caller's. */
    files: v.pipe(v.array(v.pipe(v.string(), v.check(isAbsolute))), v.minLength(1), v.maxLength(MOST_FILES))
  })
])

/** What an organizer has a hub do: something that is decided in the organizer's name, or in the hub's. */
export type Order = v.InferOutput<typeof Shape>

/** What an order has led to. */
export const DoneShape = v.strictObject({
  /** The id of the decision; empty: nothing had to be decided. */
  done: v.string(),
  /** Of each file of an `apply` what became of it. */
  files: v.exactOptional(v.array(FileOutcomeShape))
})
export type Done = v.InferOutput<typeof DoneShape>

/** @returns undefined: it is no order that this version knows. */
export function readOrder(line: string): Order | undefined {
  const parsed = v.safeParse(Shape, parsedJson(line))
  return parsed.success ? parsed.output : undefined
}

/** The value of a JSON text; undefined, which none has, if it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * @param folder the hub's.
 * @param givenUp ends what takes long, since nobody waits for it any more.
 * @throws {UnderstoryError} nothing was decided.
 */
export async function carryOut(hub: Hub, folder: string, order: Order, givenUp?: AbortSignal): Promise<Done> {
  if (order.order === 'apply') return { done: '', files: await applyFiles(hub, folder, order.files, givenUp) }
  return { done: await decided(hub, order) }
}

async function decided(hub: Hub, order: Exclude<Order, { order: 'apply' }>): Promise<string> {
  switch (order.order) {
    case 'decline':
      return decline(hub, order.named, order.rule, order)
    case 'answer':
      return answer(hub, order.appeal, order.words, order.lift)
    case 'goal': {
      const { order: _, ...goal } = order
      return setGoal(hub, goal)
    }
    case 'lend': {
      const { langs, kinds } = order
      return (await topUp(hub, order.device, order.tasks, { ...(langs && { langs }), ...(kinds && { kinds }) })) ?? ''
    }
  }
}
