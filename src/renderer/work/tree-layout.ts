import type { BecameNode } from '../../core/became/became.ts'

/** A place in a drawing that grows upwards from its root; both count steps. */
export type Spot = { readonly x: number; readonly y: number }

/**
 * Where the nodes of a tree stand: each above what it answers, those without answers side by side, the others in the
 * middle above theirs.
 *
 * @param shape parents before children.
 */
export function layoutOf(shape: readonly BecameNode[]): { spots: readonly Spot[]; width: number; height: number } {
  const depths: number[] = []
  const childrenOf = shape.map((): number[] => [])
  for (const [at, { parent }] of shape.entries()) {
    depths.push(parent === undefined ? 0 : (depths[parent] ?? 0) + 1)
    if (parent !== undefined) childrenOf[parent]?.push(at)
  }
  let leaves = 0
  const xs = new Array<number>(shape.length).fill(0)
  const place = (at: number): void => {
    const children = childrenOf[at] ?? []
    for (const child of children) place(child)
    const [first, last] = [children[0], children.at(-1)]
    xs[at] = first === undefined || last === undefined ? leaves++ : ((xs[first] ?? 0) + (xs[last] ?? 0)) / 2
  }
  for (const [at, { parent }] of shape.entries()) if (parent === undefined) place(at)
  const height = Math.max(0, ...depths)
  return { spots: shape.map((_, at) => ({ x: xs[at] ?? 0, y: height - (depths[at] ?? 0) })), width: leaves, height }
}
