import { type FormEvent, useState } from 'react'
import type { FactId } from '../../core/fact/fact.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Dialog, DialogWays } from '../design/Dialog.tsx'
import { LongField } from '../design/LongField.tsx'
import { useToast } from '../design/Toast.tsx'
import { useOnce } from '../design/use-once.ts'
import { useDevice } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Became.module.css'

/** Asks the moderators for another look, in the author's own words. It needs no network: it goes out as all work does. */
export function AppealDialog({ item, isOpen, onClose }: { item: FactId; isOpen: boolean; onClose(): void }) {
  const { t } = useWords()
  return (
    <Dialog title={t('appeal-title')} isOpen={isOpen} onClose={onClose}>
      <Appeal item={item} onClose={onClose} />
    </Dialog>
  )
}

function Appeal({ item, onClose }: { item: FactId; onClose(): void }) {
  const { t } = useWords()
  const { show } = useToast()
  const device = useDevice()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState(false)
  const [wrong, setWrong] = useState<unknown>()
  const once = useOnce()
  const isEmpty = text.trim() === ''
  const hand = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setAsked(true)
    if (isEmpty) return event.currentTarget.querySelector('textarea')?.focus()
    try {
      await once(async () => {
        await device.appeal(item, text)
        onClose()
        show({ words: t('appeal-done') })
      })
    } catch (cause) {
      setWrong(cause)
    }
  }
  return (
    <form className={styles.appeal} onSubmit={(event) => void hand(event)}>
      <LongField
        label={t('appeal-text')}
        note={t('appeal-note')}
        fault={asked && isEmpty ? t('appeal-missing') : undefined}
        onType={setText}
        rows={4}
        autoFocus
      />
      {wrong !== undefined && <ToldOf cause={wrong} />}
      <DialogWays submit={t('appeal-do')} back={t('cancel')} onBack={onClose} />
    </form>
  )
}
