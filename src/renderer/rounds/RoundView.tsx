import { type ComponentType, useEffect, useId, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { Button, ButtonLink } from '../design/Button.tsx'
import { Icon } from '../design/Icon.tsx'
import { useKeyNames } from '../keys/use-key-names.ts'
import { useHeightTold } from '../task/Actions.tsx'
import { HelpButtons, TaskBar } from '../task/TaskBar.tsx'
import { TaskFrame } from '../task/TaskFrame.tsx'
import { TASK_TITLE } from '../task/task-title.ts'
import type { Given, TaskWorkProps } from '../task/task-work.ts'
import { useTaskKeys } from '../task/use-task-keys.ts'
import { useWords } from '../words/words.tsx'
import { compare } from './compare.ts'
import { Feedback } from './Feedback.tsx'
import styles from './Round.module.css'
import type { Round } from './rounds.ts'

/** The example as a task, and after a look at the answers what others say of it. */
export function RoundView(props: {
  readonly round: Round
  readonly Part: ComponentType<TaskWorkProps>
  readonly then: string
  onAgain(): void
  /** The answers were looked at. */
  onLooked?(): void
}) {
  const { round, Part, then, onAgain, onLooked } = props
  const { task } = round
  const { t } = useWords()
  const keys = useKeyNames()
  const [, navigate] = useLocation()
  const given = useRef<Given | undefined>(undefined)
  const settle = useRef<() => void>(undefined)
  const [missing, setMissing] = useState(false)
  const [looked, setLooked] = useState(false)
  const foot = useRef<HTMLElement>(null)
  const titleId = useId()
  useHeightTold(foot)

  const look = () => {
    settle.current?.()
    if (given.current === undefined) return setMissing(true)
    setLooked(true)
    onLooked?.()
  }
  useTaskKeys({ finish: looked ? () => navigate(then) : look })
  return (
    <TaskFrame
      bar={
        <TaskBar titleId={titleId} title={t('round-title', { task: t(TASK_TITLE[task.kind]) })}>
          <HelpButtons kind={task.kind} />
        </TaskBar>
      }
      actions={
        <footer className={styles.foot} ref={foot}>
          <p className={styles.note}>
            <Icon name="info" size={16} />
            {t('round-note')}
          </p>
          <p role="alert" className={styles.missing}>
            {missing && t('round-nothing')}
          </p>
          {looked && <Button onPress={onAgain}>{t('round-again')}</Button>}
          {then !== '/' && !looked && (
            <ButtonLink look="quiet" href={then}>
              {t('round-to-task')}
            </ButtonLink>
          )}
          <Button look="primary" keys={keys.of('finish')} onPress={looked ? () => navigate(then) : look}>
            {looked ? t(then === '/' ? 'task-back' : 'round-to-task') : t('round-look')}
          </Button>
        </footer>
      }
    >
      <section className={styles.part} aria-labelledby={titleId}>
        {looked ? (
          <Feedback round={round} compared={compare(round, given.current)} />
        ) : (
          <Entered>
            <Part
              task={task}
              draft={undefined}
              onGive={(value, beside) => {
                // An order that nobody touched is one too, as in the real task after a question.
                const asked = typeof beside?.missing === 'object' ? beside.missing.given : undefined
                given.current = value ?? asked
                settle.current = beside?.settle
                setMissing(false)
              }}
            />
          </Entered>
        )}
      </section>
    </TaskFrame>
  )
}

/** The focus goes where the part wants it, once it is there. */
function Entered({ children }: { children: React.ReactNode }) {
  const around = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const marked = around.current?.querySelector<HTMLElement>('[data-focus]') ?? around.current
    const inside = marked?.querySelector<HTMLElement>('textarea, input, button') ?? undefined
    const target = marked?.matches('textarea, input, button, [tabindex="0"]') ? marked : inside
    if (!matchMedia('(pointer: coarse)').matches) target?.focus()
  }, [])
  return (
    <div className={styles.around} ref={around}>
      {children}
    </div>
  )
}
