import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import type { Content, FactId } from '../../core/fact/fact.ts'
import { readColumn, writeColumn } from './columns.ts'
import { ID_TAGS, isMap } from './pack.ts'

/** Most facts in one segment, and most fields in one fact: bounds for what a hostile body can ask for. */
export const MAX_FACTS = 512
const MAX_FIELDS = 2000

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
  const shapes = (body[0] as unknown[]).map(readPaths)
  const order = readColumn(body[1], count)
  const counts = shapes.map((_, place) => order.filter((at) => at === place).length)
  if (counts.reduce((a, b) => a + b, 0) !== count || counts.includes(0)) throw new RangeError('facts without a shape')
  const columns = body.slice(2)
  if (columns.length !== shapes.reduce((sum, paths) => sum + paths.length, 0)) throw new RangeError('columns astray')
  let at = 0
  const rows = shapes.map((paths, place) => {
    const fields = paths.map((path) => ({ path, values: readColumn(columns[at++], counts[place] ?? 0) }))
    return Array.from({ length: counts[place] ?? 0 }, (_, row) =>
      fields.map(({ path, values }) => ({ path, value: values[row] }))
    )
  })
  const next = shapes.map(() => 0)
  return order.map((place) => {
    const shape = place as number
    const row = rows[shape]?.[next[shape] ?? 0] ?? []
    next[shape] = (next[shape] ?? 0) + 1
    return taskIn(nested(row), batches)
  })
}

/** Leaves by path; lists, bytes and empty maps are leaves. Paths are JSON, in the order of their text. */
function flat(map: Record<string, unknown>): Map<string, unknown> {
  const leaves: [string, unknown][] = []
  const walk = (value: unknown, path: readonly string[]): void => {
    if (path.length > 0 && (!isMap(value) || Object.keys(value).length === 0))
      leaves.push([JSON.stringify(path), value])
    else for (const [key, inner] of Object.entries(value as object)) walk(inner, [...path, key])
  }
  walk(map, [])
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
        Array.isArray(path) && path.length > 0 && path.length < 50 && path.every((key) => typeof key === 'string')
    )
  if (!ok) throw new RangeError('no shape')
  return paths as string[][]
}

function taskOut(content: Content, batches: readonly FactId[]): Record<string, unknown> {
  if (TASK in content) throw new RangeError(`${TASK} is a name of the wire's own`)
  const [batch, index] = Array.isArray(content.task) ? content.task : []
  const place = batches.indexOf(batch)
  if (place < 0 || !Number.isSafeInteger(index)) return content
  const { task: _, ...rest } = content
  return { ...rest, [TASK]: index * MAX_BATCHES + place }
}

function taskIn(row: Record<string, unknown>, batches: readonly FactId[]): Content {
  const { [TASK]: packed, ...rest } = row
  if (packed !== undefined) {
    const batch = batches[(packed as number) % MAX_BATCHES]
    if (typeof packed !== 'number' || packed < 0 || batch === undefined) throw new RangeError('a task of no batch')
    rest.task = [batch, Math.floor(packed / MAX_BATCHES)]
  }
  if (typeof rest.kind !== 'string' || !Number.isSafeInteger(rest.v))
    throw new RangeError('a fact without kind and version')
  return rest as Content
}
