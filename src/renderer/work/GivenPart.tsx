import type { Work } from '../../client/work.ts'
import { MessageText } from '../message/Message.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Given.module.css'
import { type Given, type GivenLabel, readGiven } from './given.ts'
import { skipKey } from './skip-key.ts'
import { langOf } from './summary.ts'

/** What I gave to a task: a text, labels, an order or the reason of a skip. */
export function GivenPart({ work }: { work: Work }) {
  const { t } = useWords()
  const { text, labels, places, notRankable, skip } = readGiven(work)
  const isNothing = text === undefined && labels.length === 0 && places.length === 0 && skip === undefined
  return (
    <>
      {text !== undefined && <MessageText text={text} lang={langOf(work)} />}
      {labels.length > 0 && <Labels labels={labels} />}
      {notRankable && <p>{t('work-not-rankable')}</p>}
      {places.length > 0 && <Order places={places} />}
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
            {label.is === 'flag'
              ? t(label.choice === 'yes' ? 'judge-yes' : 'judge-no')
              : t('work-step', { step: label.choice })}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Best first. Replies that tie stand in one place, with "=" between them. */
function Order({ places }: Pick<Given, 'places'>) {
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
              <p className={styles.letter}>{t('rank-card', { what: 'replies', letter })}</p>
              <MessageText text={reply.text} lang={reply.lang} />
            </div>
          ))}
        </li>
      ))}
    </ol>
  )
}

/** Reasons of the list are told in the reader's language; own words as they are. */
function Skip({ reason }: { reason: string }) {
  const { t } = useWords()
  const key = skipKey(reason)
  return (
    <>
      <p>{t('work-skip-reason')}</p>
      <p>{key ? t(key) : <bdi>{reason.replace(/^other: /, '')}</bdi>}</p>
    </>
  )
}
