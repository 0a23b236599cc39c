import * as v from 'valibot'
import type { MessageBecame, ModeratorsWord, TreeBecame } from '../core/became/became.ts'
import { decodeCbor, encodeCbor } from '../core/cbor.ts'
import { TREE_STATES } from '../core/tree/view.ts'
import { Refused } from './refusal.ts'
import { ID_TAGS, packIds } from './segment/pack.ts'

const MOST = 1000

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Id = v.pipe(v.string(), v.maxLength(200))
const Text = v.pipe(v.string(), v.maxLength(4000))
const OrNull = <T extends v.GenericSchema>(schema: T) => v.nullable(schema)
const Tree = v.tuple([
  Id,
  OrNull(v.picklist(TREE_STATES)),
  Count,
  /** Parent, bits (1 assistant, 2 mine, 4 pending), rank. */
  v.pipe(v.array(v.tuple([OrNull(Count), Count, OrNull(Count)])), v.maxLength(MOST)),
  v.pipe(
    v.array(
      v.tuple([
        ...([Id, OrNull(Count), Count, Count, Count, OrNull(v.boolean())] as const),
        v.pipe(v.array(v.tuple([Id, Count, Count])), v.maxLength(MOST)),
        OrNull(v.tuple([Count, Count])),
        v.boolean()
      ])
    ),
    v.maxLength(MOST)
  ),
  v.pipe(
    v.array(v.tuple([Id, v.boolean(), OrNull(Id), OrNull(Text), OrNull(Text), v.boolean(), Count])),
    v.maxLength(MOST)
  )
])

/** [BC2] */
export function writeBecame({ tree, state, messages, shape, mine, words }: TreeBecame): Uint8Array {
  const fields = [
    ...[tree, state ?? null, messages],
    shape.map((node) => [
      node.parent ?? null,
      (node.role === 'assistant' ? 1 : 0) + (node.mine ? 2 : 0) + (node.pending ? 4 : 0),
      node.rank ?? null
    ]),
    mine.map((each) => [
      ...[each.message, each.place ?? null, each.replies, each.below, each.reviews, each.accepted ?? null],
      each.labels.map(({ label, mean, count }) => [label, Math.round(100 * mean), count]),
      each.rank ? [each.rank.place, each.rank.of] : null,
      each.exported
    ]),
    words.map((word) => [
      ...[word.fact, word.is === 'hearing', word.rule ?? null, word.words, word.passage ?? null, word.lifted, word.at]
    ])
  ]
  return encodeCbor(packIds(fields))
}

/** [BC2] @throws {Refused} malformed. */
export function readBecame(bytes: Uint8Array): TreeBecame {
  try {
    const [tree, state, messages, shape, mine, words] = v.parse(Tree, decodeCbor(bytes, ID_TAGS))
    return {
      tree,
      ...(state !== null && { state }),
      messages,
      shape: shape.map(([parent, bits, rank], at) => ({
        // What would hang on itself hangs on nothing.
        ...(parent !== null && parent < at && { parent }),
        ...{
          role: bits & 1 ? ('assistant' as const) : ('prompter' as const),
          mine: (bits & 2) > 0,
          pending: (bits & 4) > 0
        },
        ...(rank !== null && { rank })
      })),
      mine: mine.map(messageOf),
      words: words.map(wordOf)
    }
  } catch (cause) {
    throw new Refused('malformed', 'what became of a message', { cause })
  }
}

type Mine = v.InferOutput<typeof Tree>[4][number]

function messageOf([message, place, replies, below, reviews, accepted, labels, rank, exported]: Mine): MessageBecame {
  return {
    message,
    ...(place !== null && { place }),
    ...{ replies, below, reviews },
    ...(accepted !== null && { accepted }),
    labels: labels.map(([label, mean, count]) => ({ label, mean: mean / 100, count })),
    ...(rank && { rank: { place: rank[0], of: rank[1] } }),
    exported
  }
}

type Word = v.InferOutput<typeof Tree>[5][number]

function wordOf([fact, isHearing, rule, words, passage, lifted, at]: Word): ModeratorsWord {
  return {
    ...{ fact, is: isHearing ? 'hearing' : 'decline', words, lifted, at },
    ...(rule !== null && { rule }),
    ...(passage !== null && { passage })
  }
}
