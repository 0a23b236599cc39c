import { useState } from 'react'
import type { HandedOver, Taken } from '../../client/backup/device-files.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { saveFile } from '../home/save-file.ts'
import { useOpened } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Copies.module.css'
import { pickFile } from './pick-file.ts'
import { useDeed } from './use-deed.ts'

/** Work goes to a hub on a stick, and what the hub says comes back on it. */
export function StickPart() {
  return <StickView {...useStick()} />
}

type StickProps = {
  readonly is: Is
  readonly busy: boolean
  readonly cause: unknown
  onSave(): void
  onOpen(): void
  onStick(): void
}
type Is =
  | { readonly state: 'idle' }
  | { readonly state: 'saved'; readonly file: HandedOver; readonly onStick: boolean }
  | { readonly state: 'taken'; readonly taken: Taken }

function useStick(): StickProps {
  const { files, device } = useOpened()
  const [is, setIs] = useState<Is>({ state: 'idle' })
  const { busy, cause, run } = useDeed()
  const save = async () => {
    const file = await (await files()).handOver()
    saveFile(file.title, file.bytes)
    setIs({ state: 'saved', file, onStick: false })
    device.refresh()
  }
  const open = async () => {
    const bytes = await pickFile()
    if (!bytes) return
    setIs({ state: 'idle' })
    setIs({ state: 'taken', taken: await (await files()).takeBundle(bytes) })
    device.refresh()
  }
  const onStick = async () => {
    if (is.state !== 'saved') return
    await is.file.onStick()
    setIs({ ...is, onStick: true })
    device.refresh()
  }
  return { is, busy, cause, onSave: () => run(save), onOpen: () => run(open), onStick: () => run(onStick) }
}

function StickView({ is, busy, cause, onSave, onOpen, onStick }: StickProps) {
  const { t } = useWords()
  return (
    <section className={styles.part}>
      <h2>{t('files-stick')}</h2>
      <p>{t('files-stick-note')}</p>
      <div className={styles.deeds}>
        <Button icon="export" onPress={onSave} isDisabled={busy}>
          {t('files-stick-save')}
        </Button>
        <Button look="quiet" onPress={onOpen} isDisabled={busy}>
          {t('files-stick-open')}
        </Button>
      </div>
      {cause !== undefined && <ToldOf cause={cause} />}
      <div role="status" className={styles.came}>
        {is.state === 'saved' && <p>{t('files-stick-saved', { count: is.file.items })}</p>}
        {is.state === 'saved' && is.onStick && <p>{t('files-on-stick-done')}</p>}
        {is.state === 'taken' && <TakenWords {...is.taken} />}
      </div>
      {is.state === 'saved' && !is.onStick && is.file.items > 0 && (
        <Button small icon="handed" onPress={onStick} isDisabled={busy}>
          {t('files-on-stick')}
        </Button>
      )}
    </section>
  )
}

function TakenWords({ receipts, batches, refusals, damage, unknown }: Taken) {
  const { t } = useWords()
  const left = refusals.length + damage.length + unknown
  return (
    <>
      <p>{t('files-taken', { receipts, batches })}</p>
      {left > 0 && <p>{t('files-taken-damaged', { count: left })}</p>}
    </>
  )
}
