import { lazy, type ReactNode, Suspense, useId, useState } from 'react'
import styles from './Message.module.css'

const Where = lazy(async () => ({ default: (await import('./Where.tsx')).Where }))

/**
 * A link of a message does nothing until somebody asks: its words can say anything, so a press first shows where it leads.
 *
 * @param address http, https or mailto; anything else is no link.
 */
export function Address({ address, children }: { address: string; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <button
        type="button"
        className={styles.link}
        aria-expanded={isOpen}
        {...(isOpen && { 'aria-controls': id })}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && (
        <Suspense fallback={<bdi dir="ltr"> {address}</bdi>}>
          <Where id={id} address={address} />
        </Suspense>
      )}
    </>
  )
}
