import { type ReactNode, useState } from 'react'
import { Button } from '../design/Button.tsx'
import { Field } from '../design/Field.tsx'
import { Actions, Form } from '../welcome/Frame.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Profiles.module.css'

/** [PF2] Shows the recovery code, the only time; goes on once its end was read back from where it was written down. */
export function WrittenDown(props: { readonly code: string; onDone(): void; readonly children: ReactNode }) {
  const { t } = useWords()
  const [end, setEnd] = useState('')
  const [wrong, setWrong] = useState(false)
  const go = () => {
    const fits = end.trim().toLowerCase() === props.code.slice(-4)
    setWrong(!fits)
    if (fits) props.onDone()
  }
  return (
    <>
      <h3>{t('code-title')}</h3>
      <p>{t('code-lead')}</p>
      <p className={styles.code} dir="ltr">
        {props.code}
      </p>
      <Form onSubmit={go}>
        <Field
          label={t('code-end')}
          value={end}
          onChange={(next) => {
            setEnd(next)
            setWrong(false)
          }}
          isCode
          autoFocus
          fault={wrong ? t('code-end-wrong') : undefined}
        />
        <Actions>
          <Button look="primary" type="submit" isDisabled={end.trim() === ''}>
            {t('pin-go')}
          </Button>
          {props.children}
        </Actions>
      </Form>
    </>
  )
}
