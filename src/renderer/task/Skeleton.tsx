import type { TaskRow } from '../../client/store/store.ts'
import { isBallot, isReview } from '../../core/fact/kinds.ts'
import judge from './judge/JudgeView.module.css'
import rank from './rank/Rank.module.css'
import styles from './Skeleton.module.css'

/** The frame of a part that is on its way: its areas where they will be, still and without words. */
export function Skeleton({ task }: { task: TaskRow }) {
  if (isReview(task.kind))
    return (
      <div className={judge.judge}>
        <div className={judge.subject} />
        <div className={judge.labels}>
          {Array.from({ length: 11 }, (_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
            <div key={at} className={styles.row} />
          ))}
        </div>
        <div className={judge.meaning} />
      </div>
    )
  if (isBallot(task.kind))
    return (
      <div className={rank.rank}>
        <div className={styles.question} />
        <div className={rank.cards} data-count={Math.min(4, task.candidates.length)}>
          {task.candidates.map((_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
            <div key={at} className={styles.card} />
          ))}
        </div>
      </div>
    )
  return null
}
