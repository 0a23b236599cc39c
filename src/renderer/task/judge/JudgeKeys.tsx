import { Keys } from '../../design/Keys.tsx'
import { useWords } from '../../words/words.tsx'
import { useKeyNames } from '../rank/use-key-names.ts'
import styles from './JudgeKeys.module.css'

/** Which keys do what to the row that has the focus. */
export function JudgeKeys() {
  const { t } = useWords()
  const nameOf = useKeyNames()
  const letter = (code: string) => nameOf(code).replace(/^Key/, '')
  const rows = [
    [[letter('KeyN'), letter('KeyY')], t('judge-keys-flag')],
    [['1', '…', '5'], t('judge-keys-scale')],
    [[letter('KeyU')], t('judge-keys-unsure')],
    [[letter('KeyJ'), letter('KeyK')], t('judge-keys-walk')],
    [['Backspace'], t('judge-keys-clear')]
  ] as const
  return (
    <div className={styles.keys}>
      <h3>{t('judge-keys')}</h3>
      {rows.map(([names, words]) => (
        <p key={words}>
          <Keys names={names} />
          <span className="hide">{names.join(' ')}</span>
          {words}
        </p>
      ))}
    </div>
  )
}
