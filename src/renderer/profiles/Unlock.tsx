import { useState } from 'react'
import { changePin } from '../../client/profiles/lock.ts'
import type { Lock, Profile, ProfileId } from '../../client/profiles/profile.ts'
import { Button } from '../design/Button.tsx'
import { Frame } from '../welcome/Frame.tsx'
import { LanguageChoice } from '../words/LanguageChoice.tsx'
import { useWords } from '../words/words.tsx'
import { profiles, random } from './door.ts'
import { Forgot } from './Forgot.tsx'
import { NewPerson } from './NewPerson.tsx'
import { NewPin } from './NewPin.tsx'
import { PinField } from './PinField.tsx'

export type UnlockProps = {
  readonly profile: Profile
  onOpen(id: ProfileId, secret: Uint8Array): void
  onOther(): void
  onAdd(name: string): Promise<void>
}
type Step = { readonly is: 'pin' | 'forgot' | 'new' } | { readonly is: 'renew'; readonly secret: Uint8Array }

/** Whoever has set a PIN is asked for it; or for the code, if it is forgotten. */
export function Unlock({ profile, onOpen, onOther, onAdd }: UnlockProps) {
  const { t } = useWords()
  const [step, setStep] = useState<Step>({ is: 'pin' })
  const { name } = profile
  const renew = async (pin: string, secret: Uint8Array) => {
    const lock = await changePin(profile.lock as Lock, secret, pin, random)
    await profiles.change(profile.id, ({ wrong: _, ...rest }) => ({ ...rest, lock, settling: rest.settling ?? 'seal' }))
    onOpen(profile.id, secret)
  }
  switch (step.is) {
    case 'pin':
      return (
        <Frame title={name === '' ? t('unlock-title-unnamed') : t('unlock-title', { name })} lead={t('unlock-lead')}>
          <LanguageChoice />
          <PinField
            profile={profile}
            label="unlock-pin"
            go="unlock-open"
            onOpen={(secret) => onOpen(profile.id, secret)}
          >
            <Button look="quiet" onPress={() => setStep({ is: 'forgot' })}>
              {t('unlock-forgot')}
            </Button>
            <Button look="quiet" onPress={onOther}>
              {t('person-switch')}
            </Button>
          </PinField>
        </Frame>
      )
    case 'forgot':
      return (
        <Forgot
          lock={profile.lock as Lock}
          onOpen={(secret) => setStep({ is: 'renew', secret })}
          onNew={() => setStep({ is: 'new' })}
          onBack={() => setStep({ is: 'pin' })}
        />
      )
    case 'renew':
      return (
        <Frame title={t('renew-title')} lead={t('renew-lead')}>
          <NewPin onPin={(pin) => renew(pin, step.secret)} />
        </Frame>
      )
    case 'new':
      return (
        <Frame title={t('new-title')} lead={t('new-lead')}>
          <NewPerson onAdd={onAdd} onBack={() => setStep({ is: 'forgot' })} />
        </Frame>
      )
  }
}
