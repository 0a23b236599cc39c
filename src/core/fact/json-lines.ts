import { bytesOf, hexOf } from '../bytes.ts'
import { parseJson, writeJson } from '../json.ts'
import { type Content, type Fact, factId } from './fact.ts'

/** A line that is no fact: no JSON, of another shape, or its id is not that of its content. */
export class NoFact extends Error {
  override name = 'NoFact' as const
}

/**
 * [FA3] A fact as one line of JSON, the same bytes for the same fact: `{"id": …, "device": …, "content": {…}}`.
 *
 * JSON has no bytes, so they stand as `{"$bytes": hexadecimal digits}`; an object of a content that itself has but one
 * key and that of this form gets one `$` more.
 */
export function writeFact({ id, device, content }: Fact): string {
  return writeJson(
    new Map<string, unknown>([
      ['id', id],
      ['device', device],
      ['content', written(content)]
    ])
  )
}

/**
 * The fact that such a line holds, its id checked. A fact without its text (erased) has the same id and is read too.
 * @throws {NoFact}
 */
export function readFact(line: string): Fact {
  const { id, device, content } = parsed(line) as Partial<Record<keyof Fact, unknown>>
  if (typeof id !== 'string' || typeof device !== 'string' || typeof content !== 'object' || content === null)
    throw new NoFact('not an object with id, device and content')
  const fact = { id, device, content: read(content) as Content }
  if (!hasId(fact)) throw new NoFact('the id is not that of the content')
  return fact
}

function parsed(line: string): object {
  try {
    const value = parseJson(line)
    if (typeof value === 'object' && value !== null) return value
  } catch (cause) {
    throw new NoFact('not JSON', { cause })
  }
  throw new NoFact('not an object')
}

function hasId({ id, device, content }: Fact): boolean {
  try {
    return factId(device, content) === id
  } catch {
    return false // a device that is no key, or what no fact can carry
  }
}

const BYTES = /^\$+bytes$/

function written(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: hexOf(value) }
  if (Array.isArray(value)) return value.map(written)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, written(inner)] as const)
  return Object.fromEntries(alone(entries) ? entries.map(([key, inner]) => [`$${key}`, inner]) : entries)
}

function read(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(read)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  if (!alone(entries)) return Object.fromEntries(entries.map(([key, inner]) => [key, read(inner)]))
  const [key, inner] = entries[0] as [string, unknown]
  if (key !== '$bytes') return { [key.slice(1)]: read(inner) }
  if (typeof inner !== 'string' || !/^([0-9a-f]{2})*$/.test(inner))
    throw new NoFact('$bytes are not hexadecimal digits')
  return bytesOf(inner)
}

function alone(entries: readonly (readonly [string, unknown])[]): boolean {
  return entries.length === 1 && BYTES.test((entries[0] as readonly [string, unknown])[0])
}
