import { useEffect, useRef, useState } from 'react'
import type { TaskRow } from '../../../client/store/store.ts'
import { ToldOf } from '../../app/Trouble.tsx'
import { Button } from '../../design/Button.tsx'
import { Dialog } from '../../design/Dialog.tsx'
import { LongField } from '../../design/LongField.tsx'
import { useDevice, useLive } from '../../project/device.tsx'
import { useWords } from '../../words/words.tsx'
import { TreeGrown } from '../../work/TreeGrown.tsx'
import styles from './Aside.module.css'
import { mapOf } from './map-of.ts'

/** Where a task stands in its conversation, and what this person has noted on it for themselves. */
export function Aside({ task, onClose }: { task: TaskRow; onClose(): void }) {
  const { t } = useWords()
  return (
    <Dialog title={t('aside-open')} isOpen onClose={onClose}>
      <div className={styles.aside}>
        <Place task={task} />
        <Note task={task} />
        <div>
          <Button onPress={onClose} keys={['Esc']}>
            {t('close')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function Place({ task }: { task: TaskRow }) {
  const { t, gap } = useWords()
  const tasks = useLive(async (device) => (await device.batches()).flatMap((batch) => batch.tasks))
  const map = tasks && mapOf(task, tasks)
  if (!map) return null
  const { shape, depth, beside, below } = map
  return (
    <section className={styles.part} aria-label={t('aside-map')}>
      <TreeGrown shape={shape} label={t('aside-map')} />
      <p>
        {t('aside-depth', { count: depth })}
        {gap}
        {beside > 0 && t('aside-beside', { count: beside })}
        {gap}
        {below > 0 && t('aside-below', { count: below })}
      </p>
      <p className={styles.note}>{t('aside-key')}</p>
    </section>
  )
}

/** While somebody writes it is kept a moment after the last letter, and at once when the dialog closes. */
const CALM = 400

function Note({ task: { batch, place } }: { task: TaskRow }) {
  const { t } = useWords()
  const device = useDevice()
  const [before, setBefore] = useState<string>()
  const [wrong, setWrong] = useState<unknown>()
  const open = useRef<string>(undefined)
  useEffect(() => {
    device.privateNote(batch, place).then((note) => setBefore(note ?? ''), setWrong)
  }, [device, batch, place])
  useEffect(() => {
    const keep = () => {
      if (open.current === undefined) return
      device.keepPrivateNote(batch, place, open.current).catch(setWrong)
      open.current = undefined
    }
    const timer = setInterval(keep, CALM)
    return () => {
      clearInterval(timer)
      keep()
    }
  }, [device, batch, place])
  if (wrong !== undefined) return <ToldOf cause={wrong} />
  if (before === undefined) return null
  return (
    <LongField
      label={t('aside-note')}
      note={t('aside-note-about')}
      before={before}
      onType={(text) => {
        open.current = text
      }}
      rows={5}
      maxLength={MOST}
    />
  )
}

const MOST = 5000
