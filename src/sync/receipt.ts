import * as v from 'valibot'
import { decodeCbor, encodeCbor } from '../core/cbor.ts'
import type { DeviceKey } from '../core/fact/fact.ts'
import type { Outcome } from '../core/tree/view.ts'
import { Refused } from './refusal.ts'
import { MAX_FACTS } from './segment/body.ts'
import { ID_TAGS, packIds } from './segment/pack.ts'
import type { SegmentHash } from './segment/segment.ts'
import type { Signer, Verify } from './signer.ts'

/** What a hub says became of one fact; `received`: it is on the hub's disk, and not yet placed. */
export type FactReceipt = Outcome | { readonly is: 'received' }

/** [RC1] A hub's signed word on one segment; a later stamp replaces an earlier one of the same hub. */
export type Receipt = {
  readonly segment: SegmentHash
  /** Milliseconds since 1970 by the hub's clock, each later than the one before: also the place in the hub's list. */
  readonly stamp: number
  readonly hub: DeviceKey
  /** By the places of the facts in the segment. */
  readonly facts: readonly FactReceipt[]
}

const WORDS = ['received', 'merged', 'spare', 'returned'] as const
const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Word = v.pipe(Count, v.maxValue(WORDS.length - 1))
const Body = v.tuple([
  v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  Count,
  v.pipe(Count, v.maxValue(MAX_FACTS)),
  /** What became of most facts, and of the others: `[word, rule, [place, ...]]`. */
  Word,
  v.array(v.tuple([Word, v.string(), v.array(Count)]))
])

/** [RC2] `[body, signature]`. Only exceptions are named, and each rule once: 512 facts stay below 8 kB. */
export async function writeReceipt(receipt: Omit<Receipt, 'hub'>, signer: Signer): Promise<Uint8Array> {
  const words = receipt.facts.map(({ is }) => WORDS.indexOf(is))
  const most = [1, 0, 2].reduce((best, word) => (count(words, word) > count(words, best) ? word : best))
  const exceptions = new Map<string, [number, string, number[]]>()
  for (const [place, fact] of receipt.facts.entries()) {
    const [word = 0, rule] = [words[place], 'rule' in fact ? fact.rule : '']
    if (word === most && rule === '') continue
    const entry = exceptions.get(`${word} ${rule}`) ?? [word, rule, []]
    entry[2].push(place)
    exceptions.set(`${word} ${rule}`, entry)
  }
  const fields = [receipt.segment, receipt.stamp, receipt.facts.length, most, [...exceptions.values()]]
  const body = encodeCbor(packIds(fields))
  return encodeCbor([body, await signer.sign(statement(body))])
}

/**
 * @param hubs the keys that may say so.
 * @throws {Refused} malformed or bad-signature.
 */
export async function readReceipt(bytes: Uint8Array, hubs: readonly DeviceKey[], verify: Verify): Promise<Receipt> {
  const { body, signature, fields } = parsed(bytes)
  const [segment, stamp, length, most, exceptions] = fields
  for (const hub of hubs) {
    if (!(await verify(hub, statement(body), signature))) continue
    const facts: FactReceipt[] = Array.from({ length }, () => factReceipt(most, ''))
    for (const [word, rule, places] of exceptions)
      for (const place of places) if (place < length) facts[place] = factReceipt(word, rule)
    return { segment, stamp, hub, facts }
  }
  throw new Refused('bad-signature', 'receipt')
}

function parsed(bytes: Uint8Array) {
  try {
    const [body, signature] = decodeCbor(bytes) as [unknown, unknown]
    if (!(body instanceof Uint8Array) || !(signature instanceof Uint8Array)) throw new RangeError('no receipt')
    return { body, signature, fields: v.parse(Body, decodeCbor(body, ID_TAGS)) }
  } catch (cause) {
    throw new Refused('malformed', 'receipt', { cause })
  }
}

function factReceipt(word: number, rule: string): FactReceipt {
  const is = WORDS[word] ?? 'received'
  return is === 'spare' || is === 'returned' ? { is, rule } : { is }
}

function statement(body: Uint8Array): Uint8Array {
  return encodeCbor(['understory receipt', body])
}

function count(words: readonly number[], word: number): number {
  return words.filter((other) => other === word).length
}
