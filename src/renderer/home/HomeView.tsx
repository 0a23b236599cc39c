import type { Batch } from '../../client/work.ts'
import type { Days, Goal } from '../../core/progress/goal.ts'
import type { Pace } from '../../core/progress/pace.ts'
import { Page } from '../app/Page.tsx'
import { ConsentNote } from '../welcome/ConsentNote.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import { BatchCard } from './BatchCard.tsx'
import { BatchRows, type Times } from './BatchRows.tsx'
import { CopiesNote } from './CopiesNote.tsx'
import { EmptyCard, type EmptyCardProps } from './EmptyCard.tsx'
import { GoalNote } from './GoalNote.tsx'
import styles from './Home.module.css'
import { PracticeBox, type PracticeBoxProps } from './PracticeBox.tsx'
import { Spare } from './Spare.tsx'
import { SyncDetail, type SyncDetailProps } from './SyncDetail.tsx'
import type { OpenBatch, waitingForMe } from './today.ts'
import { Waiting } from './Waiting.tsx'

type Always = {
  readonly waiting: ReturnType<typeof waitingForMe>
  readonly sync: SyncDetailProps
  readonly batches: readonly Batch[]
  readonly pace: Pace
  readonly goal: { readonly days: Days; readonly goal: Goal | undefined }
  /** In a practice project alone. */
  readonly practice?: PracticeBoxProps
}
export type HomeViewProps =
  | { readonly state: 'loading' }
  | ({
      readonly state: 'open'
      readonly first: OpenBatch
      readonly others: readonly OpenBatch[]
      readonly times: Times
    } & Always)
  | ({ readonly state: 'empty' } & EmptyCardProps & Always)

export function HomeView(props: HomeViewProps) {
  const { t } = useWords()
  const { day } = useFormats()
  return (
    <Page title={t('home-title')} aside={day(Date.now())}>
      {props.state !== 'loading' && (
        <div className={styles.home}>
          {props.state === 'open' ? (
            <BatchCard batch={props.first} time={props.times.get(props.first.id)} />
          ) : (
            <EmptyCard {...props} />
          )}
          {props.state === 'open' && props.others.length > 0 && (
            <BatchRows batches={props.others} times={props.times} />
          )}
          <Spare batches={props.batches} pace={props.pace} />
          <GoalNote {...props.goal} />
          {props.waiting.shown.length > 0 && <Waiting {...props.waiting} />}
          <SyncDetail {...props.sync} />
          <div className={`${styles.note} ${styles.notes}`}>
            <ConsentNote />
            <CopiesNote />
          </div>
          {props.practice && <PracticeBox {...props.practice} />}
        </div>
      )}
    </Page>
  )
}
