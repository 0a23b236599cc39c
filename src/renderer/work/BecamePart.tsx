import type { MessageBecame, TreeBecame } from '../../core/became/became.ts'
import { isFlag } from '../../core/fact/kinds.ts'
import { rowsOf } from '../task/judge/labels.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import styles from './Became.module.css'
import { TreeGrown } from './TreeGrown.tsx'

/** What became of a message: the tree that grew, what reviewers said of it together, its place, and since when that is known. */
export function BecamePart(props: { tree: TreeBecame; mine: MessageBecame; asOf: number | undefined; kind: string }) {
  const { tree, mine, asOf, kind } = props
  const { t, gap } = useWords()
  const { when } = useFormats()
  const { replies, below, reviews, accepted, rank, exported } = mine
  const verdict = accepted === undefined ? 'open' : accepted ? 'yes' : 'no'
  return (
    <>
      {tree.shape.length > 1 && <TreeGrown shape={tree.shape} label={t('became-tree', { count: tree.messages })} />}
      <ul className={styles.facts}>
        <li>{t('became-grew', { count: tree.messages })}</li>
        <li>{t('became-replies', { count: replies })}</li>
        {below > replies && <li>{t('became-below', { count: below })}</li>}
        <li>
          {t('became-reviews', { count: reviews })}
          {gap}
          {reviews > 0 && t('became-verdict', { verdict })}
        </li>
        {rank && rank.of > 1 && <li>{t('became-rank', { place: rank.place + 1, of: rank.of })}</li>}
        <li>{t('became-state', { state: tree.state ?? 'none' })}</li>
        {exported && <li>{t('became-exported')}</li>}
      </ul>
      {mine.labels.length > 0 && <Labels labels={mine.labels} kind={kind} />}
      {tree.shape.length > 1 && <p className={styles.note}>{t('became-key')}</p>}
      {asOf !== undefined && <p className={styles.note}>{t('became-as-of', { when: when(asOf) })}</p>}
    </>
  )
}

/** What reviewers gave together: of a scale the middle, of a flag how many set it. */
function Labels({ labels, kind }: { labels: MessageBecame['labels']; kind: string }) {
  const { t } = useWords()
  const { number } = useFormats()
  const rows = rowsOf(`label_${kind}`)
  return (
    <dl className={styles.labels}>
      {labels.map(({ label, mean, count }) => {
        const row = rows.find((each) => each.label === label)
        if (!row) return null
        const set = Math.round(mean * count)
        const words = isFlag(label)
          ? t('became-flag', { count: number(set), of: number(count) })
          : t('became-scale', { mean: number(Math.round(10 * (1 + 4 * mean)) / 10) })
        return (
          <div key={label}>
            <dt>{t(row.name)}</dt>
            <dd>{words}</dd>
          </div>
        )
      })}
    </dl>
  )
}
