import { type FormEvent, useId, useState } from 'react'
import type { LentMessage, TaskRow } from '../../client/store/store.ts'
import { isBallot } from '../../core/fact/kinds.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Dialog, DialogWays } from '../design/Dialog.tsx'
import { LongField } from '../design/LongField.tsx'
import { useToast } from '../design/Toast.tsx'
import { useOnce } from '../design/use-once.ts'
import { OthersExcerpt } from '../message/Excerpt.tsx'
import { useDevice } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import { letterOf } from '../work/given.ts'
import styles from './ReportDialog.module.css'

type Shown = LentMessage & { readonly id: string }

/** The messages of a task that can be reported, the one that it is about first. */
export function reportable({ thread, candidates }: TaskRow): readonly Shown[] {
  const all = [...candidates, ...thread.toReversed()]
  return all.filter((message): message is Shown => message.id !== undefined && message.text !== null)
}

/** Calls a moderator to a message that the task shows. The task stays as it is. */
export function ReportDialog(props: { readonly task: TaskRow; readonly isOpen: boolean; onClose(): void }) {
  const { task, isOpen, onClose } = props
  const { t } = useWords()
  return (
    <Dialog title={t('report-title')} isOpen={isOpen} onClose={onClose}>
      <Report task={task} onClose={onClose} />
    </Dialog>
  )
}

function Report({ task, onClose }: { task: TaskRow; onClose(): void }) {
  const { t } = useWords()
  const { show } = useToast()
  const device = useDevice()
  const id = useId()
  const messages = reportable(task)
  // Of several to compare none is more likely than the others.
  const [chosen, setChosen] = useState(isBallot(task.kind) ? undefined : messages[0]?.id)
  const [text, setText] = useState('')
  const [asked, setAsked] = useState(false)
  const [wrong, setWrong] = useState<unknown>()
  const once = useOnce()

  const nameOf = ({ id: named, role }: Shown) => {
    const position = task.candidates.findIndex((candidate) => candidate.id === named)
    if (position === -1) return t(`message-${role}`)
    const what = task.kind === 'rank_initial_prompts' ? 'prompts' : 'replies'
    return t('rank-card', { what, letter: letterOf(position) })
  }
  const hand = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setAsked(true)
    if (chosen === undefined) return event.currentTarget.querySelector<HTMLElement>('[type=radio]')?.focus()
    try {
      await once(async () => {
        const item = text.trim() === '' ? await device.flag(chosen) : await device.report(chosen, text)
        onClose()
        const undo = { words: t('task-undo'), byKey: true, run: () => void takeBack(item?.id ?? '') }
        show(item ? { words: t('report-done'), action: undo } : { words: t('report-again') })
      })
    } catch (cause) {
      setWrong(cause)
    }
  }
  const takeBack = async (item: string) => {
    // Sealed meanwhile: what is said stays said, and My work tells so.
    const undone = await device.undo(item).then(
      () => true,
      () => false
    )
    show({ words: t(undone ? 'work-undone-remark' : 'report-sent') })
  }
  return (
    <form className={styles.report} onSubmit={(event) => void hand(event)}>
      {messages.length > 1 && (
        <fieldset className={styles.which} aria-describedby={`${id}-fault`}>
          <legend>{t('report-which')}</legend>
          <div className={styles.list}>
            {messages.map((message) => (
              <label key={message.id}>
                <input type="radio" name={id} checked={message.id === chosen} onChange={() => setChosen(message.id)} />
                <span>
                  <b>{nameOf(message)}</b>
                  <OthersExcerpt message={message} />
                </span>
              </label>
            ))}
          </div>
          <p id={`${id}-fault`} role="status" className={styles.fault}>
            {asked && chosen === undefined && t('report-which-fault')}
          </p>
        </fieldset>
      )}
      <LongField
        label={t('report-text')}
        note={t('report-note')}
        onType={setText}
        rows={4}
        autoFocus={chosen !== undefined}
      />
      {wrong !== undefined && <ToldOf cause={wrong} />}
      <DialogWays submit={t('report-do')} back={t('skip-back')} onBack={onClose} />
    </form>
  )
}
