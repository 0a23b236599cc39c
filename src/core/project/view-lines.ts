import { compareText } from '../bytes.ts'
import { writeJson } from '../json.ts'
import type { TreeView } from '../tree/view.ts'

/** A tree as one line of JSON, the same bytes for the same view: its fields under their names, `outcomes` by fact. */
export function writeView(view: TreeView): string {
  return writeJson(plain(view))
}

/** Fields in the order in which a view has them, and no holes. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const entries =
    value instanceof Map ? [...value].sort(([a], [b]) => compareText(String(a), String(b))) : Object.entries(value)
  return new Map(entries.flatMap(([key, inner]) => (inner === undefined ? [] : [[key, plain(inner)] as const])))
}
