import { useEffect, useRef, useState } from 'react'
import type { Profile } from '../../client/profiles/profile.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { Actions, Frame } from '../welcome/Frame.tsx'
import { useWords } from '../words/words.tsx'
import { settleHere } from './settling.ts'

/** [PF5] While all texts of a profile get another form. What fails keeps nobody out: both forms can be read. */
export function Settling(props: { readonly profile: Profile; readonly secret: Uint8Array; onDone(): void }) {
  const { t } = useWords()
  const [{ done, of }, setStep] = useState({ done: 0, of: 0 })
  const [cause, setCause] = useState<unknown>()
  const given = useRef(props)
  const started = useRef(false)
  useEffect(() => {
    if (started.current) return
    started.current = true
    const { profile, secret, onDone } = given.current
    settleHere(profile, secret, (done, of) => setStep({ done, of })).then(onDone, setCause)
  }, [])
  const isOpening = props.profile.settling === 'open'
  return (
    <Frame title={t(isOpening ? 'settling-open' : 'settling-seal')}>
      <p role="status">{t('settling-lead', { done, of })}</p>
      {cause !== undefined && (
        <>
          <ToldOf cause={cause} />
          <Actions>
            <Button look="primary" onPress={props.onDone}>
              {t('settling-go')}
            </Button>
          </Actions>
        </>
      )}
    </Frame>
  )
}
