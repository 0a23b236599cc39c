import { bytesOf } from '../../core/bytes.ts'
import type { Content } from '../../core/fact/fact.ts'
import { hashOf } from '../../core/hash.ts'

export const PROJECT = 'a1'.repeat(32)
export const LENDINGS = ['b1'.repeat(32), 'b2'.repeat(32)] as const

/** The start of a day of work: one contribution of every sort. */
export const MORNING: readonly Content[] = [
  {
    kind: 'assistant_reply',
    v: 1,
    task: [LENDINGS[0], 0],
    saved: 1_793_606_520,
    took: 71,
    lang: 'am',
    text: 'ሰላም! ዝናቡ ሲያቆም እንሄዳለን። 🌧️',
    salt: bytesOf('00112233445566778899aabb')
  },
  {
    kind: 'label_assistant_reply',
    v: 1,
    task: [LENDINGS[0], 1],
    saved: 1_793_606_561,
    took: 33,
    labels: { spam: 0, lang_mismatch: 0, quality: 0.75, helpfulness: 1 }
  },
  {
    kind: 'label_assistant_reply',
    v: 1,
    task: [LENDINGS[0], 2],
    saved: 1_793_606_597,
    took: 29,
    labels: { spam: 1, lang_mismatch: 0, quality: 0, helpfulness: 0.25 }
  },
  { kind: 'rank_assistant_replies', v: 1, task: [LENDINGS[1], 0], saved: 1_793_606_660, took: 58, order: [2, 0, 1] },
  {
    kind: 'rank_assistant_replies',
    v: 1,
    task: [LENDINGS[1], 1],
    saved: 1_793_606_665,
    took: 5,
    order: [2, [0, 3], 1]
  },
  { kind: 'skip', v: 1, task: [LENDINGS[1], 3], saved: 1_793_606_671, took: 4, reason: 'not-my-subject' }
]

/** What a later version might say: unknown kinds, unknown fields, and every sort of value that CBOR has. */
export const LATER: readonly Content[] = [
  { kind: 'sing', v: 7, song: { verses: [{ line: 'la' }, {}], key: {}, pitch: 440.5 }, task: ['no lending', 1, 2] },
  {
    kind: 'assistant_reply',
    v: 2,
    task: [LENDINGS[0], 4],
    mood: null,
    loud: true,
    far: 2n ** 63n,
    deep: { a: { b: { c: { d: { e: [] } } } } },
    about: '0192a4b0-7c1d-7e3f-8a9b-0c1d2e3f4a5b'
  },
  JSON.parse('{"kind":"odd","v":1,"__proto__":{"polluted":true},"constructor":{"prototype":1},"":-7}') as Content
]

/** 12 bytes that no compression foresees, the same on every run. */
export function saltOf(i: number): Uint8Array {
  return bytesOf(hashOf('salt', i).slice(0, 24))
}
