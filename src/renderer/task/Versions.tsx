import type { TaskRow, VersionRow } from '../../client/store/store.ts'
import { Button } from '../design/Button.tsx'
import { Dialog } from '../design/Dialog.tsx'
import { PlainText } from '../message/PlainText.tsx'
import { useLive } from '../project/device.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import { GivenPart } from '../work/GivenPart.tsx'
import type { Given } from './task-work.ts'
import styles from './Versions.module.css'

/** How the work on a task stood at earlier times, newest first, to be read, copied or taken back. */
export function Versions(props: { readonly task: TaskRow; onClose(): void; onRestore(value: Given): void }) {
  const { task, onClose, onRestore } = props
  const { t } = useWords()
  const rows = useLive((from) => from.versions(task.batch, task.place).catch(() => []), `${task.batch}/${task.place}`)
  const versions = rows?.toReversed()
  return (
    <Dialog title={t('versions-title')} isOpen onClose={onClose}>
      <p className={styles.note}>{t(versions?.length === 0 ? 'versions-none' : 'versions-note')}</p>
      <ul className={styles.list}>
        {versions?.map((version) => (
          <Version key={version.n} task={task} version={version} onRestore={onRestore} />
        ))}
      </ul>
      <div className={styles.ways}>
        <Button look="quiet" onPress={onClose} keys={['Esc']} autoFocus>
          {t('versions-close')}
        </Button>
      </div>
    </Dialog>
  )
}

function Version(props: { task: TaskRow; version: VersionRow; onRestore(value: Given): void }) {
  const { task, version, onRestore } = props
  const { t } = useWords()
  const { when } = useFormats()
  const { value, saved } = version
  const words = t('versions-of', { when: when(saved) })
  const text = typeof value.text === 'string' ? value.text : undefined
  return (
    <li className={styles.version}>
      <h3>{words}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with keys */}
      <section className={styles.given} tabIndex={0} aria-label={words}>
        {text === undefined ? (
          <GivenPart work={{ kind: task.kind, saved, state: 'draft', task, given: value }} />
        ) : (
          <div className={styles.text} lang={task.lang} dir="auto">
            <PlainText text={text} />
          </div>
        )}
      </section>
      <Button small icon="undo" onPress={() => onRestore(value)} label={`${t('versions-restore')}, ${words}`}>
        {t('versions-restore')}
      </Button>
    </li>
  )
}
