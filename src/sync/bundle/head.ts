import * as v from 'valibot'
import { bytesOf, hexOf } from '../../core/bytes.ts'
import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import { Refused } from '../refusal.ts'
import type { Signer, Verify } from '../signer.ts'
import { type BundleHead, MAX_READERS } from './bundle.ts'
import { WRAP_BYTES } from './lock.ts'

const FORMAT = 1

const Bytes = (length: number) =>
  v.pipe(
    v.instance(Uint8Array),
    v.check((bytes) => bytes.byteLength === length)
  )
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const Signed = v.strictTuple([v.instance(Uint8Array), Bytes(64)])
const Head = v.strictTuple([
  v.literal(FORMAT),
  Bytes(16),
  Bytes(32),
  Bytes(32),
  Count,
  v.pipe(Count, v.minValue(1), v.maxValue(2 ** 32 - 1)),
  v.picklist(['hubs', 'devices']),
  v.strictTuple([Count, Bytes(32)]),
  v.nullable(v.strictTuple([Bytes(32), v.pipe(v.array(Bytes(WRAP_BYTES)), v.maxLength(MAX_READERS))]))
])

/** [BN5] `[body, signature]`. */
export async function writeHead(head: BundleHead, signer: Signer): Promise<Uint8Array> {
  const { id, project, maker, made, part, audience, cover, seal } = head
  const body = encodeCbor([
    ...[FORMAT, id, bytesOf(project), bytesOf(maker), made, part, audience],
    ...[[cover.length, cover.hash], seal ? [seal.ephemeral, seal.wraps] : null]
  ])
  return encodeCbor([body, await signer.sign(headStatement(body))])
}

/** @throws {Refused} malformed, newer-version or bad-signature. */
export async function readHead(bytes: Uint8Array, verify: Verify): Promise<BundleHead> {
  const [body, signature] = parsed(Signed, bytes, 'head of a bundle')
  const format = decoded(body, 'head of a bundle')
  if (Array.isArray(format) && typeof format[0] === 'number' && format[0] > FORMAT)
    throw new Refused('newer-version', `bundle of format ${format[0]}`)
  const [, id, project, maker, made, part, audience, [length, hash], seal] = parsed(Head, body, 'head of a bundle')
  if (!(await verify(hexOf(maker), headStatement(body), signature)))
    throw new Refused('bad-signature', 'head of a bundle')
  const head = { id, project: hexOf(project), maker: hexOf(maker), made, part, audience, cover: { length, hash } }
  return seal ? { ...head, seal: { ephemeral: seal[0], wraps: seal[1] } } : head
}

/** [BN7] What the end of a part says: how many items, whether another part follows, and what their sums hash to. */
export type BundleEnd = { readonly count: number; readonly last: boolean; readonly digest: Uint8Array }

const End = v.strictTuple([Count, v.boolean(), Bytes(32), Bytes(64)])

export async function writeEnd({ count, last, digest }: BundleEnd, head: Place, signer: Signer): Promise<Uint8Array> {
  return encodeCbor([count, last, digest, await signer.sign(endStatement(head, { count, last, digest }))])
}

/** @throws {Refused} malformed or bad-signature. */
export async function readEnd(bytes: Uint8Array, head: BundleHead, verify: Verify): Promise<BundleEnd> {
  const [count, last, digest, signature] = parsed(End, bytes, 'end of a bundle')
  const end = { count, last, digest }
  if (!(await verify(head.maker, endStatement(head, end), signature)))
    throw new Refused('bad-signature', 'end of a bundle')
  return end
}

type Place = Pick<BundleHead, 'id' | 'part'>

function headStatement(body: Uint8Array): Uint8Array {
  return encodeCbor(['understory bundle', body])
}

function endStatement({ id, part }: Place, { count, last, digest }: BundleEnd): Uint8Array {
  return encodeCbor(['understory bundle end', id, part, count, last, digest])
}

function parsed<S extends v.GenericSchema>(schema: S, bytes: Uint8Array, what: string): v.InferOutput<S> {
  const result = v.safeParse(schema, decoded(bytes, what))
  if (!result.success) throw new Refused('malformed', what, { cause: new v.ValiError(result.issues) })
  return result.output
}

function decoded(bytes: Uint8Array, what: string): unknown {
  try {
    return decodeCbor(bytes)
  } catch (cause) {
    throw new Refused('malformed', what, { cause })
  }
}
