import type { BecameNode } from '../../core/became/became.ts'
import styles from './Became.module.css'
import { layoutOf } from './tree-layout.ts'

const STEP_X = 44
const STEP_Y = 46
const AROUND = 22
const RADIUS = 8

/**
 * The tree from its prompt upwards: circles ask, leaves answer, mine have a ring, what reviewers have not decided is dashed,
 * and what is liked better hangs on a thicker branch. The words beside it say what matters of it.
 */
export function TreeGrown({ shape, label }: { shape: readonly BecameNode[]; label: string }) {
  const { spots, width, height } = layoutOf(shape)
  const [wide, high] = [(width - 1) * STEP_X + 2 * AROUND, height * STEP_Y + 2 * AROUND]
  const at = (place: number) => ({
    x: (spots[place]?.x ?? 0) * STEP_X + AROUND,
    y: (spots[place]?.y ?? 0) * STEP_Y + AROUND
  })
  return (
    <svg
      className={styles.tree}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${wide} ${high}`}
      style={{ inlineSize: wide, blockSize: 'auto' }}
    >
      {shape.map(({ parent, rank }, place) => {
        if (parent === undefined) return null
        const [from, to] = [at(parent), at(place)]
        const middle = (from.y + to.y) / 2
        const path = `M ${from.x} ${from.y} C ${from.x} ${middle}, ${to.x} ${middle}, ${to.x} ${to.y}`
        // biome-ignore lint/suspicious/noArrayIndexKey: a node is its place
        return <path key={place} d={path} data-best={rank === 0} />
      })}
      {shape.map((node, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a node is its place
        <Node key={place} {...node} {...at(place)} />
      ))}
    </svg>
  )
}

function Node({ x, y, role, mine, pending }: BecameNode & { readonly x: number; readonly y: number }) {
  const leaf = `M ${x - RADIUS} ${y + RADIUS} V ${y} A ${RADIUS} ${RADIUS} 0 1 1 ${x} ${y + RADIUS} Z`
  return (
    <g data-role={role} data-pending={pending}>
      {mine && <circle cx={x} cy={y} r={RADIUS + 5} className={styles.ring} />}
      {role === 'assistant' ? <path d={leaf} className={styles.leaf} /> : <circle cx={x} cy={y} r={RADIUS} />}
    </g>
  )
}
