import type { Work } from '../../client/work.ts'
import { State } from '../design/State.tsx'
import { useFormats } from '../words/formats.ts'
import { nameIn } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import type { About } from './became.ts'
import { kindKey, ruleKey } from './kinds.ts'
import { keyOf, langOf } from './summary.ts'
import { WorkExcerpt } from './WorkExcerpt.tsx'
import styles from './WorkScreen.module.css'

/** One item of the list: its text, what it is and what became of it. */
export function WorkRow(props: { work: Work; isShown: boolean; grown: About['grown']; onChoose(): void }) {
  const { work, isShown, grown, onChoose } = props
  const { t } = useWords()
  const about = useAbout(work)
  const { state, rule } = work
  return (
    <li className={styles.row} data-key={keyOf(work)}>
      <button type="button" onClick={onChoose} {...(isShown && { 'aria-current': 'true' })}>
        <WorkExcerpt work={work} />
        <span className={styles.about}>{about}</span>
        <State name={state} />
        {grown && <Grown {...grown} />}
        {rule !== undefined && <span className={styles.about}>{t(ruleKey(rule), { rule })}</span>}
      </button>
    </li>
  )
}

/** How far its conversation has come, in one line. */
function Grown({ tree, mine: { rank } }: NonNullable<About['grown']>) {
  const { t } = useWords()
  const words = t('became-row', { count: tree.messages })
  const isRanked = rank !== undefined && rank.of > 1
  return (
    <span className={styles.about}>
      {isRanked ? t('became-row-rank', { words, place: rank.place + 1, of: rank.of }) : words}
    </span>
  )
}

/** What it is, in which language and since when. */
export function useAbout(work: Work): string {
  const { t, lang: ui } = useWords()
  const { when } = useFormats()
  const kind = useKind(work)
  const lang = langOf(work)
  if (lang === 'und') return new Intl.ListFormat(ui, { type: 'unit', style: 'short' }).format([kind, when(work.saved)])
  return t('work-when', { kind, lang: nameIn(ui, lang), when: when(work.saved) })
}

/** A skipped task is told with what it would have been. */
export function useKind({ kind, task, earlier }: Work): string {
  const { t } = useWords()
  if (earlier) return t('work-change-of', { kind: t(kindKey(kind)) })
  return kind === 'skip' && task ? t('work-skipped-kind', { kind: t(kindKey(task.kind)) }) : t(kindKey(kind))
}
