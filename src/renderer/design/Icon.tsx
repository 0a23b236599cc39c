import styles from './Icon.module.css'
import sprite from './icons.svg'

export type IconName =
  | ('draft' | 'saved' | 'waiting' | 'handed' | 'received' | 'merged' | 'returned')
  | ('today' | 'work' | 'sync' | 'room' | 'guide' | 'settings' | 'message' | 'rank' | 'judge' | 'hub')
  | ('computer' | 'skip' | 'undo' | 'pin' | 'plus' | 'close' | 'check' | 'down' | 'up' | 'next' | 'prev' | 'equal')
  | (
      | 'moveto'
      | 'search'
      | 'arrowup'
      | 'arrowdown'
      | 'warn'
      | 'info'
      | 'lock'
      | 'flag'
      | 'thumbup'
      | 'thumbdown'
      | 'export'
      | 'copy'
      | 'history'
      | 'mark'
      | 'read'
      | 'unread'
      | 'queue'
      | 'grip'
    )

/** Those that point along the line of reading turn round with it. */
const MIRRORED: readonly IconName[] = ['prev', 'next', 'skip', 'undo', 'moveto', 'returned']

/** A picture beside its word; screen readers pass over it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: 16 | 20 | 28 }) {
  const look = [styles.icon, size === 16 && styles.small, size === 28 && styles.mark]
  const turn = MIRRORED.includes(name) && styles.mirrored
  return (
    <svg className={[...look, turn].filter(Boolean).join(' ')} aria-hidden="true" focusable="false">
      <use href={`${sprite}#${name}`} />
    </svg>
  )
}
