import { useState } from 'react'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { Field } from '../design/Field.tsx'
import { Actions, Form, Note } from '../welcome/Frame.tsx'
import { useWords } from '../words/words.tsx'

const LONGEST = 100

/** Somebody who has not worked at this computer before says a name. */
export function NewPerson({ onAdd, onBack }: { onAdd(name: string): Promise<void>; onBack?: () => void }) {
  const { t } = useWords()
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>()
  const add = () => {
    if (name.trim() === '' || busy) return
    setBusy(true)
    onAdd(name.trim()).catch((cause: unknown) => {
      setFault(cause)
      setBusy(false)
    })
  }
  return (
    <Form onSubmit={add}>
      <Field label={t('new-name')} value={name} onChange={setName} maxLength={LONGEST} autoFocus />
      {fault !== undefined && <ToldOf cause={fault} />}
      <Actions>
        <Button look="primary" type="submit" isDisabled={busy || name.trim() === ''}>
          {t('new-begin')}
        </Button>
        {onBack && (
          <Button look="quiet" onPress={onBack}>
            {t('new-back')}
          </Button>
        )}
      </Actions>
      <Note>{t('new-note')}</Note>
    </Form>
  )
}
