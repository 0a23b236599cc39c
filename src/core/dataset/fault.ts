import { fitsFact } from '../json.ts'
import { type Fault, pathTo } from './parsed.ts'

/** How deep the value of one field may be nested. Real ones are nested 3 deep; facts are read by recursion. */
const MAX_NESTING = 100

type Place = { readonly value: unknown; readonly key: string | number; readonly above?: Place; readonly depth: number }

/**
 * [IM5] The first thing in a JSON value that a fact cannot carry: half a character in a text or a name, a number that
 * would lose digits, nesting without end. It walks without recursion, since the nesting is what it guards against.
 */
export function faultIn(value: unknown, path: string): Fault | undefined {
  const open: Place[] = [{ value, key: '', depth: 0 }]
  for (let place = open.pop(); place; place = open.pop()) {
    const { value: here, depth } = place
    const problem = problemOf(here, depth)
    if (problem !== undefined) return { field: pathOf(place, path) || 'line', problem }
    if (typeof here !== 'object' || here === null) continue
    const inner: [string | number, unknown][] = Array.isArray(here) ? [...here.entries()] : Object.entries(here)
    for (const [key, item] of inner.reverse()) {
      if (typeof key === 'string' && !key.isWellFormed())
        return { field: pathOf(place, path) || 'line', problem: `has a field whose name ${HALF}` }
      open.push({ value: item, key, above: place, depth: depth + 1 })
    }
  }
  return undefined
}

const HALF = 'has half a character (a lone surrogate)'

function problemOf(value: unknown, depth: number): string | undefined {
  if (depth > MAX_NESTING) return `is nested more than ${MAX_NESTING} deep`
  if (typeof value === 'string' && !value.isWellFormed()) return HALF
  if ((typeof value === 'number' || typeof value === 'bigint') && !fitsFact(value))
    return 'is a number too large to be kept exactly (beyond 64 bits)'
  return undefined
}

function pathOf(place: Place, path: string): string {
  const keys: (string | number)[] = []
  for (let at: Place | undefined = place; at?.above; at = at.above) keys.unshift(at.key)
  return keys.reduce<string>(pathTo, path)
}
