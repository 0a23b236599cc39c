import type { Work } from '../../client/work.ts'
import { MessageText, OthersText } from '../message/Message.tsx'
import { UNSURE } from '../task/judge/labels.ts'
import { visible } from '../words/visible.ts'
import { useWords } from '../words/words.tsx'
import styles from './Given.module.css'
import { type Given, type GivenLabel, readGiven } from './given.ts'
import { emojiKey } from './kinds.ts'
import { Marked } from './Marked.tsx'
import { skipKey } from './skip-key.ts'
import { langOf } from './summary.ts'

/** What I gave to a task: a text, labels, an order or the reason of a skip. */
export function GivenPart({ work }: { work: Work }) {
  const { t } = useWords()
  const { text, labels, places, leftOut, good, notRankable, skip, emoji } = readGiven(work)
  const what = work.task?.kind === 'rank_initial_prompts' ? 'prompts' : 'replies'
  const isRanked = places.length > 0 || leftOut.length > 0
  const isNothing = [text, skip, emoji].every((each) => each === undefined) && labels.length === 0 && !isRanked
  return (
    <>
      {text !== undefined && <MessageText text={text} lang={langOf(work)} />}
      {labels.length > 0 && <Labels labels={labels} />}
      {labels.length > 0 && <Marked work={work} />}
      {notRankable && <p>{t('work-not-rankable')}</p>}
      {places.length > 0 && <Order places={places} what={what} />}
      {leftOut.length > 0 && (
        <>
          <p className={styles.out}>{t('work-left-out')}</p>
          {leftOut.map((each) => (
            <Reply key={each.letter} {...each} what={what} />
          ))}
        </>
      )}
      {good !== undefined && <p>{t('work-good', { count: good })}</p>}
      {emoji !== undefined && <p>{t(emojiKey(emoji), { emoji })}</p>}
      {skip !== undefined && <Skip reason={skip} />}
      {isNothing && <p>{t('work-given-nothing')}</p>}
    </>
  )
}

function Labels({ labels }: { labels: readonly GivenLabel[] }) {
  const { t } = useWords()
  return (
    <dl className={styles.labels}>
      {labels.map((label) => (
        <div key={label.name}>
          <dt>{t(label.name)}</dt>
          <dd>
            <Answer {...label} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Answer({ is, choice }: GivenLabel) {
  const { t } = useWords()
  if (choice === UNSURE) return t('judge-unsure')
  return is === 'flag' ? t(choice === 'yes' ? 'judge-yes' : 'judge-no') : t('work-step', { step: choice })
}

/** Best first. Replies that tie stand in one place, with "=" between them. */
function Order({ places, what }: Pick<Given, 'places'> & What) {
  const { t } = useWords()
  return (
    <ol className={styles.places}>
      {places.map((place, at) => (
        <li key={place[0]?.letter} aria-label={t('work-place', { place: at + 1 })}>
          {place.map(({ letter, reply }, nth) => (
            <div key={letter} className={styles.reply}>
              {nth > 0 && (
                <p className={styles.tie}>
                  <span aria-hidden="true">=</span> {t('work-tie-words')}
                </p>
              )}
              <Reply letter={letter} reply={reply} what={what} />
            </div>
          ))}
        </li>
      ))}
    </ol>
  )
}

type What = { readonly what: 'prompts' | 'replies' }

function Reply({ letter, reply, what }: Given['leftOut'][number] & What) {
  const { t } = useWords()
  return (
    <>
      <p className={styles.letter}>{t('rank-card', { what, letter })}</p>
      <OthersText message={reply} />
    </>
  )
}

/** Reasons of the list are told in the reader's language; own words as they are. */
function Skip({ reason }: { reason: string }) {
  const { t } = useWords()
  const key = skipKey(reason)
  return (
    <>
      <p>{t('work-skip-reason')}</p>
      <p>{key ? t(key) : <bdi>{visible(reason.replace(/^other: /, ''))}</bdi>}</p>
    </>
  )
}
