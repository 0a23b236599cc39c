import { useState } from 'react'
import { openByCode } from '../../client/profiles/lock.ts'
import type { Lock } from '../../client/profiles/profile.ts'
import { Button } from '../design/Button.tsx'
import { Field } from '../design/Field.tsx'
import { Actions, Form, Frame } from '../welcome/Frame.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Profiles.module.css'

/** The PIN is forgotten: the code opens too; without it, what is lost and what is not. */
export function Forgot(props: {
  readonly lock: Lock
  onOpen(secret: Uint8Array): void
  onNew(): void
  onBack(): void
}) {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const [wrong, setWrong] = useState(false)
  const open = () => {
    const secret = openByCode(props.lock, code)
    setWrong(!secret)
    if (secret) props.onOpen(secret)
  }
  return (
    <Frame title={t('forgot-title')}>
      <Form onSubmit={open}>
        <Field
          label={t('forgot-code')}
          note={t('forgot-code-note')}
          value={code}
          onChange={(next) => {
            setCode(next)
            setWrong(false)
          }}
          isCode
          autoFocus
          fault={wrong ? t('forgot-wrong') : undefined}
        />
        <Actions>
          <Button look="primary" type="submit" isDisabled={code.trim() === ''}>
            {t('forgot-use')}
          </Button>
          <Button look="quiet" onPress={props.onBack}>
            {t('new-back')}
          </Button>
        </Actions>
      </Form>
      <section className={styles.part}>
        <h2>{t('forgot-none')}</h2>
        <p>{t('forgot-lost')}</p>
        <p>{t('forgot-safe')}</p>
        <p>{t('forgot-kept')}</p>
        <Button onPress={props.onNew}>{t('forgot-begin')}</Button>
      </section>
    </Frame>
  )
}
