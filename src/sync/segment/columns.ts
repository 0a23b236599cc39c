import { joined } from '../../core/bytes.ts'
import { encodeCbor } from '../../core/cbor.ts'
import { packIds } from './pack.ts'

/**
 * [SG6] A column is the values of one field over many facts, in the shortest of these forms:
 *
 *   [0, value, ...]                     as they are
 *   [1, first, least, base, digits]     whole numbers by their steps: each step less `least` is a digit
 *   [2, [value, ...], digits]           few values: each digit is a place in the list, the base its length
 *   [3, length, bytes]                  byte strings of one length, joined
 *
 * `digits` is one number in that base, most significant digit first, big-endian, in as many bytes as the largest
 * such number needs. Answers and times cost what they tell, instead of a byte or more each.
 */
export type Column = readonly [form: number, ...rest: unknown[]]

export function writeColumn(values: readonly unknown[]): Column {
  const forms = [
    asTheyAre(values),
    byValue(values),
    ...(values.every(isWhole) ? [bySteps(values)] : []),
    ...byLength(values)
  ]
  const sized = forms.map((form) => ({ form, size: encodeCbor(form).byteLength }))
  return sized.reduce((best, next) => (next.size < best.size ? next : best)).form
}

/** @throws {BadColumn} unless it is one of the forms and holds exactly `count` values. */
export function readColumn(column: unknown, count: number): unknown[] {
  if (!Array.isArray(column)) throw new BadColumn('is no list')
  const [form, ...rest] = column as unknown[]
  const values =
    form === 0
      ? rest
      : form === 1
        ? readSteps(rest, count)
        : form === 2
          ? readByValue(rest, count)
          : form === 3
            ? readJoined(rest, count)
            : undefined
  if (values?.length !== count) throw new BadColumn(`does not hold ${count} values`)
  return values
}

/** Bytes that do not hold the column they claim. Behind the segment's door it becomes `malformed`. */
export class BadColumn extends Error {
  override name = 'BadColumn' as const
}

function asTheyAre(values: readonly unknown[]): Column {
  return [0, ...values.map(packIds)]
}

function byValue(values: readonly unknown[]): Column {
  const places = new Map<string, number>()
  const list: unknown[] = []
  const digits = values.map((value) => {
    const packed = packIds(value)
    const key = String(encodeCbor(packed))
    const place = places.get(key) ?? list.push(packed) - 1
    places.set(key, place)
    return place
  })
  return [2, list, writeDigits(digits, list.length)]
}

function bySteps(values: readonly number[]): Column {
  const steps = values.slice(1).map((value, i) => value - (values[i] ?? 0))
  const least = steps.reduce((a, b) => Math.min(a, b), steps[0] ?? 0)
  const most = steps.reduce((a, b) => Math.max(a, b), least)
  const base = most - least + 1
  // A step between safe numbers need not be one, and then would come back rounded.
  if (!steps.every(isWhole) || !isWhole(base)) return asTheyAre(values)
  return [
    1,
    values[0] ?? 0,
    least,
    base,
    writeDigits(
      steps.map((step) => step - least),
      base
    )
  ]
}

function byLength(values: readonly unknown[]): Column[] {
  const first = values[0]
  const length = first instanceof Uint8Array ? first.byteLength : 0
  if (length === 0 || !values.every((value) => value instanceof Uint8Array && value.byteLength === length)) return []
  return [[3, length, joined(...(values as Uint8Array[]))]]
}

function readSteps([first, least, base, digits]: unknown[], count: number): number[] {
  if (!isWhole(first) || !isWhole(least) || !isWhole(base) || base < 1) throw new BadColumn('steps by no number')
  const values = [first]
  for (const digit of readDigits(digits, count - 1, base)) values.push((values.at(-1) ?? 0) + (least + digit))
  if (!values.every(isWhole)) throw new BadColumn('steps out of the whole numbers')
  return values
}

function readByValue([list, digits]: unknown[], count: number): unknown[] {
  if (!Array.isArray(list) || list.length < 1) throw new BadColumn('lists no values')
  return readDigits(digits, count, list.length).map((digit) => list[digit])
}

function readJoined([length, bytes]: unknown[], count: number): Uint8Array[] {
  if (!isWhole(length) || length < 1 || !(bytes instanceof Uint8Array) || bytes.byteLength !== length * count)
    throw new BadColumn('joins no such bytes')
  return Array.from({ length: count }, (_, i) => bytes.slice(i * length, (i + 1) * length))
}

function writeDigits(digits: readonly number[], base: number): Uint8Array {
  let number = digits.reduce((sum, digit) => sum * BigInt(base) + BigInt(digit), 0n)
  const bytes = new Uint8Array(digitBytes(digits.length, base))
  for (let at = bytes.length - 1; at >= 0; at--, number >>= 8n) bytes[at] = Number(number & 0xffn)
  return bytes
}

function readDigits(bytes: unknown, count: number, base: number): number[] {
  if (count < 0 || !(bytes instanceof Uint8Array) || bytes.byteLength !== digitBytes(count, base))
    throw new BadColumn('has digits of another length')
  let number = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const digits = new Array<number>(count)
  for (let at = count - 1; at >= 0; at--, number /= BigInt(base)) digits[at] = Number(number % BigInt(base))
  if (number !== 0n) throw new BadColumn('has digits beyond its values')
  return digits
}

/** Bytes of the largest number with so many digits. */
function digitBytes(count: number, base: number): number {
  return Math.ceil((BigInt(base) ** BigInt(count) - 1n).toString(16).length / 2) * (count > 0 && base > 1 ? 1 : 0)
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}
