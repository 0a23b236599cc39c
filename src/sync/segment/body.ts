import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import type { Content, FactId } from '../../core/fact/fact.ts'
import { readColumn, writeColumn } from './columns.ts'
import { ID_TAGS, isMap } from './pack.ts'

/**
 * Bounds for what a hostile body can ask for: facts in one segment, fields in one fact, keys in a path, maps and lists
 * within each other, and what all facts weigh (an honest segment: up to 200 kB). Without them 111 bytes cost 0.5 s.
 */
export const MAX_FACTS = 512
const MAX_FIELDS = 2000
const MAX_DEPTH = 4
const MAX_NESTING = 64
export const MAX_WEIGHT = 512 * 1024

/** Stands for `task` on the wire: 8 times the place in the batch, plus the place of the batch in the header. */
const TASK = '@task'
export const MAX_BATCHES = 8

/**
 * [SG4] The facts of a segment as bytes (not yet deflated): `[shapes, order, columns...]`.
 *
 * A shape is the list of field paths that facts have in common; `order` is a column with the place of each fact's
 * shape; then come, shape by shape and path by path, the columns. Map keys appear once a segment, not once a fact.
 *
 * @param batches the lendings that the header names; every task names one of them.
 */
export function writeBody(contents: readonly Content[], batches: readonly FactId[]): Uint8Array {
  const rows = contents.map((content) => flat(taskOut(content, batches)))
  const shapes = new Map<string, { paths: string[][]; rows: Map<string, unknown>[] }>()
  const order = rows.map((row) => {
    const key = JSON.stringify([...row.keys()])
    const shape = shapes.get(key) ?? { paths: [...row.keys()].map((path) => JSON.parse(path) as string[]), rows: [] }
    shape.rows.push(row)
    shapes.set(key, shape)
    return [...shapes.keys()].indexOf(key)
  })
  const columns = [...shapes.values()].flatMap(({ paths, rows }) =>
    paths.map((path) => writeColumn(rows.map((row) => row.get(JSON.stringify(path)))))
  )
  return encodeCbor([[...shapes.values()].map(({ paths }) => paths), writeColumn(order), ...columns])
}

/**
 * @param count how many facts the header says there are.
 * @throws RangeError, BadColumn or MalformedCbor for anything but such a body; the caller makes them a refusal.
 */
export function readBody(bytes: Uint8Array, count: number, batches: readonly FactId[]): Content[] {
  const body = decodeCbor(bytes, ID_TAGS)
  if (!Array.isArray(body) || !Array.isArray(body[0])) throw new RangeError('no body')
  if (body[0].length > count) throw new RangeError('more shapes than facts')
  const shapes = (body[0] as unknown[]).map(readPaths)
  const order = readColumn(body[1], count)
  const counts = shapes.map((_, place) => order.filter((at) => at === place).length)
  if (counts.reduce((a, b) => a + b, 0) !== count || counts.includes(0)) throw new RangeError('facts without a shape')
  const columns = body.slice(2)
  if (columns.length !== shapes.reduce((sum, paths) => sum + paths.length, 0)) throw new RangeError('columns astray')
  const cells = shapes.reduce((sum, paths, place) => sum + paths.length * (counts[place] ?? 0), 0)
  if (cells * VALUE_WEIGHT > MAX_WEIGHT) throw new RangeError('too many values')
  let at = 0
  const rows = shapes.map((paths, place) => {
    const fields = paths.map((path) => ({ path, values: readColumn(columns[at++], counts[place] ?? 0) }))
    return Array.from({ length: counts[place] ?? 0 }, (_, row) =>
      fields.map(({ path, values }) => ({ path, value: values[row] }))
    )
  })
  const next = shapes.map(() => 0)
  let weight = 0
  return order.map((place) => {
    const shape = place as number
    const row = rows[shape]?.[next[shape] ?? 0] ?? []
    next[shape] = (next[shape] ?? 0) + 1
    const content = taskIn(nested(row), batches)
    weight += weigh(content)
    if (weight > MAX_WEIGHT) throw new RangeError('facts that weigh too much')
    return content
  })
}

const VALUE_WEIGHT = 8

