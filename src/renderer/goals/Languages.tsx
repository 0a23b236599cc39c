import type { Told } from '../../client/progress.ts'
import { useFormats } from '../words/formats.ts'
import { nameIn } from '../words/languages.ts'
import { useWords } from '../words/words.tsx'
import styles from './Goals.module.css'

/** What was done in each language, and what is still open there. */
export function Languages({ langs }: { langs: Told['langs'] }) {
  const { t, lang: ui } = useWords()
  const { number } = useFormats()
  return (
    <section className={styles.part} aria-labelledby="languages">
      <h2 id="languages">{t('languages-title')}</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('languages-language')}</th>
            <th scope="col">{t('languages-written')}</th>
            <th scope="col">{t('languages-judged')}</th>
            <th scope="col">{t('languages-ranked')}</th>
            <th scope="col">{t('languages-open')}</th>
          </tr>
        </thead>
        <tbody>
          {langs.map(({ lang, week, open: [write, judge, rank] }) => (
            <tr key={lang}>
              <th scope="row">{nameIn(ui, lang)}</th>
              {week.map((count, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <td key={place}>{number(count)}</td>
              ))}
              <td>{number(write + judge + rank)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
