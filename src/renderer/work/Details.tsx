import type { Work } from '../../client/work.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Button, ButtonLink } from '../design/Button.tsx'
import { State } from '../design/State.tsx'
import { Thread } from '../message/Thread.tsx'
import { useWords, type WordKey } from '../words/words.tsx'
import { GivenPart } from './GivenPart.tsx'
import { ruleKey } from './kinds.ts'
import { keyOf } from './summary.ts'
import { useAbout, useKind } from './WorkRow.tsx'
import styles from './WorkScreen.module.css'

/** One item whole: what became of it and why, what it is about, and what I gave. */
export function Details({ work, onUndo, wrong }: { work: Work; onUndo(): void; wrong: unknown }) {
  const { t } = useWords()
  const { state, rule, task, about: message } = work
  const thread = message ? [message] : (task?.thread ?? [])
  const title = useKind(work)
  const about = useAbout(work)
  return (
    <>
      <header className={styles.head}>
        <div>
          <p className={styles.about}>{about}</p>
          <h2>{title}</h2>
        </div>
        <State name={state} />
      </header>
      <div className={styles.outcome}>
        <p>{t(outcomeKey(work))}</p>
        {rule !== undefined && (
          <p>
            <b>{t(ruleKey(rule), { rule })}</b>
          </p>
        )}
        {state === 'saved' && (
          <Button icon="undo" onPress={onUndo}>
            {t('work-undo')}
          </Button>
        )}
        {state === 'draft' && (
          <ButtonLink look="primary" href={`/task/${keyOf(work)}`}>
            {t('work-continue')}
          </ButtonLink>
        )}
        {wrong !== undefined && <ToldOf cause={wrong} />}
      </div>
      {thread.length > 0 && (
        <div className={styles.part}>
          <h3>{t('work-thread')}</h3>
          <Thread thread={thread} />
        </div>
      )}
      <div className={styles.part}>
        <h3>{t(state === 'draft' ? 'work-given-so-far' : 'work-given')}</h3>
        <GivenPart work={work} />
      </div>
    </>
  )
}

/** What the state means for this item; a rule that stands below it says the rest. */
function outcomeKey({ kind, state }: Work): WordKey {
  if (state === 'spare' || state === 'returned') return `work-outcome-${state}`
  if (state === 'received' && kind === 'skip') return 'work-outcome-skip'
  if (state === 'received' && (kind === 'report' || kind === 'emoji')) return 'work-outcome-remark'
  return `legend-${state}`
}
