import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import styles from './Dialog.module.css'

/** A question over the screen. Esc goes back; focus returns to where it was. */
export function Dialog(props: {
  readonly title: string
  readonly isOpen: boolean
  onClose(): void
  readonly children: ReactNode
}) {
  const { title, isOpen, onClose, children } = props
  return (
    <ModalOverlay className={styles.veil} isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal className={styles.modal}>
        <AriaDialog className={styles.dialog}>
          <Heading slot="title">{title}</Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
