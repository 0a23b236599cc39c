import * as v from 'valibot'
import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import { TASK_KINDS } from '../../core/fact/kinds.ts'
import { Refused } from '../refusal.ts'
import { ID_TAGS, packIds } from '../segment/pack.ts'

/** The version of the link's protocol, which both sides say. */
export const LINK_VERSION = 1

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array)
const Words = v.pipe(v.string(), v.maxLength(500))
/** [EX1] How far a chain is held: the number of its last segment and that segment's hash, never a bare number. */
const Tip = v.tuple([Count, Hash])

/** [LK5] The messages of the control channel: `[name, fields]` in CBOR. Unknown names and fields are passed over. */
export const ControlShapes = {
  // hub to device
  challenge: v.object({
    v: Count,
    project: Hash,
    /** Who answers: a device keeps apart what each hub says. */
    hub: v.optional(Hash),
    nonce: Bytes,
    /** The ends of the caller's chain that the hub holds; several after a fork. */
    tips: v.pipe(v.array(Tip), v.maxLength(50)),
    /** Segments of the caller that the hub holds though one before them is missing. */
    loose: v.pipe(v.array(Hash), v.maxLength(50)),
    /** Segments that have arrived in part: the first 8 digits of the hash, bytes in all, bytes here. */
    begun: v.pipe(v.array(v.tuple([v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/)), Count, Count])), v.maxLength(10))
  }),
  welcome: v.object({
    now: Count,
    inbox: v.string(),
    /** Lendings that facts of the device name and the hub does not hold. */
    lacks: v.array(Hash),
    /** The segments that prove project, hub and membership, if asked for. */
    charter: v.optional(v.array(Bytes))
  }),
  refused: v.object({ reason: Words, detail: Words }),
  lent: v.object({ request: Count, batch: v.optional(Hash), count: Count, cause: v.optional(Words) }),
  lacks: v.object({ lendings: v.array(Hash) }),
  held: v.object({ n: Count, hash: Hash }),
  /** [PR1] How the project goes: `body` is a standing, `mine` the receiver's place among those who may be named. */
  standing: v.object({
    version: v.pipe(v.string(), v.maxLength(16)),
    body: Bytes,
    mine: v.optional(v.object({ place: Count, points: Count, of: Count }))
  }),
  /** [BC1] `trees` are what became of the receiver's messages, tree by tree; `after`: there is more, behind this one. */
  grown: v.object({
    trees: v.pipe(v.array(Bytes), v.maxLength(100)),
    mark: v.pipe(v.string(), v.maxLength(60)),
    after: v.optional(v.pipe(v.string(), v.maxLength(200)))
  }),
  ping: v.object({}),
  /** [LK16] Many call at once: so many are let in before this caller, itself included. */
  queued: v.object({ place: Count }),
  // device to hub
  hello: v.object({
    v: Count,
    proof: Bytes,
    /** Stamp of the newest receipt that this hub has given the device. */
    since: Count,
    charter: v.optional(v.boolean()),
    invite: v.optional(Words),
    name: v.optional(v.pipe(v.string(), v.maxLength(100))),
    /** Proof of membership for a hub that lost it. */
    credentials: v.optional(v.pipe(v.array(Bytes), v.maxLength(10)))
  }),
  checkout: v.object({
    request: Count,
    count: v.pipe(Count, v.minValue(1), v.maxValue(50)),
    lang: v.optional(v.pipe(v.string(), v.maxLength(35))),
    /** All the languages wished, the dearest first; `lang` is then the first, for hubs that know of one alone. */
    langs: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(35))), v.minLength(1), v.maxLength(20))),
    /** No more than takes about so long. */
    minutes: v.optional(v.pipe(Count, v.minValue(1), v.maxValue(6000))),
    kinds: v.optional(v.pipe(v.array(v.picklist(TASK_KINDS)), v.maxLength(20)))
  }),
  /** [PR1] How does the project go? `have`: the version of what was told last. */
  progress: v.object({ have: v.optional(v.pipe(v.string(), v.maxLength(16))) }),
  /** [BC1] What became of my messages since this mark? `after`: the tree that the last answer came to. */
  became: v.object({
    since: v.optional(v.pipe(v.string(), v.maxLength(60))),
    after: v.optional(v.pipe(v.string(), v.maxLength(200)))
  }),
  /** Hashes of the device's segments, newest first: where does the hub's copy of the chain end? */
  compare: v.object({ hashes: v.pipe(v.array(Hash), v.minLength(1), v.maxLength(100)) }),
  pong: v.object({}),
  // both
  /** Bytes of documents taken in so far on this connection. */
  taken: v.object({ bytes: Count }),
  open: v.object({ channel: Count, name: v.pipe(v.string(), v.maxLength(300)) }),
  close: v.object({ channel: Count, code: Count })
} as const

export type ControlName = keyof typeof ControlShapes
export type ControlFields<N extends ControlName> = v.InferOutput<(typeof ControlShapes)[N]>
export type Control = { [N in ControlName]: { is: N; fields: ControlFields<N> } }[ControlName]

export function writeControl<N extends ControlName>(name: N, fields: ControlFields<N>): Uint8Array {
  // A field that is there and undefined is absent: CBOR's undefined would be refused on the other side.
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return encodeCbor([name, packIds(Object.fromEntries(given))])
}

/** @returns undefined for a message of a later version. @throws {Refused} malformed. */
export function readControl(payload: Uint8Array): Control | undefined {
  let value: unknown
  try {
    value = decodeCbor(payload, ID_TAGS)
  } catch (cause) {
    throw new Refused('malformed', 'control message', { cause })
  }
  const [name, fields] = Array.isArray(value) ? value : []
  if (typeof name !== 'string') throw new Refused('malformed', 'control message without a name')
  if (!Object.hasOwn(ControlShapes, name)) return undefined
  const parsed = v.safeParse(ControlShapes[name as ControlName] as v.GenericSchema, fields)
  if (!parsed.success) throw new Refused('malformed', `${name}: ${parsed.issues[0].message}`)
  return { is: name, fields: parsed.output } as Control
}

/** [LK6] What a device signs to prove its key: it names the project, the hub's nonce and itself. */
export function challengeStatement(project: string, nonce: Uint8Array, device: string): Uint8Array {
  return encodeCbor(packIds(['understory link', project, nonce, device]))
}

/** [LK7] Reasons for which a hub ends a link, as WebSocket close codes. From 4400 on trying again is no use. */
export const CLOSE_CODES: Readonly<Record<string, number>> = {
  'unknown-device': 4401,
  'bad-invite': 4402,
  'wrong-project': 4403,
  'bad-signature': 4404,
  'newer-version': 4405,
  malformed: 4406,
  'too-large': 4407,
  'too-much': 4408,
  'not-yours': 4409
}
