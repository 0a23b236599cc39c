import * as v from 'valibot'
import { joined } from '../../core/bytes.ts'
import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import { bodiesUnchecked, readFrames, writeFrame } from '../journal/frame.ts'
import type { Journals } from '../journal/journal.ts'
import type { Box } from '../store/sealed.ts'
import { FIRST, ownerOf, type Profile, ProfileShape } from './profile.ts'

/** [PF4] Kinds of records (JN2): another record in its sealed form, and whose journal it is. */
const SEALED = 5
const PROFILE = 6
/** How CBOR begins an array of two whose first is such a small number: nothing more of a body needs to be read. */
const PAIR = 0x82

const SealedShape = v.strictTuple([v.literal(SEALED), v.instance(Uint8Array)])
const TellingShape = v.strictTuple([v.literal(PROFILE), ProfileShape])

/**
 * [PF4] The journals of one profile: each tells whose it is and how its key is kept, and its records lie sealed. Read, they
 * are as they were given; records from before a PIN are read as they are.
 *
 * @param box absent: nothing is sealed. @throws from `read`, if something is sealed all the same.
 */
export function profileJournals(journals: Journals, profile: Profile, box?: Box): Journals {
  const told = new Set<string>()
  /** Whoever never said a name nor set a PIN has nothing to tell. */
  const telling = profile.id === FIRST && profile.name === '' && !profile.lock ? undefined : recordOf(profile)
  const withTelling = (name: string, bytes: Uint8Array) => {
    if (!telling || told.has(name)) return bytes
    told.add(name)
    return joined(telling, bytes)
  }
  return {
    async list() {
      return (await journals.list()).filter((name) => ownerOf(name) === profile.id)
    },
    read: async (name) => opened(await journals.read(name), name, box),
    append: (name, bytes) => journals.append(name, withTelling(name, sealed(bytes, name, box))),
    replace(name, bytes) {
      told.delete(name)
      return journals.replace(name, withTelling(name, sealed(bytes, name, box)))
    },
    close: (name) => journals.close(name)
  }
}

/** [PF7] Whose journal it is, as it tells itself; undefined: it says nothing of it. */
export function profileIn(bytes: Uint8Array): Profile | undefined {
  let newest: Profile | undefined
  for (const body of readFrames(bytes).bodies) {
    if (!isOf(PROFILE, body)) continue
    const read = v.safeParse(TellingShape, contentOf(body))
    if (read.success && (newest?.n ?? -1) <= read.output[1].n) newest = read.output[1] as Profile
  }
  return newest
}

/** How often a PIN was tried is no part of it. */
function recordOf({ wrong: _, ...profile }: Profile): Uint8Array {
  return writeFrame(encodeCbor([PROFILE, profile]))
}

function sealed(bytes: Uint8Array, name: string, box: Box | undefined): Uint8Array {
  if (!box) return bytes
  return rewritten(bytes, (body) => writeFrame(encodeCbor([SEALED, box.seal(body, placeOf(name))])))
}

function opened(bytes: Uint8Array, name: string, box: Box | undefined): Uint8Array {
  // Most have nothing of this: whoever reads the records takes their sums.
  if (bodiesUnchecked(bytes)?.every((body) => !isOf(PROFILE, body) && !isOf(SEALED, body))) return bytes
  return rewritten(bytes, (body, frame) => {
    if (isOf(PROFILE, body)) return NOTHING
    if (!isOf(SEALED, body)) return frame()
    if (!box) throw new Error('the journal is sealed, and its PIN is not known here')
    const read = v.safeParse(SealedShape, contentOf(body))
    const inside = read.success ? box.open(read.output[1], placeOf(name)) : undefined
    return inside ? writeFrame(inside) : damageOf(body.byteLength)
  })
}

/** What is no record may hold letters of one: of it only the length is kept, so that it is still seen as damage. */
function rewritten(bytes: Uint8Array, write: (body: Uint8Array, frame: () => Uint8Array) => Uint8Array): Uint8Array {
  const { bodies, damage } = readFrames(bytes)
  const parts: Uint8Array[] = []
  const damaged = [...damage]
  let at = 0
  const passDamage = () => {
    for (let next = damaged[0]; next?.at === at; next = damaged[0]) {
      parts.push(damageOf(next.bytes))
      at += next.bytes
      damaged.shift()
    }
  }
  for (const body of bodies) {
    passDamage()
    const head = body.byteOffset - bytes.byteOffset - at
    const from = at
    at += head + body.byteLength
    parts.push(write(body, () => bytes.subarray(from, from + head + body.byteLength)))
  }
  passDamage()
  return joined(...parts)
}

function isOf(kind: number, body: Uint8Array): boolean {
  return body[0] === PAIR && body[1] === kind
}

function contentOf(body: Uint8Array): unknown {
  try {
    return decodeCbor(body)
  } catch {
    return undefined
  }
}

function damageOf(length: number): Uint8Array {
  return new Uint8Array(length)
}

function placeOf(name: string): string {
  return `${name}/journal`
}

const NOTHING = new Uint8Array()
