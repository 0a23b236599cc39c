import { useState } from 'react'
import type { Profile } from '../../client/profiles/profile.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { Field } from '../design/Field.tsx'
import { Actions, Form } from '../welcome/Frame.tsx'
import { useWords, type WordKey } from '../words/words.tsx'
import { useUnlock } from './use-unlock.ts'

/** Asks for the PIN that a profile has. */
export function PinField(props: {
  readonly profile: Profile
  readonly label: WordKey
  readonly go: WordKey
  onOpen(secret: Uint8Array): void
  readonly children?: React.ReactNode
}) {
  const { t } = useWords()
  const [pin, setPin] = useState('')
  const { busy, wrong, wait, cause, open } = useUnlock(props.profile)
  const tryIt = async () => {
    if (pin === '' || wait > 0) return
    const secret = await open(pin)
    if (secret) props.onOpen(secret)
    else setPin('')
  }
  return (
    <Form onSubmit={() => void tryIt()}>
      <Field
        label={t(props.label)}
        value={pin}
        onChange={setPin}
        isSecret
        autoFocus
        fault={wrong > 0 && pin === '' && !busy ? t('unlock-wrong', { count: wrong }) : undefined}
      />
      <p role="status">{busy ? t('unlock-busy') : wait > 0 && t('unlock-wait', { seconds: wait })}</p>
      {cause !== undefined && <ToldOf cause={cause} />}
      <Actions>
        <Button look="primary" type="submit" isDisabled={busy || wait > 0 || pin === ''}>
          {t(props.go)}
        </Button>
        {props.children}
      </Actions>
    </Form>
  )
}
