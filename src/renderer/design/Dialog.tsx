import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Button } from './Button.tsx'
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

/** The end of a question that is a form: the button that submits it, and the way back. */
export function DialogWays({ submit, back, onBack }: { submit: string; back: string; onBack(): void }) {
  return (
    <div className={styles.ways}>
      <Button look="primary" type="submit">
        {submit}
      </Button>
      <Button look="quiet" onPress={onBack} keys={['Esc']}>
        {back}
      </Button>
    </div>
  )
}
