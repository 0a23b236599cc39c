import { decodeCbor } from './cbor.ts'

/**
 * What `encodeCbor` gave, where nobody else can have written: rows of a store, which are read by the thousand. Some five
 * times as fast as `decodeCbor`, whose many checks are for what comes from others. What it does not know, and what is
 * broken, it leaves to that.
 *
 * @throws {MalformedCbor} for what is no CBOR value.
 */
export function decodeOwnCbor(bytes: Uint8Array): unknown {
  const reader = new OwnCbor(bytes)
  try {
    const value = reader.value()
    if (reader.atEnd) return value
  } catch (cause) {
    if (!(cause instanceof Unusual || cause instanceof RangeError || cause instanceof TypeError)) throw cause
  }
  return decodeCbor(bytes)
}

class Unusual extends Error {}

const utf8Text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** A decoder is slow to call for few letters. */
const SHORT = 80

/** Names of fields by a hash of their bytes. */
const names: (string | undefined)[] = Array.from({ length: 1024 })

function isAt(name: string, bytes: Uint8Array, from: number, length: number): boolean {
  if (name.length !== length) return false
  for (let n = 0; n < length; n++) if (name.charCodeAt(n) !== bytes[from + n]) return false
  return true
}

/**
 * Reads it value by value, to decode what is needed alone. Every call throws for what is broken or not known here; then
 * `decodeCbor` says what it is.
 */
export class OwnCbor {
  private at = 0
  private readonly bytes: Uint8Array
  private readonly view: DataView

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get atEnd(): boolean {
    return this.at === this.bytes.byteLength
  }

  /** Goes into a list. @returns how many values follow. */
  enter(): number {
    const head = this.view.getUint8(this.at++)
    if (head >> 5 !== 4) throw new Unusual()
    return this.count(head & 31)
  }

  /** Goes on behind the next value. @returns its bytes, a part of all. */
  skip(): Uint8Array {
    const from = this.at
    // How many values are still to pass over: a list's and a map's own come first.
    for (let left = 1; left > 0; left--) left += this.passHead()
    return this.bytes.subarray(from, this.at)
  }

  /** @returns how many values lie inside. */
  private passHead(): number {
    const head = this.view.getUint8(this.at++)
    const kind = head >> 5
    if (kind === 7) {
      this.at--
      this.value()
      return 0
    }
    if (kind === 6) throw new Unusual()
    // Also of those that are more than a number holds.
    if (kind < 2 && (head & 31) === 27) {
      this.end(8)
      return 0
    }
    const count = this.count(head & 31)
    if (kind === 2 || kind === 3) this.end(count)
    return kind === 4 ? count : kind === 5 ? 2 * count : 0
  }

  value(): unknown {
    const head = this.view.getUint8(this.at++)
    const more = head & 31
    switch (head >> 5) {
      case 0:
        return this.count(more)
      case 1:
        return -1 - this.count(more)
      case 2:
        return this.slice(this.count(more))
      case 3:
        return this.text(this.count(more))
      case 4:
        return this.list(this.count(more))
      case 5:
        return this.map(this.count(more))
      case 7:
        return this.simple(more)
      default:
        throw new Unusual() // a tag
    }
  }

  private count(more: number): number {
    if (more < 24) return more
    const { at, view } = this
    if (more === 24) {
      this.at += 1
      return view.getUint8(at)
    }
    if (more === 25) {
      this.at += 2
      return view.getUint16(at)
    }
    if (more === 26) {
      this.at += 4
      return view.getUint32(at)
    }
    if (more !== 27) throw new Unusual()
    this.at += 8
    const high = view.getUint32(at)
    if (high >= 2 ** 20) throw new Unusual() // more than a number holds
    return high * 2 ** 32 + view.getUint32(at + 4)
  }

  private slice(length: number): Uint8Array {
    return this.bytes.slice(this.at, this.end(length))
  }

  private text(length: number): string {
    const { at: from, bytes } = this
    const end = this.end(length)
    const part = bytes.subarray(from, end)
    if (length > SHORT) return utf8Text.decode(part)
    for (let at = from; at < end; at++) if ((bytes[at] as number) > 127) return utf8Text.decode(part)
    return String.fromCharCode.apply(null, part as unknown as number[])
  }

  /** The same names come again and again. */
  private key(): string {
    const { at: from, bytes } = this
    const length = (bytes[from] as number) - 0x60
    // Longer than 23 bytes, or no text.
    if (!(length > 0 && length < 24)) {
      const key = this.value()
      if (typeof key !== 'string') throw new Unusual()
      return key
    }
    const end = from + 1 + length
    let hash = length
    for (let at = from + 1; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) & 1023
    const known = names[hash]
    if (known !== undefined && isAt(known, bytes, from + 1, length)) {
      this.at = end
      return known
    }
    this.at += 1
    const key = this.text(length)
    names[hash] = key
    return key
  }

  private list(length: number): unknown[] {
    // Each takes a byte at least: a broken length fills no memory.
    if (length > this.bytes.byteLength - this.at) throw new Unusual()
    const list: unknown[] = []
    for (let n = 0; n < length; n++) list.push(this.value())
    return list
  }

  private map(length: number): Record<string, unknown> {
    const map: Record<string, unknown> = {}
    for (let n = 0; n < length; n++) {
      const key = this.key()
      if (key === '__proto__') throw new Unusual()
      map[key] = this.value()
    }
    return map
  }

  private simple(more: number): unknown {
    if (more === 20) return false
    if (more === 21) return true
    if (more === 22) return null
    const { at } = this
    if (more === 26) {
      this.at += 4
      return this.view.getFloat32(at)
    }
    if (more === 27) {
      this.at += 8
      return this.view.getFloat64(at)
    }
    if (more === 25) {
      this.at += 2
      return float16(this.view.getUint16(at))
    }
    throw new Unusual()
  }

  /** Goes on behind so many bytes. @returns where that is. */
  private end(length: number): number {
    this.at += length
    if (this.at > this.bytes.byteLength) throw new Unusual()
    return this.at
  }
}

/** Of the fractions that people meet, 0.25 or 0.75, the shortest form has 16 bits. */
function float16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >> 10) & 31
  const fraction = half & 1023
  if (exponent === 31) throw new Unusual() // no number
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
}
