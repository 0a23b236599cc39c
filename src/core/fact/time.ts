import type { KnownFact } from './check.ts'
import { Shapes } from './shapes.ts'

/**
 * When a fact says that it was made, in seconds since 1970: the field that its kind has for it, and no other's, which
 * nobody has checked. undefined: its kind has none.
 */
export function timeOf({ is, content }: KnownFact): number | undefined {
  const { entries } = Shapes[is]
  const { saved, at } = content as { readonly saved?: number; readonly at?: number }
  return 'saved' in entries ? saved : 'at' in entries ? at : undefined
}
