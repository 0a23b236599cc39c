import { useState } from 'react'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { Field } from '../design/Field.tsx'
import { useDevice, useLive } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Sync.module.css'

/** Follows the project to another of its hubs: one that has moved, or a workshop's nearby. */
export function OtherHub() {
  const { t } = useWords()
  const device = useDevice()
  const line = useLive((from) => from.line())
  const [invite, setInvite] = useState('')
  const [cause, setCause] = useState<unknown>()
  const [followed, setFollowed] = useState(false)
  const follow = async () => {
    try {
      setCause(undefined)
      await device.follow(invite)
      setFollowed(true)
    } catch (wrong) {
      setCause(wrong)
    }
  }
  return (
    <>
      <div className={styles.wide}>
        <Field label={t('settings-moved')} note={t('settings-moved-note')} value={invite} onChange={setInvite} isCode />
      </div>
      <Button onPress={() => void follow()} isDisabled={invite.trim() === ''}>
        {t('settings-follow')}
      </Button>
      {cause !== undefined && <ToldOf cause={cause} />}
      <p role="status">{followed && t('settings-followed', { address: line?.address ?? '' })}</p>
    </>
  )
}
