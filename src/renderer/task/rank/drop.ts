import type { Layout } from './rank-keys.ts'

/** Where a card lies on the screen. */
export type Box = {
  readonly card: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}
/** What letting go of a dragged card does: it comes before or after another one, or ties with it. */
export type Drop = { readonly onto: number; readonly how: 'before' | 'equal' | 'after' }

/** So much of a card at its start and at its end means before and after; between them is its tie. */
const EDGE = 0.3

/**
 * What letting go at this point does; undefined: nothing, since the dragged card itself lies nearest.
 *
 * @param boxes as they lay when nothing was dragged.
 */
export function dropAt(
  boxes: readonly Box[],
  point: { readonly x: number; readonly y: number },
  card: number,
  layout: Layout,
  dir: 'ltr' | 'rtl'
): Drop | undefined {
  const [nearest] = [...boxes].sort((a, b) => distance(a, point) - distance(b, point))
  if (!nearest || nearest.card === card) return undefined
  const { left, right, top, bottom } = nearest
  const along = layout === 'list' ? (point.y - top) / (bottom - top) : (point.x - left) / (right - left)
  const part = layout === 'columns' && dir === 'rtl' ? 1 - along : along
  return { onto: nearest.card, how: part < EDGE ? 'before' : part > 1 - EDGE ? 'after' : 'equal' }
}

function distance({ left, right, top, bottom }: Box, { x, y }: { readonly x: number; readonly y: number }): number {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom))
}