/**
 * About the bytes that a value takes in memory. A column can name one large value 512 times.
 *
 * @throws RangeError if it is nested deeper than anything honest.
 */
export function weigh(value: unknown, nesting = MAX_NESTING): number {
  if (typeof value === 'string') return VALUE_WEIGHT + value.length
  if (value instanceof Uint8Array) return VALUE_WEIGHT + value.byteLength
  if (typeof value !== 'object' || value === null) return VALUE_WEIGHT
  if (nesting === 0) throw new RangeError('nested too deep')
  if (Array.isArray(value)) return value.reduce((sum, inner) => sum + weigh(inner, nesting - 1), VALUE_WEIGHT)
  return Object.entries(value).reduce((sum, [key, inner]) => sum + key.length + weigh(inner, nesting - 1), VALUE_WEIGHT)
}

/**
 * Leaves by path; lists, bytes, empty maps and maps at the greatest depth are leaves. Paths are JSON, in the order of
 * their text. A fact of too many leaves keeps its maps whole.
 */
function flat(map: Record<string, unknown>, depth = MAX_DEPTH): Map<string, unknown> {
  const leaves: [string, unknown][] = []
  const walk = (value: unknown, path: readonly string[]): void => {
    if (path.length > 0 && (path.length === depth || !isMap(value) || Object.keys(value).length === 0))
      leaves.push([JSON.stringify(path), value])
    else for (const [key, inner] of Object.entries(value as object)) walk(inner, [...path, key])
  }
  walk(map, [])
  if (leaves.length > MAX_FIELDS && depth > 1) return flat(map, 1)
  return new Map(leaves.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function nested(fields: readonly { path: readonly string[]; value: unknown }[]): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const { path, value } of fields) {
    let at = root
    for (const key of path.slice(0, -1)) {
      if (!Object.hasOwn(at, key)) put(at, key, {})
      const inner = at[key]
      if (!isMap(inner)) throw new RangeError('a field below a value')
      at = inner
    }
    const last = path.at(-1) as string
    if (Object.hasOwn(at, last)) throw new RangeError('a field twice')
    put(at, last, value)
  }
  return root
}

/** `map[key] = value`, also where the key is `__proto__`. */
function put(map: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, configurable: true, enumerable: true, writable: true })
}

function readPaths(paths: unknown): string[][] {
  const ok =
    Array.isArray(paths) &&
    paths.length <= MAX_FIELDS &&
    paths.every(
      (path) =>
        Array.isArray(path) &&
        path.length > 0 &&
        path.length <= MAX_DEPTH &&
        path.every((key) => typeof key === 'string')
    )
  if (!ok) throw new RangeError('no shape')
  return paths as string[][]
}

/** The lending whose task a fact names, if it does so in the one way that travels by place. */
export function lendingNamed({ task }: Content): FactId | undefined {
  const [lending, place] = Array.isArray(task) && task.length === 2 ? (task as unknown[]) : []
  const named = typeof lending === 'string' && /^[0-9a-f]{64}$/.test(lending)
  return named && isCount(place) && isCount(place * MAX_BATCHES + MAX_BATCHES) ? lending : undefined
}

function taskOut(content: Content, batches: readonly FactId[]): Record<string, unknown> {
  if (TASK in content) throw new RangeError(`${TASK} is a name of the wire's own`)
  const lending = lendingNamed(content)
  const place = lending === undefined ? -1 : batches.indexOf(lending)
  if (place < 0) return content
  const { task, ...rest } = content
  return { ...rest, [TASK]: (task as [FactId, number])[1] * MAX_BATCHES + place }
}

function taskIn(row: Record<string, unknown>, batches: readonly FactId[]): Content {
  const { [TASK]: packed, ...rest } = row
  if (packed !== undefined) {
    const batch = isCount(packed) ? batches[packed % MAX_BATCHES] : undefined
    if (batch === undefined || Object.hasOwn(rest, 'task')) throw new RangeError('a task of no batch')
    rest.task = [batch, Math.floor((packed as number) / MAX_BATCHES)]
  }
  if (typeof rest.kind !== 'string' || !Number.isSafeInteger(rest.v))
    throw new RangeError('a fact without kind and version')
  return rest as Content
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
