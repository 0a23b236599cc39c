import { lazy, type ReactNode, Suspense, useId, useState } from 'react'
import { visible } from '../words/visible.ts'
import styles from './Message.module.css'

// The address by itself, where the way there cannot be fetched.
const Where = lazy(async () => {
  const loaded = await import('./Where.tsx').catch(() => undefined)
  return { default: loaded?.Where ?? AddressAlone }
})

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
        <Suspense fallback={<AddressAlone id={id} address={address} />}>
          <Where id={id} address={address} />
        </Suspense>
      )}
    </>
  )
}

function AddressAlone({ id, address }: { id: string; address: string }) {
  return (
    <bdi id={id} dir="ltr">
      {' '}
      {visible(address)}
    </bdi>
  )
}
