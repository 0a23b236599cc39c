import { useState } from 'react'
import type { Fault } from '../../client/backup/backup.ts'
import type { Backup } from '../../client/backup/read.ts'
import { Button } from '../design/Button.tsx'
import { Field } from '../design/Field.tsx'
import { Icon } from '../design/Icon.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import styles from './Copies.module.css'

/** What a file holds and what is wrong with it, before anything is put back. */
export function BackupIn(props: {
  readonly backup: Backup
  /** Its key is not on this computer. */
  readonly wantsCode: boolean
  readonly busy: boolean
  onPutBack(code: string): void
  onLeave(): void
}) {
  const { backup, wantsCode, busy, onPutBack, onLeave } = props
  const { t } = useWords()
  const { when } = useFormats()
  const [code, setCode] = useState('')
  const { head, faults } = backup
  return (
    <form
      className={styles.file}
      onSubmit={(event) => {
        event.preventDefault()
        onPutBack(code)
      }}
    >
      <p>
        <b>{t('files-opened', { title: head.title, when: when(1000 * head.made) })}</b>
      </p>
      <p>{t('files-holds', head.holds)}</p>
      <FaultWords faults={faults} />
      {wantsCode && head.succession && (
        <Field
          label={t('files-code-ask')}
          note={t('files-code-ask-note')}
          value={code}
          onChange={setCode}
          maxLength={60}
          isCode
        />
      )}
      <div className={styles.deeds}>
        <Button type="submit" look="strong" isDisabled={busy}>
          {t('files-put-back')}
        </Button>
        <Button look="quiet" onPress={onLeave}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}

function FaultWords({ faults }: { readonly faults: readonly Fault[] }) {
  const { t, gap, lang } = useWords()
  if (faults.length === 0) return <p>{t('files-whole')}</p>
  const lost = (of: (table: string) => boolean) =>
    faults.filter((fault) => (fault.is === 'damaged' || fault.is === 'malformed') && of(fault.table ?? '')).length
  const counts = [
    ['files-lost-items', lost((table) => table === 'items')],
    ['files-lost-drafts', lost((table) => table === 'drafts')],
    ['files-lost-other', lost((table) => table !== 'items' && table !== 'drafts')]
  ] as const
  const parts = counts.filter(([, count]) => count > 0).map(([key, count]) => t(key, { count }))
  const has = (is: Fault['is']) => faults.some((fault) => fault.is === is)
  const words = [
    ...(parts.length > 0 ? [t('files-lost', { what: new Intl.ListFormat(lang).format(parts) })] : []),
    ...(has('cut') ? [t('files-cut')] : []),
    ...(has('frame') ? [t('files-frame')] : []),
    ...(has('newer') || has('unknown') ? [t('files-newer')] : [])
  ]
  return (
    <p className={styles.fault} role="alert">
      <Icon name="warn" />
      <span>{words.join(gap)}</span>
    </p>
  )
}
