import styles from './Ticks.module.css'

type Look = 'open' | 'done' | 'skipped' | 'now'

/** Pixels. */
const STEP = 15
const GAP = 3
const HEIGHT = 22
/** The one that is worked on comes last: it may touch its neighbours where there is little room. */
const LOOKS: readonly Look[] = ['open', 'done', 'skipped', 'now']

/**
 * One tick a task: filled, hatched = skipped, tall = now. Says nothing that words beside it do not say. All that look
 * alike are one line: a batch has dozens of tasks.
 */
export function Ticks({ of }: { of: readonly Look[] }) {
  const width = of.length * STEP - GAP
  const lines = LOOKS.map((look) => [
    look,
    of.map((is, place) => (is === look ? tick(look, place * STEP) : '')).join('')
  ])
  return (
    <svg
      className={styles.ticks}
      width={width}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {lines.map(([look, line]) => line && <path key={look} data-is={look} d={line} />)}
    </svg>
  )
}

function tick(look: Look, x: number): string {
  if (look === 'now') return `M${x + 1} 1h10v20h-10z`
  const box = `M${x + 0.5} 8.5h11v13h-11z`
  return look === 'skipped' ? `${box}M${x + 0.5} 16l6-7.5M${x + 4} 21.5l7.5-9` : box
}
