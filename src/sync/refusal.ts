export const REFUSAL_REASONS = [
  'too-large',
  'malformed',
  'newer-version',
  'wrong-project',
  'bad-signature',
  'unknown-device',
  'not-yours',
  'too-much'
] as const

/** Why something that crossed the wire was not taken. A reason of a kind for every cause. */
export type RefusalReason = (typeof REFUSAL_REASONS)[number]

/** Bytes from outside that were refused before they changed anything. */
export class Refused extends Error {
  override name = 'Refused' as const
  readonly reason: RefusalReason
  constructor(reason: RefusalReason, detail: string, options?: ErrorOptions) {
    super(`${reason}: ${detail}`, options)
    this.reason = reason
  }
}
