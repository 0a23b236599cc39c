import type { Work } from '../../client/work.ts'
import { Cover } from '../message/Cover.tsx'
import { rowsOf } from '../task/judge/labels.ts'
import { passagesGiven, quoted } from '../task/judge/passage.ts'
import { useWords } from '../words/words.tsx'
import styles from './Given.module.css'

/** The passages that I marked for flags, in the words of the message; as long as that is here. */
export function Marked({ work }: { work: Work }) {
  const { t } = useWords()
  const message = work.task?.thread.at(-1)
  const rows = rowsOf(work.kind)
  const marked = passagesGiven(work.given).flatMap((passage) => {
    const row = rows.find(({ label }) => label === passage.label)
    const words = quoted(message?.text ?? '', passage)
    return row && words !== '' ? [{ passage, name: row.name, words }] : []
  })
  if (!message || marked.length === 0) return null
  return (
    <Cover of={[message]}>
      <ul className={styles.marked} aria-label={t('judge-marked-list')}>
        {marked.map(({ passage, name, words }) => (
          <li key={`${passage.label}-${passage.start}`}>
            {t(name)}{' '}
            <mark lang={message.lang} dir="auto">
              {words}
            </mark>
          </li>
        ))}
      </ul>
    </Cover>
  )
}
