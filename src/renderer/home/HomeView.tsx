import { type ReactNode, useDeferredValue } from 'react'
import type { Batch } from '../../client/work.ts'
import type { Days, Goal } from '../../core/progress/goal.ts'
import type { Estimate, Pace } from '../../core/progress/pace.ts'
import { Page } from '../app/Page.tsx'
import { ConsentNote } from '../welcome/ConsentNote.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import { BatchCard } from './BatchCard.tsx'
import { BatchRows } from './BatchRows.tsx'
import { CopiesNote } from './CopiesNote.tsx'
import { EmptyCard, type EmptyCardProps } from './EmptyCard.tsx'
import { GoalNote } from './GoalNote.tsx'
import styles from './Home.module.css'
import { PracticeBox, type PracticeBoxProps } from './PracticeBox.tsx'
import { Spare } from './Spare.tsx'
import { SyncDetail, type SyncDetailProps } from './SyncDetail.tsx'
import type { OpenBatch, waitingForMe } from './today.ts'
import { Waiting } from './Waiting.tsx'

type Below = {
  readonly waiting: ReturnType<typeof waitingForMe>
  readonly sync: SyncDetailProps
  readonly batches: readonly Batch[]
  readonly pace: Pace
  readonly goal: { readonly days: Days; readonly goal: Goal | undefined }
  /** In a practice project alone. */
  readonly practice?: PracticeBoxProps
}
/** `below` what there is to do first: asked for a moment later. Absent `rest`: it is still being read. */
export type HomeViewProps =
  | { readonly state: 'loading' }
  | {
      readonly state: 'open'
      readonly first: OpenBatch
      readonly others: readonly OpenBatch[]
      /** How long it takes most people: as much room as `timeOf` will need. */
      readonly usual?: Estimate
      readonly rest?: { timeOf(batch: OpenBatch): Estimate; below(): Below }
    }
  | ({ readonly state: 'empty'; below(): Below } & EmptyCardProps)

export function HomeView(props: HomeViewProps) {
  const { t } = useWords()
  const { day } = useFormats()
  return (
    <Page title={t('home-title')} aside={day(Date.now())}>
      {props.state !== 'loading' && (
        <div className={styles.home}>
          {props.state === 'open' ? (
            <BatchCard batch={props.first} time={props.rest?.timeOf(props.first)} usual={props.usual} />
          ) : (
            <EmptyCard {...props} />
          )}
          {(props.state === 'empty' || props.rest) && <Later>{() => <Lower {...props} />}</Later>}
        </div>
      )}
    </Page>
  )
}

/** Nobody waits for it to go on with the first batch: it is made and drawn a moment after that can be seen. */
function Later({ children }: { children: () => ReactNode }) {
  return useDeferredValue(true, false) && children()
}

function Lower(props: Exclude<HomeViewProps, { state: 'loading' }>) {
  if (props.state === 'empty') return <Rest {...props.below()} />
  const { others, rest } = props
  if (!rest) return null
  return (
    <>
      {others.length > 0 && <BatchRows batches={others} timeOf={rest.timeOf} />}
      <Rest {...rest.below()} />
    </>
  )
}

function Rest({ waiting, sync, batches, pace, goal, practice }: Below) {
  return (
    <>
      <Spare batches={batches} pace={pace} />
      <GoalNote {...goal} />
      {waiting.shown.length > 0 && <Waiting {...waiting} />}
      <SyncDetail {...sync} />
      <div className={`${styles.note} ${styles.notes}`}>
        <ConsentNote />
        <CopiesNote />
      </div>
      {practice && <PracticeBox {...practice} />}
    </>
  )
}
