import type { Work } from '../../client/work.ts'
import type { FactId } from '../../core/fact/fact.ts'
import { ToldOf } from '../app/Trouble.tsx'
import { Button } from '../design/Button.tsx'
import { State } from '../design/State.tsx'
import { useKeyNames } from '../keys/use-key-names.ts'
import { Thread } from '../message/Thread.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords, type WordKey } from '../words/words.tsx'
import { BecamePart } from './BecamePart.tsx'
import type { About } from './became.ts'
import { GivenPart } from './GivenPart.tsx'
import { useTextsHidden } from './hide-texts.ts'
import { ruleKey } from './kinds.ts'
import { ReturnedPart } from './ReturnedPart.tsx'
import { deedOf } from './summary.ts'
import { useAbout, useKind } from './WorkRow.tsx'
import styles from './WorkScreen.module.css'

type DetailsProps = {
  readonly work: Work
  readonly about: About
  /** What its author has noted on its task. */
  readonly note: string | undefined
  onOpen(): void
  onLook(id: FactId): void
  readonly wrong: unknown
}

/** One item whole: what became of it and why, what it is about, and what I gave. */
export function Details(props: DetailsProps) {
  const { work, about: told, onOpen, onLook, wrong } = props
  const { t } = useWords()
  const { state, rule, task, given, amendedBy } = work
  const deed = deedOf(work)
  const fixes = state === 'returned' && deed === 'change'
  const keys = useKeyNames().of('change')
  const { hidden } = useTextsHidden()
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
        {rule !== undefined && told.words.length === 0 && (
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
        {typeof given.fact === 'string' && (
          <Button icon="next" onPress={() => onLook(String(given.fact))}>
            {t('appeal-about')}
          </Button>
        )}
        {deed !== undefined && !fixes && (
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
      {told.grown && (
        <div className={styles.part}>
          <h3>{t('became-title')}</h3>
          <BecamePart {...told.grown} asOf={told.asOf} kind={work.kind} />
        </div>
      )}
      {hidden ? (
        <p className={styles.about}>{t('work-hidden-note')}</p>
      ) : (
        <Texts {...props} onFix={fixes ? onOpen : undefined} />
      )}
    </>
  )
}

/** What is told in words: why it came back, what it is about, what I gave, and what I noted on it. */
function Texts({ work, about, note, onFix }: DetailsProps & { onFix: (() => void) | undefined }) {
  const { t } = useWords()
  const { when } = useFormats()
  const { state, task, about: message, earlier = [] } = work
  const thread = message ? [message] : (task?.thread ?? [])
  const cameBack = about.words.length > 0 || about.appeals.length > 0 || state === 'returned'
  return (
    <>
      {cameBack && (
        <div className={styles.part}>
          <h3>{t('returned-title')}</h3>
          <ReturnedPart work={work} about={about} {...(onFix && { onFix })} />
        </div>
      )}
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
      {note !== undefined && (
        <div className={styles.part}>
          <h3>{t('aside-mine')}</h3>
          <p className={styles.mine} dir="auto">
            {note}
          </p>
        </div>
      )}
    </>
  )
}

/** What the state means for this item; a rule that stands below it says the rest. */
function outcomeKey({ kind, state }: Work): WordKey {
  if (state === 'spare' || state === 'returned') return `work-outcome-${state}`
  if (state === 'received' && kind === 'skip') return 'work-outcome-skip'
  if (state === 'received' && (kind === 'report' || kind === 'emoji' || kind === 'appeal')) return 'work-outcome-remark'
  return `legend-${state}`
}
