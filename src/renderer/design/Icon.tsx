import styles from './Icon.module.css'
import { ICONS } from './icons.ts'

export type IconName = keyof typeof ICONS

/** Those that point along the line of reading turn round with it. */
const MIRRORED: readonly IconName[] = ['prev', 'next', 'skip', 'undo', 'moveto', 'returned']

/**
 * A picture beside its word; screen readers pass over it. One element that is drawn, and no reference to a file of many:
 * a screen has some ten of them, and each `use` is a tree of its own.
 */
export function Icon({ name, size = 20 }: { name: IconName; size?: 16 | 20 }) {
  const look = [styles.icon, size === 16 && styles.small, MIRRORED.includes(name) && styles.mirrored]
  return (
    <svg className={look.filter(Boolean).join(' ')} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={ICONS[name]} />
    </svg>
  )
}
