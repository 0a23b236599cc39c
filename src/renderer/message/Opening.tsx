import { type FocusEvent, type ReactNode, useRef, useState } from 'react'
import { Button } from '../design/Button.tsx'
import styles from './Opening.module.css'
import { useLength, useSeen } from './use-length.ts'

/**
 * What may be longer than its place shows its beginning and opens on demand: nothing is ever cut without a word. The place
 * says how much shows, as `max-block-size` of it or as `--shown`.
 */
export function Opening(props: {
  readonly readAll: string
  readonly showLess: string
  readonly className?: string | undefined
  /** Tells whether all of it was seen, once it is known to be cut. */
  onSeen?: (whole: boolean) => void
  readonly children: ReactNode
}) {
  const { readAll, showLess, className, children, onSeen } = props
  const box = useRef<HTMLDivElement>(null)
  const { isMore } = useLength(box)
  const [isOpen, setOpen] = useState(false)
  useSeen(isMore && !isOpen, onSeen)
  // A link below the edge would have the focus unseen.
  const onFocus = ({ target, currentTarget }: FocusEvent<HTMLElement>) => {
    if (target.getBoundingClientRect().bottom > currentTarget.getBoundingClientRect().bottom) setOpen(true)
  }
  return (
    <div className={[styles.opening, className].filter(Boolean).join(' ')} data-open={isOpen}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears where the focus is */}
      <div ref={box} className={styles.shown} onFocus={onFocus}>
        <div>{children}</div>
      </div>
      {(isMore || isOpen) && (
        <Rest icon={isOpen ? 'up' : 'down'} onPress={() => setOpen(!isOpen)}>
          {isOpen ? showLess : readAll}
        </Rest>
      )}
    </div>
  )
}

/** The button at the edge where a text is cut. */
export function Rest(props: { readonly icon: 'up' | 'down'; readonly children: string; onPress(): void }) {
  const { icon, children, onPress } = props
  return (
    <div className={styles.rest}>
      <Button look="quiet" small icon={icon} onPress={onPress}>
        {children}
      </Button>
    </div>
  )
}
