import { useState } from 'react'
import type { Batch, BatchTask } from '../../client/work.ts'
import { fitting } from '../../core/progress/fit.ts'
import { type Pace, roundMinutes } from '../../core/progress/pace.ts'
import { ButtonLink } from '../design/Button.tsx'
import { Choice } from '../design/Choice.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.tsx'
import { placeOf } from './BatchCard.tsx'
import styles from './Home.module.css'
import { TIMES } from './wish.ts'

/** "I have 20 minutes": what is here and fits, and then the way to more. */
export function Spare({ batches, pace }: { readonly batches: readonly Batch[]; readonly pace: Pace }) {
  const { t } = useWords()
  const { minutes: short } = useFormats()
  const [minutes, setMinutes] = useState<number>()
  return (
    <section className={styles.spare} aria-labelledby="spare">
      <h2 id="spare">{t('spare-title')}</h2>
      <Choice
        label={t('spare-title')}
        labelHidden
        options={TIMES.map((time) => ({ value: String(time), words: short(time) }))}
        value={minutes === undefined ? undefined : String(minutes)}
        onChoose={(chosen) => setMinutes(Number(chosen))}
      />
      <div role="status">{minutes !== undefined && <Proposal minutes={minutes} batches={batches} pace={pace} />}</div>
    </section>
  )
}

function Proposal({ minutes, batches, pace }: { minutes: number; batches: readonly Batch[]; pace: Pace }) {
  const { t } = useWords()
  const { span } = useFormats()
  const open: BatchTask[] = batches.flatMap(({ tasks }) => tasks.filter(({ is }) => is === 'open'))
  const { tasks, seconds, basis, left } = fitting(open, pace, minutes * 60)
  const [first] = tasks
  // What is left may be filled from the hub; with a minute or two nobody begins anew.
  const more =
    TIMES.findLast((time) => time * 60 <= left && tasks.length === open.length) ?? (first ? undefined : minutes)
  return (
    <div className={styles.proposal}>
      <p>
        {first
          ? `${t('spare-fits', { count: tasks.length, time: span(roundMinutes(seconds)) })} ${t(`pace-${basis}`)}`
          : t('spare-none', { time: span(minutes) })}
      </p>
      <div className={styles.ways}>
        {first && (
          <ButtonLink look="strong" href={placeOf(first)}>
            {t('spare-go')}
          </ButtonLink>
        )}
        {more !== undefined && (
          <ButtonLink icon="plus" href={`/borrow?minutes=${more}`}>
            {t('spare-get', { time: span(more) })}
          </ButtonLink>
        )}
      </div>
    </div>
  )
}
