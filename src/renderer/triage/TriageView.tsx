import type { ReactNode } from 'react'
import type { BatchTask } from '../../client/work.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Button, ButtonLink } from '../design/Button.tsx'
import { commandOf } from '../keys/bindings.ts'
import { useKeyNames } from '../keys/use-key-names.ts'
import { Notice } from '../task/Notice.tsx'
import { changePathOf } from '../task/next-task.ts'
import { HelpButtons, TaskBar } from '../task/TaskBar.tsx'
import { TaskFrame } from '../task/TaskFrame.tsx'
import { isComposing } from '../task/use-task-keys.ts'
import { useWords } from '../words/words.tsx'
import { Card, type CardProps } from './Card.tsx'
import type { Given } from './stack.ts'
import styles from './Triage.module.css'
import type { News } from './use-triage.ts'

type Shared = {
  readonly given: readonly Given[]
  readonly news: News | undefined
  onUndo(): void
}
export type TriageViewProps = { readonly mark: ReactNode } & (
  | { readonly state: 'loading' }
  | ({ readonly state: 'done'; readonly after: string | undefined } & Shared)
  | ({ readonly state: 'judging' } & Shared & Omit<CardProps, 'children' | 'position' | 'total'>)
)

export function TriageView(props: TriageViewProps) {
  const { t } = useWords()
  if (props.state === 'loading') return <TaskFrame bar={<TaskBar title={t('triage-title')} />}>{null}</TaskFrame>
  const { mark, given, news, onUndo } = props
  const told = <Told given={given} news={news} onUndo={onUndo} />
  const lang = props.state === 'judging' ? props.top.lang : given.at(-1)?.task.lang
  const bar = (
    <TaskBar
      title={t('triage-title')}
      tasks={[...given.map(doneOf), ...(props.state === 'judging' ? props.waiting : [])]}
      {...(props.state === 'judging' && { place: props.top.place })}
      {...(lang !== undefined && { lang })}
    >
      <HelpButtons kind="label_assistant_reply" />
      {mark}
    </TaskBar>
  )
  return (
    <TaskFrame bar={bar}>
      {props.state === 'done' ? (
        <Done after={props.after} onUndo={onUndo}>
          {told}
        </Done>
      ) : (
        <Card {...props} position={given.length + 1} total={given.length + props.waiting.length}>
          {told}
        </Card>
      )}
    </TaskFrame>
  )
}

function doneOf({ task }: Given): BatchTask {
  return { ...task, is: 'done' }
}

/** No card is left: what was done can still be taken back, and there is a way on. */
function Done({ after, onUndo, children }: { after: string | undefined; onUndo(): void; children: ReactNode }) {
  const { t } = useWords()
  const ways = (
    <>
      {after !== undefined && (
        <ButtonLink look="primary" href={after}>
          {t('task-next')}
        </ButtonLink>
      )}
      <ButtonLink href="/" {...(after === undefined && { look: 'primary' })}>
        {t('task-back')}
      </ButtonLink>
    </>
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key is a shorter way to the button inside
    <div
      onKeyDown={({ nativeEvent: event }) => {
        if (!event.repeat && !isComposing(event) && commandOf(event, 'triage') === 'card-undo') onUndo()
      }}
    >
      <Notice title={t('triage-done-title')} words={t('triage-done')} ways={ways}>
        {children}
      </Notice>
    </div>
  )
}

/** What became of the last card, and the way to take it back. */
function Told({ given, news, onUndo }: Shared) {
  const { t } = useWords()
  const keys = useKeyNames()
  const last = given.at(-1)
  return (
    <div className={styles.told}>
      <div role="alert">{news?.is === 'failed' && <ToldOf cause={news.cause} />}</div>
      <p role="status">{said()}</p>
      {news?.is === 'sealed' && (
        <ButtonLink look="quiet" href={changePathOf(news.task)}>
          {t('triage-change')}
        </ButtonLink>
      )}
      <Button look="quiet" small icon="undo" keys={keys.of('card-undo')} onPress={onUndo}>
        {t('task-undo')}
      </Button>
    </div>
  )

  function said(): string | undefined {
    if (news?.is === 'taken-back') return t('task-undone-toast')
    if (news?.is === 'sealed') return t('triage-sealed')
    if (news?.is === 'elsewhere') return t('triage-elsewhere')
    return last?.item === undefined ? undefined : t('triage-saved', { verdict: last.words })
  }
}
