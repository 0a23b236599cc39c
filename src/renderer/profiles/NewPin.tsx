import { type ReactNode, useState } from 'react'
import { isLongEnough } from '../../client/profiles/lock.ts'
import { Button } from '../design/Button.tsx'
import { Field } from '../design/Field.tsx'
import { Actions, Form, Note } from '../welcome/Frame.tsx'
import { useWords } from '../words/words.tsx'

/** Chooses a PIN, given twice. */
export function NewPin({ onPin, children }: { onPin(pin: string): Promise<void>; readonly children?: ReactNode }) {
  const { t } = useWords()
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [fault, setFault] = useState<'pin-short' | 'pin-differ'>()
  const [busy, setBusy] = useState(false)
  const choose = () => {
    if (busy) return
    const wrong = !isLongEnough(pin) ? 'pin-short' : pin !== again ? 'pin-differ' : undefined
    setFault(wrong)
    if (wrong) return
    setBusy(true)
    void onPin(pin).finally(() => setBusy(false))
  }
  return (
    <Form onSubmit={choose}>
      <Field
        label={t('pin-new')}
        note={t('pin-new-note')}
        value={pin}
        onChange={setPin}
        isSecret
        autoFocus
        fault={fault === 'pin-short' ? t('pin-short') : undefined}
      />
      <Field
        label={t('pin-again')}
        value={again}
        onChange={(next) => {
          setAgain(next)
          setFault(undefined)
        }}
        isSecret
        fault={fault === 'pin-differ' ? t('pin-differ') : undefined}
      />
      <Note>{t('pin-weak')}</Note>
      <p role="status">{busy && t('unlock-busy')}</p>
      <Actions>
        <Button look="primary" type="submit" isDisabled={busy || pin === '' || again === ''}>
          {t('pin-make')}
        </Button>
        {children}
      </Actions>
    </Form>
  )
}
