import type { Told } from '../../client/progress.ts'
import { Button } from '../design/Button.tsx'
import { useFormats } from '../words/formats.ts'
import { nameIn } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import styles from './Goals.module.css'

/** The goals of the project and its languages, as a hub last told of them. */
export function Together({ told, connected, onAsk }: { told: Told | undefined; connected: boolean; onAsk(): void }) {
  const { t, gap } = useWords()
  const { when } = useFormats()
  return (
    <section className={styles.part} aria-labelledby="together">
      <h2 id="together">{t('together-title')}</h2>
      <p className={styles.note} role="status">
        {told
          ? `${t('together-note')}${gap}${t('together-as-of', { when: when(told.at * 1000) })}`
          : t('together-never')}
      </p>
      {told && <p>{t('together-workers', { count: told.workers })}</p>}
      {told &&
        (told.goals.length === 0 ? (
          <p className={styles.note}>{t('together-none')}</p>
        ) : (
          <ul className={styles.goals}>
            {told.goals.map((goal) => (
              <GoalRow key={goal.lang ?? ''} goal={goal} />
            ))}
          </ul>
        ))}
      {connected && <Button onPress={onAsk}>{t('together-ask')}</Button>}
    </section>
  )
}

function GoalRow({ goal: { lang, tasks, done, until } }: { goal: Told['goals'][number] }) {
  const { t, lang: ui } = useWords()
  const { day } = useFormats()
  const share = Math.min(1, done / tasks)
  return (
    <li>
      <p>
        <b>{lang === undefined ? t('together-all') : nameIn(ui, lang)}</b>{' '}
        {t('together-done', { done: Math.min(done, tasks), count: tasks })}
      </p>
      <div className={styles.bar} aria-hidden="true">
        <i style={{ inlineSize: `${share * 100}%` }} />
      </div>
      <p className={styles.note}>
        {done >= tasks ? t('together-reached') : until !== undefined && t('together-until', { day: day(until * 1000) })}
      </p>
    </li>
  )
}
