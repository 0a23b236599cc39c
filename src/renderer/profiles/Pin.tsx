import { useState } from 'react'
import { changePin, newLock } from '../../client/profiles/lock.ts'
import type { Lock } from '../../client/profiles/profile.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { Choice } from '../design/Choice.tsx'
import { useWords } from '../words/words.tsx'
import { random } from './door.ts'
import { useHere } from './here.tsx'
import { NewPin } from './NewPin.tsx'
import { PinField } from './PinField.tsx'
import styles from './Profiles.module.css'
import { USUAL_IDLE } from './use-idle.ts'
import { WrittenDown } from './WrittenDown.tsx'

type Made = Awaited<ReturnType<typeof newLock>>
type Step =
  | { readonly is: 'rest' | 'choose' | 'take' | 'ask' }
  | { readonly is: 'code'; readonly made: Made }
  | { readonly is: 'change'; readonly secret: Uint8Array }

/** Whether the texts are encrypted, what that is good for, and how to change it. */
export function Pin() {
  const { t } = useWords()
  const { profile } = useHere()
  return (
    <section className={styles.part}>
      <h2>{t('pin-title')}</h2>
      {profile.lock ? <HasPin lock={profile.lock} /> : <NoPin />}
    </section>
  )
}

function NoPin() {
  const { t } = useWords()
  const { sealBy } = useHere()
  const [step, setStep] = useState<Step>({ is: 'rest' })
  const [fault, setFault] = useState<unknown>()
  const back = (
    <Button look="quiet" onPress={() => setStep({ is: 'rest' })}>
      {t('cancel')}
    </Button>
  )
  const choose = (pin: string) =>
    newLock(pin, random).then(
      (made) => setStep({ is: 'code', made }),
      (cause: unknown) => setFault(cause)
    )
  if (step.is === 'choose')
    return (
      <>
        <What />
        <NewPin onPin={choose}>{back}</NewPin>
        {fault !== undefined && <ToldOf cause={fault} />}
      </>
    )
  if (step.is === 'code') {
    const { lock, key, code } = step.made
    return (
      <>
        <WrittenDown code={code} onDone={() => void sealBy(lock, key).catch(setFault)}>
          {back}
        </WrittenDown>
        {fault !== undefined && <ToldOf cause={fault} />}
      </>
    )
  }
  return (
    <>
      <p>{t('pin-none')}</p>
      <Button icon="lock" onPress={() => setStep({ is: 'choose' })}>
        {t('pin-set')}
      </Button>
    </>
  )
}

/** What a PIN is good for, and what not. */
function What() {
  const { t } = useWords()
  return (
    <ul className={styles.what}>
      {(['pin-protects', 'pin-not', 'pin-traces', 'pin-backup'] as const).map((words) => (
        <li key={words}>{t(words)}</li>
      ))}
    </ul>
  )
}

function HasPin({ lock }: { lock: Lock }) {
  const { t } = useWords()
  const { profile, sealBy, unseal, lock: lockNow, lockAfter } = useHere()
  const [step, setStep] = useState<Step>({ is: 'rest' })
  const [fault, setFault] = useState<unknown>()
  const back = (
    <Button look="quiet" onPress={() => setStep({ is: 'rest' })}>
      {t('cancel')}
    </Button>
  )
  switch (step.is) {
    case 'take':
      return (
        <>
          <p>{t('pin-take-note')}</p>
          <PinField
            profile={profile}
            label="pin-now"
            go="pin-take"
            onOpen={(secret) => void unseal(secret).catch(setFault)}
          >
            {back}
          </PinField>
          {fault !== undefined && <ToldOf cause={fault} />}
        </>
      )
    case 'ask':
      return (
        <PinField
          profile={profile}
          label="pin-now"
          go="pin-make"
          onOpen={(secret) => setStep({ is: 'change', secret })}
        >
          {back}
        </PinField>
      )
    case 'change':
      return (
        <>
          <NewPin
            onPin={async (pin) =>
              sealBy(await changePin(lock, step.secret, pin, random), step.secret).catch((cause) => setFault(cause))
            }
          >
            {back}
          </NewPin>
          {fault !== undefined && <ToldOf cause={fault} />}
        </>
      )
    default:
      return (
        <>
          <p>{t(profile.settling ? 'pin-unsettled' : 'pin-has')}</p>
          <What />
          <Choice
            label={t('lock-after')}
            options={IDLE.map((minutes) => ({
              value: String(minutes),
              words: minutes === 0 ? t('lock-never') : t('lock-minutes', { minutes })
            }))}
            value={String(profile.idle ?? USUAL_IDLE)}
            onChoose={(minutes) => void lockAfter(Number(minutes)).catch(setFault)}
          />
          {fault !== undefined && <ToldOf cause={fault} />}
          <div className={styles.actions}>
            <Button icon="lock" onPress={lockNow}>
              {t('lock-now')}
            </Button>
            <Button onPress={() => setStep({ is: 'ask' })}>{t('pin-change')}</Button>
            <Button look="quiet" onPress={() => setStep({ is: 'take' })}>
              {t('pin-take')}
            </Button>
          </div>
        </>
      )
  }
}

/** Minutes; 0: never. */
const IDLE = [5, 15, 60, 0] as const
