import * as v from 'valibot'
import { type Told, UnderstoryError } from '../../core/error.ts'

type Code = 'H3' | 'H4' | 'H5' | 'H6' | 'H7' | 'H8'

const TOLD: Readonly<Record<Code, readonly [work: string, cause: string, action: string]>> = {
  /** Another user runs the hub: their orders alone are taken. */
  H3: ['nothing-changed', 'hub-others', 'be-user'],
  /** Nobody listens: it is starting or stopping, or has no hub in it. */
  H4: ['nothing-changed', 'no-orders', 'order-later'],
  H5: ['nothing-changed', 'order-unknown', 'restart-hub'],
  /** The order went out, and no answer came: it may have been carried out. */
  H6: ['perhaps-changed', 'order-unanswered', 'look-first'],
  H7: ['perhaps-changed', 'order-failed', 'look-log'],
  /** A hub that stops does not wait for long ones. */
  H8: ['applied-in-part', 'hub-stopped', 'order-again']
}

/** An order to a hub that was not carried out, or of which that is not known. */
export class OrderTrouble extends UnderstoryError {
  override name = 'OrderTrouble' as const
  readonly code: Code
  readonly told: Told
  /** @param fill the process that holds the folder, where the hub was not reached. */
  constructor(code: Code, fill: { readonly pid?: number } = {}, options?: ErrorOptions) {
    const [work, cause, action] = TOLD[code]
    super(cause, options)
    this.code = code
    this.told = { work: [work], cause: [cause, fill], action: [action] }
  }
}

const Fill = v.record(v.string(), v.union([v.string(), v.number()]))
const Words = v.union([v.strictTuple([v.string()]), v.strictTuple([v.string(), Fill])])

/** What an error says, as it crosses to the program that gave the order. */
export const ToldShape = v.strictObject({
  code: v.string(),
  told: v.strictObject({ work: Words, cause: Words, action: Words })
})

/** What a hub has told why it did not carry out an order, in the same words as if no hub stood between. */
export class Refusal extends UnderstoryError {
  override name = 'Refusal' as const
  readonly code: string
  readonly told: Told
  constructor({ code, told }: v.InferOutput<typeof ToldShape>) {
    super(told.cause[0])
    this.code = code
    this.told = told
  }
}
