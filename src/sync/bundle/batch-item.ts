import * as v from 'valibot'
import { bytesOf, hexOf } from '../../core/bytes.ts'
import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import type { DeviceKey } from '../../core/fact/fact.ts'
import { Refused } from '../refusal.ts'
import type { ProjectId } from '../segment/segment.ts'
import type { Signer, Verify } from '../signer.ts'

/** [BN8] One update of the document of a batch, as the hub would send it over a link. */
export type BatchItem = {
  /** Whose inbox names the batch. */
  readonly device: DeviceKey
  /** `batch/<lending>/<version>`. */
  readonly document: string
  /** Until when the batch is reserved, in seconds since 1970. */
  readonly until: number
  /** Place of the update, from 0, and how many there are. */
  readonly place: number
  readonly of: number
  readonly update: Uint8Array
}

/** [DC3] Of one update. */
const MAX_UPDATE_BYTES = 16 * 1024
/** Fifty tasks that each show a hundred thousand characters. */
const MOST_UPDATES = 10_000

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const Item = v.strictTuple([
  v.pipe(
    v.instance(Uint8Array),
    v.check(({ byteLength }) => byteLength === 32)
  ),
  v.pipe(v.string(), v.regex(/^batch\/[0-9a-f]{64}\/[0-9a-f]{16}$/)),
  Count,
  Count,
  v.pipe(Count, v.minValue(1), v.maxValue(MOST_UPDATES)),
  v.pipe(
    v.instance(Uint8Array),
    v.check(({ byteLength }) => byteLength <= MAX_UPDATE_BYTES)
  )
])

/** [BN8] `[body, signature]`. */
export async function writeBatchItem(item: BatchItem, project: ProjectId, signer: Signer): Promise<Uint8Array> {
  const { device, document, until, place, of, update } = item
  const body = encodeCbor([bytesOf(device), document, until, place, of, update])
  return encodeCbor([body, await signer.sign(statement(project, body))])
}

/**
 * @param hubs the keys that may lend.
 * @throws {Refused} malformed or bad-signature.
 */
export async function readBatchItem(
  bytes: Uint8Array,
  project: ProjectId,
  hubs: readonly DeviceKey[],
  verify: Verify
): Promise<BatchItem> {
  const { body, signature, fields } = parsed(bytes)
  const [device, document, until, place, of, update] = fields
  for (const hub of hubs)
    if (await verify(hub, statement(project, body), signature))
      return { device: hexOf(device), document, until, place, of, update }
  throw new Refused('bad-signature', 'batch')
}

function parsed(bytes: Uint8Array) {
  try {
    const [body, signature] = v.parse(
      v.strictTuple([v.instance(Uint8Array), v.instance(Uint8Array)]),
      decodeCbor(bytes)
    )
    const fields = v.parse(Item, decodeCbor(body))
    if (fields[3] >= fields[4]) throw new RangeError('a place beyond the last')
    return { body, signature, fields }
  } catch (cause) {
    throw new Refused('malformed', 'batch', { cause })
  }
}

function statement(project: ProjectId, body: Uint8Array): Uint8Array {
  return encodeCbor(['understory bundle batch', bytesOf(project), body])
}
