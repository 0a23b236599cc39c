import { makeFact } from '../../../core/fact/fact.ts'

export const DEVICE = 'd'.repeat(64)
export const OTHER = 'e'.repeat(64)

/** A lending of one reply to write, until 50 seconds after 1970. */
export const lent = makeFact(OTHER, {
  ...{ kind: 'lending', v: 1, device: DEVICE, until: 50, at: 1, nonce: new Uint8Array(4), lang: 'en' },
  ...{ shown: ['v1'], tasks: [{ kind: 'assistant_reply', target: 0 }] }
})

/** The same as a loan. */
export const loan = {
  ...{ lending: lent.id, place: 0, kind: 'assistant_reply' as const, target: 'v1', lang: 'en', device: DEVICE },
  ...{ until: 50, at: 1 }
}
