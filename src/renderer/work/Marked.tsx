import type { Work } from '../../client/work.ts'
import { rowsOf } from '../task/judge/labels.ts'
import { passagesGiven, quoted } from '../task/judge/passage.ts'
import { useWords } from '../words/words.tsx'
import styles from './Given.module.css'

/** The passages that I marked for flags, in the words of the message; as long as that is here. */
export function Marked({ work }: { work: Work }) {
  const { t } = useWords()
  const { text, lang } = work.task?.thread.at(-1) ?? { text: null, lang: 'und' }
  const rows = rowsOf(work.kind)
  const marked = passagesGiven(work.given).flatMap((passage) => {
    const row = rows.find(({ label }) => label === passage.label)
    const words = text === null ? '' : quoted(text, passage)
    return row && words !== '' ? [{ passage, name: row.name, words }] : []
  })
  if (marked.length === 0) return null
  return (
    <ul className={styles.marked} aria-label={t('judge-marked-list')}>
      {marked.map(({ passage, name, words }) => (
        <li key={`${passage.label}-${passage.start}`}>
          {t(name)}{' '}
          <mark lang={lang} dir="auto">
            {words}
          </mark>
        </li>
      ))}
    </ul>
  )
}
