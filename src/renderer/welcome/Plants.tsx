import styles from './Plants.module.css'

type Plant = { readonly x: number; readonly height: number; readonly far?: boolean; readonly leans: number }

/** Young growth, small ones in the back. */
const PLANTS: readonly Plant[] = [
  { x: 34, height: 62, leans: -10, far: true },
  { x: 92, height: 84, leans: 6, far: true },
  { x: 148, height: 196, leans: -8 },
  { x: 196, height: 58, leans: 8, far: true },
  { x: 236, height: 116, leans: 5 },
  { x: 284, height: 158, leans: -6 },
  { x: 330, height: 70, leans: -8, far: true },
  { x: 368, height: 88, leans: 6, far: true },
  { x: 408, height: 140, leans: -4 },
  { x: 452, height: 214, leans: 8 },
  { x: 494, height: 76, leans: -6, far: true }
]
const GROUND = 300

/** The only ornament of the app. */
export function Plants() {
  return (
    <svg
      className={styles.plants}
      viewBox="0 0 520 340"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      focusable="false"
    >
      {PLANTS.filter(({ far }) => far).map(draw)}
      <path className={styles.soil} d={`M0 ${GROUND + 6}C140 ${GROUND - 8} 330 ${GROUND + 16} 520 ${GROUND}V340H0z`} />
      {PLANTS.filter(({ far }) => !far).map(draw)}
    </svg>
  )
}

/** A stem with a bud; leaves by turns on either side, smaller towards the top. */
function draw({ x, height, leans, far }: Plant) {
  const top = { x: x + leans, y: GROUND + 8 - height }
  const leaves = Math.floor(height / 24)
  return (
    <g key={x} className={far ? styles.far : styles.near}>
      <path
        className={styles.stem}
        d={`M${x} ${GROUND + 12}Q${x - leans} ${GROUND + 8 - height / 2} ${top.x} ${top.y + 12}`}
        strokeWidth={1.6 + height / 110}
      />
      {Array.from({ length: leaves }, (_, n) => {
        const part = (n + 0.6) / (leaves + 0.6)
        const size = (0.55 + height / 260) * (1.15 - part * 0.5)
        return (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: a leaf is its place
            key={n}
            className={n % 3 === 2 ? styles.pale : styles.leaf}
            d="M0 0C1.6-8 8-11 20-10C20 -2 12 5 0 0z"
            transform={`translate(${alongStem(x, leans, top.x, part)} ${GROUND + 8 - height * part}) scale(${n % 2 ? -size : size} ${size})`}
          />
        )
      })}
      <path className={styles.leaf} d="M0 12C-8 8-9-4 0-13C9-4 8 8 0 12z" transform={`translate(${top.x} ${top.y})`} />
    </g>
  )
}

/** Where a stem stands at a part of its height: it is a curve of one bend. */
function alongStem(from: number, leans: number, to: number, part: number): number {
  return (1 - part) ** 2 * from + 2 * part * (1 - part) * (from - leans) + part ** 2 * to
}
