import { useEffect, useRef } from 'react'
import { Icon } from '../design/Icon.tsx'
import { MessageText } from '../message/Message.tsx'
import { UNSURE } from '../task/judge/labels.ts'
import type { Order } from '../task/rank/places.ts'
import { useRankWords } from '../task/rank/use-rank-words.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import type { Compared, ComparedLabel } from './compare.ts'
import styles from './Round.module.css'
import type { Round } from './rounds.ts'

/** What experienced people say beside what the person says, and why. */
export function Feedback({ round, compared }: { round: Round; compared: Compared }) {
  const { t } = useWords()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  const { lang } = round.task
  return (
    <div className={styles.feedback}>
      <h2 ref={title} tabIndex={-1}>
        {t('round-said')}
      </h2>
      {compared.is === 'text' && <Texts {...compared} lang={lang} />}
      {compared.is === 'labels' && <Labels labels={compared.labels} />}
      {compared.is === 'order' && <Orders round={round} {...compared} />}
      <section className={styles.why}>
        <h3>{t('round-why')}</h3>
        <p lang={lang} dir="auto">
          {round.why}
        </p>
      </section>
    </div>
  )
}

function Texts({ mine, theirs, lang }: { mine: string; theirs: string; lang: string }) {
  const { t } = useWords()
  return (
    <>
      <p>{t('round-text')}</p>
      <div className={styles.texts}>
        {[['round-theirs', theirs] as const, ['round-mine', mine] as const].map(([who, text]) => (
          <section key={who} className={styles.text}>
            <h3>{t(who)}</h3>
            <MessageText text={text} lang={lang} />
          </section>
        ))}
      </div>
    </>
  )
}

function Labels({ labels }: { labels: readonly ComparedLabel[] }) {
  const { t } = useWords()
  const words = useChoiceWords()
  const same = labels.filter(({ isSame }) => isSame).length
  return (
    <>
      <p>{t('round-labels', { same, count: labels.length })}</p>
      <ul className={styles.labels}>
        {labels.map(({ row, mine, theirs, isSame }) => (
          <li key={row.label}>
            <b>{t(row.name)}</b>
            <span>
              <small>{t('round-theirs')}</small> {words.any(theirs, row.is)}
            </span>
            <span>
              <small>{t('round-mine')}</small> {mine === undefined ? t('judge-none') : words.one(mine, row.is)}
            </span>
            <span className={styles.mark} data-same={isSame}>
              <Icon name={isSame ? 'check' : 'info'} size={16} />
              {t(isSame ? 'round-same' : 'round-other')}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Orders(props: { round: Round; mine: Order; theirs: Order; same: number; pairs: number }) {
  const { round, mine, theirs, same, pairs } = props
  const { t } = useWords()
  const { whole, card } = useRankWords(round.task)
  return (
    <>
      <p>{t('round-pairs', { same, count: pairs })}</p>
      <dl className={styles.orders}>
        <dt>{t('round-theirs')}</dt>
        <dd>{whole(theirs)}</dd>
        <dt>{t('round-mine')}</dt>
        <dd>{mine.length === 0 ? t('round-no-order') : whole(mine)}</dd>
      </dl>
      <ol className={styles.texts}>
        {theirs.flat().map((at) => (
          <li key={at} className={styles.text}>
            <h3>{card(at)}</h3>
            <MessageText text={round.task.candidates[at]?.text ?? ''} lang={round.task.lang} />
          </li>
        ))}
      </ol>
    </>
  )
}

/** Choices as the labels show them. */
function useChoiceWords() {
  const { t, lang } = useWords()
  const { number } = useFormats()
  const one = (choice: string, is: 'flag' | 'scale') => {
    if (choice === UNSURE) return t('judge-unsure')
    return is === 'flag' ? t(choice === 'yes' ? 'judge-yes' : 'judge-no') : number(Number(choice))
  }
  const any = (choices: readonly string[], is: 'flag' | 'scale') =>
    new Intl.ListFormat(lang, { type: 'disjunction' }).format(choices.map((choice) => one(choice, is)))
  return { one, any }
}
