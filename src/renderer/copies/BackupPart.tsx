import { useState } from 'react'
import type { Made } from '../../client/backup/make.ts'
import type { Backup } from '../../client/backup/read.ts'
import type { Restored } from '../../client/backup/restore.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { saveFile } from '../home/save-file.ts'
import { useOpened } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import { BackupIn } from './BackupIn.tsx'
import styles from './Copies.module.css'
import { pickFile } from './pick-file.ts'
import { useDeed } from './use-deed.ts'

/** All that is here as one file, and back. */
export function BackupPart() {
  return <BackupView {...useBackup()} />
}

type BackupProps = {
  readonly is: Is
  readonly busy: boolean
  readonly cause: unknown
  onSave(): void
  onOpen(): void
  onPutBack(code: string): void
  onLeave(): void
}
type Is =
  | { readonly state: 'idle' }
  | { readonly state: 'saved'; readonly made: Made }
  | { readonly state: 'opened'; readonly backup: Backup; readonly wantsCode: boolean }
  | { readonly state: 'back'; readonly came: Restored }

function useBackup(): BackupProps {
  const { files, device } = useOpened()
  const [is, setIs] = useState<Is>({ state: 'idle' })
  const { busy, cause, run } = useDeed()
  const save = async () => {
    const made = await (await files()).backup()
    saveFile(made.head.title, made.bytes, 'understory-backup')
    setIs({ state: 'saved', made })
    device.refresh()
  }
  const open = async () => {
    const bytes = await pickFile()
    if (!bytes) return
    setIs({ state: 'idle' })
    const own = await files()
    const backup = await own.read(bytes)
    setIs({ state: 'opened', backup, wantsCode: !(await own.hasKeyOf(backup)) })
  }
  const putBack = async (backup: Backup, code: string) => {
    const came = await (await files()).restore(backup, code)
    setIs({ state: 'back', came })
    device.refresh()
    // Another key calls the hub as somebody else. What is in the way of that the line tells.
    if (came.key !== 'kept' && (await device.line()).syncing) await device.restart().catch(() => {})
  }
  return {
    ...{ is, busy, cause, onSave: () => run(save), onOpen: () => run(open) },
    onPutBack: (code) => is.state === 'opened' && run(() => putBack(is.backup, code)),
    onLeave: () => setIs({ state: 'idle' })
  }
}

function BackupView({ is, busy, cause, onSave, onOpen, onPutBack, onLeave }: BackupProps) {
  const { t } = useWords()
  return (
    <section className={styles.part}>
      <h2>{t('files-backup')}</h2>
      <p>{t('files-backup-note')}</p>
      <div className={styles.deeds}>
        <Button look="primary" icon="export" onPress={onSave} isDisabled={busy}>
          {t('files-backup-save')}
        </Button>
        <Button look="quiet" onPress={onOpen} isDisabled={busy}>
          {t('files-backup-open')}
        </Button>
      </div>
      {cause !== undefined && <ToldOf cause={cause} />}
      <div role="status" className={styles.came}>
        {is.state === 'saved' && <p>{t('files-backup-saved', is.made.head.holds)}</p>}
        {is.state === 'back' && <CameWords {...is.came} />}
      </div>
      {is.state === 'saved' && <Code code={is.made.code} />}
      {is.state === 'opened' && <BackupIn {...is} busy={busy} onPutBack={onPutBack} onLeave={onLeave} />}
    </section>
  )
}

function CameWords({ items, drafts, tasks, notes, known, key }: Restored) {
  const { t } = useWords()
  return (
    <>
      <p>{t('files-came', { items, drafts, tasks, notes })}</p>
      {known > 0 && <p>{t('files-known', { count: known })}</p>}
      {key !== 'kept' && <p>{t(key === 'heir' ? 'files-key-heir' : 'files-key-new')}</p>}
    </>
  )
}

/** To be written down: nobody keeps it. */
function Code({ code }: { readonly code: string | undefined }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  if (code === undefined) return <p>{t('files-no-code')}</p>
  // Over plain http a page may not write there: the code can be selected.
  const copy = () =>
    void navigator.clipboard?.writeText(code).then(
      () => setCopied(true),
      () => {}
    )
  return (
    <section className={styles.code} aria-label={t('files-code')}>
      <h3>{t('files-code')}</h3>
      <bdi dir="ltr">{code}</bdi>
      <p>{t('files-code-note')}</p>
      <div className={styles.deeds}>
        {isSecureContext && (
          <Button small icon="copy" onPress={copy}>
            {t('files-code-copy')}
          </Button>
        )}
        <span role="status">{copied && t('files-code-copied')}</span>
      </div>
    </section>
  )
}
