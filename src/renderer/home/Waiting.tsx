import { Link } from 'wouter'
import type { Work } from '../../client/work.ts'
import { ButtonLink } from '../design/Button.tsx'
import { Icon } from '../design/Icon.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import { kindKey, ruleKey } from '../work/kinds.ts'
import { continuePathOf, keyOf } from '../work/summary.ts'
import { WorkExcerpt } from '../work/WorkExcerpt.tsx'
import styles from './Home.module.css'

/** What came back from the project, and what was begun and not finished. */
export function Waiting({ shown, more }: { shown: readonly Work[]; more: number }) {
  const { t } = useWords()
  return (
    <section className={styles.part} aria-labelledby="waiting">
      <h2 id="waiting">{t('home-waiting')}</h2>
      <ul className={styles.rows}>
        {shown.map((work) => (
          <WaitingRow key={keyOf(work)} work={work} />
        ))}
      </ul>
      {more > 0 && (
        <p>
          <Link href="/work">{t('home-waiting-more', { count: more })}</Link>
        </p>
      )}
    </section>
  )
}

function WaitingRow({ work }: { work: Work }) {
  const { t } = useWords()
  const { when } = useFormats()
  const isDraft = work.state === 'draft'
  const kind = t(kindKey(work.kind))
  return (
    <li className={styles.row} data-state={work.state}>
      <Icon name={isDraft ? 'draft' : 'returned'} />
      <div className={styles.about}>
        <p>
          <b>{t(isDraft ? 'home-draft' : 'home-returned', { kind })}</b>
        </p>
        <WorkExcerpt work={work} />
        <p className={styles.note}>
          {isDraft
            ? t('home-draft-when', { when: when(work.saved) })
            : t(ruleKey(work.rule ?? ''), { rule: work.rule ?? '' })}
        </p>
      </div>
      <ButtonLink href={isDraft ? continuePathOf(work) : `/work?item=${keyOf(work)}`}>
        {t(isDraft ? 'home-continue' : 'home-see')}
        <span className="hide"> {kind}</span>
      </ButtonLink>
    </li>
  )
}
