import { useState } from 'react'
import type { Told } from '../../client/progress.ts'
import type { TaskKind } from '../../core/fact/kinds.ts'
import { POINTS } from '../../core/progress/tally.ts'
import { Button } from '../design/Button.tsx'
import { Choice } from '../design/Choice.tsx'
import { useFormats } from '../words/formats.ts'
import { visible } from '../words/visible.ts'
import { useWords } from '../words/words.tsx'
import { kindKey } from '../work/kinds.ts'
import styles from './Goals.module.css'
import { useAtOnce } from './use-at-once.ts'

/** Who did most, for those who want to see it, with how it is counted and the way out of it. */
export function Most(props: { told: Told | undefined; listed: boolean; onListed(shown: boolean): Promise<void> }) {
  const { told } = props
  const [listed, onListed] = useAtOnce(props.listed, props.onListed)
  const { t } = useWords()
  const [shown, setShown] = useState(false)
  return (
    <section className={styles.part} aria-labelledby="most">
      <h2 id="most">{t('most-title')}</h2>
      <Choice
        label={t('listed-title')}
        options={[
          { value: 'yes', words: t('listed-yes') },
          { value: 'no', words: t('listed-no') }
        ]}
        value={listed ? 'yes' : 'no'}
        onChoose={(value) => onListed(value === 'yes')}
      />
      <p className={styles.note}>{t('listed-note')}</p>
      {told && (
        <Button pressed={shown} onPress={() => setShown(!shown)}>
          {t(shown ? 'most-hide' : 'most-show')}
        </Button>
      )}
      {told && shown && <List told={told} listed={listed} />}
    </section>
  )
}

function List({ told: { people, mine }, listed }: { told: Told; listed: boolean }) {
  const { t } = useWords()
  const { number } = useFormats()
  return (
    <>
      {listed && mine && (
        <p>
          <b>{t('most-mine', { ...mine, points: t('most-points', { count: mine.points }) })}</b>
        </p>
      )}
      {people.length === 0 ? (
        <p>{t('most-none')}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('most-name')}</th>
              <th scope="col">{t('most-place')}</th>
              <th scope="col">{t('most-each')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map(({ name, place, points }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two people may have one name
              <tr key={at}>
                <th scope="row">
                  <bdi>{visible(name)}</bdi>
                </th>
                <td>{number(place)}</td>
                <td>{number(points)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Formula />
    </>
  )
}

function Formula() {
  const { t } = useWords()
  const { number } = useFormats()
  return (
    <div className={styles.formula}>
      <h3>{t('most-formula')}</h3>
      <p className={styles.note}>{t('most-formula-note')}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('most-kind')}</th>
            <th scope="col">{t('most-each')}</th>
          </tr>
        </thead>
        <tbody>
          {(Object.entries(POINTS) as [TaskKind, number][]).map(([kind, points]) => (
            <tr key={kind}>
              <th scope="row">{t(kindKey(kind))}</th>
              <td>{number(points)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
