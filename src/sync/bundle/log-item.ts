import * as v from 'valibot'
import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import { Refused } from '../refusal.ts'

/** [RL2] What one hub says to another about their logs. A *mark* is a place in a log: how many segments, and the last's hash. */
export type LogWord =
  | {
      readonly is: 'question'
      /** Up to where the asking hub holds the other's log; undefined: nothing of it. */
      readonly have: string | undefined
      /** The newest stamp that the asking hub has given or heard of. */
      readonly since: number
      /** With it a hub that nobody knows asks to be let in. */
      readonly invite: string | undefined
    }
  | {
      readonly is: 'answer'
      /** The id of the bundle that asked. */
      readonly to: Uint8Array
      /** Where the segments of the answer begin and end in the answering hub's log; undefined: at its beginning. */
      readonly from: string | undefined
      readonly mark: string
      /** Whether its log goes on behind that. */
      readonly more: boolean
    }

const Mark = v.pipe(v.string(), v.regex(/^\d{1,15}-[0-9a-f]{0,16}$/))
const Question = v.strictTuple([
  v.literal('question'),
  v.nullable(Mark),
  v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  v.nullable(v.pipe(v.string(), v.maxLength(100)))
])
const Answer = v.strictTuple([
  v.literal('answer'),
  v.pipe(
    v.instance(Uint8Array),
    v.check(({ byteLength }) => byteLength === 16)
  ),
  v.nullable(Mark),
  Mark,
  v.boolean()
])

/** [RL2] `["question", have, since, invite]` or `["answer", to, from, mark, more]`, null for what is undefined. */
export function writeLogWord(word: LogWord): Uint8Array {
  return encodeCbor(
    word.is === 'question'
      ? ['question', word.have ?? null, word.since, word.invite ?? null]
      : ['answer', word.to, word.from ?? null, word.mark, word.more]
  )
}

/** @throws {Refused} malformed. */
export function readLogWord(bytes: Uint8Array): LogWord {
  try {
    const word = v.parse(v.union([Question, Answer]), decodeCbor(bytes))
    if (word[0] === 'question') {
      const [is, have, since, invite] = word
      return { is, have: have ?? undefined, since, invite: invite ?? undefined }
    }
    const [is, to, from, mark, more] = word
    return { is, to, from: from ?? undefined, mark, more }
  } catch (cause) {
    throw new Refused('malformed', 'word about a log', { cause })
  }
}
