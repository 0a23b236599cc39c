import { bytesOf } from '../bytes.ts'
import { encodeCbor } from '../cbor.ts'
import { hashOf, sealedText, sha256 } from '../hash.ts'

/** 64 hexadecimal digits: the hash of a fact's content. */
export type FactId = string
/** 64 hexadecimal digits: a device's Ed25519 public key. */
export type DeviceKey = string
/** A UUID, or whatever an imported file called its message. */
export type MessageId = string
/** The id of a tree's root message. */
export type TreeId = MessageId
/** What was shown: a message's own id, or for an amended text the UUID of the amending fact. */
export type VersionId = string

/**
 * What one fact says. `kind` and `v` (its version) tell how to read the rest; an unknown pair is carried along (I5).
 * `text` with its `salt` is the one part that can be erased; `sealed` then stands in their place.
 */
export type Content = {
  readonly kind: string
  readonly v: number
  readonly text?: string
  readonly salt?: Uint8Array
  readonly sealed?: Uint8Array
  readonly [field: string]: unknown
}

/** An immutable statement of one device: a contribution or a decision. */
export type Fact = { readonly id: FactId; readonly device: DeviceKey; readonly content: Content }

export function makeFact(device: DeviceKey, content: Content): Fact {
  return { id: factId(device, content), device, content }
}

/** [FA1] The id covers the device and the content, with the hash of salt and text in the text's place. */
export function factId(device: DeviceKey, content: Content): FactId {
  return hashOf('fact', [bytesOf(device), 'text' in content ? withoutText(content) : content])
}

/** The same fact without its text: same id, nothing to read. */
export function erased(fact: Fact): Fact {
  return 'text' in fact.content ? { ...fact, content: withoutText(fact.content) } : fact
}

function withoutText({ text, salt, sealed, ...rest }: Content): Content {
  return { ...rest, sealed: sealOf(text, salt, sealed) } as Content
}

/**
 * Content comes off the wire before its shape is checked. No two may have one seal, or a relay could put 5 in the place
 * of '5', and with the same id and signature the author's work would be malformed.
 */
function sealOf(text: unknown, salt: unknown = new Uint8Array(), sealed: unknown): Uint8Array {
  const asMeant =
    typeof text === 'string' && salt instanceof Uint8Array && salt.byteLength < 256 && sealed === undefined
  return asMeant ? sealedText(salt, text) : sha256(encodeCbor([text, salt, sealed]))
}
