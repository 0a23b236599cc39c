import type { Work } from '../../client/work.ts'
import type { FactId } from '../../core/fact/fact.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { State } from '../design/State.tsx'
import { useKeyNames } from '../keys/use-key-names.ts'
import { Thread } from '../message/Thread.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords, type WordKey } from '../words/words.tsx'
import { GivenPart } from './GivenPart.tsx'
import { ruleKey } from './kinds.ts'
import { deedOf } from './summary.ts'
import { useAbout, useKind } from './WorkRow.tsx'
import styles from './WorkScreen.module.css'

/** One item whole: what became of it and why, what it is about, and what I gave. */
export function Details(props: { work: Work; onOpen(): void; onLook(id: FactId): void; wrong: unknown }) {
  const { work, onOpen, onLook, wrong } = props
  const { t } = useWords()
  const { when } = useFormats()
  const { state, rule, task, about: message, amendedBy, earlier = [] } = work
  const deed = deedOf(work)
  const keys = useKeyNames().of('change')
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
        {state === 'draft' && !task && <p>{t('work-orphan')}</p>}
        {amendedBy !== undefined && (
          <>
            <p>{t('work-changed')}</p>
            <Button icon="next" onPress={() => onLook(amendedBy)}>
              {t('work-open-newer')}
            </Button>
          </>
        )}
        {deed !== undefined && (
          <Button
            look={deed === 'continue' ? 'primary' : 'plain'}
            {...(deed !== 'continue' && { icon: deed === 'undo' ? 'undo' : 'draft' })}
            keys={keys}
            onPress={onOpen}
          >
            {t(`work-${deed}`)}
          </Button>
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
      {earlier.map((version) => (
        <div key={version.id} className={styles.part}>
          <h3>{t('work-earlier')}</h3>
          <p className={styles.about}>{when(version.saved)}</p>
          <GivenPart work={{ ...version, state }} />
        </div>
      ))}
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
