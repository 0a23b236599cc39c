import { Keys } from '../../design/Keys.tsx'
import type { CommandId } from '../../keys/commands.ts'
import { useKeyNames } from '../../keys/use-key-names.ts'
import { useWords } from '../../words/words.tsx'
import styles from './JudgeKeys.module.css'

/** Which keys do what to the row that has the focus. */
export function JudgeKeys() {
  const { t } = useWords()
  const keys = useKeyNames()
  const both = (...ids: readonly CommandId[]) => ids.flatMap((id) => keys.of(id) ?? [])
  const all: readonly (readonly [names: readonly string[], words: string])[] = [
    [both('no', 'yes'), t('judge-keys-flag')],
    [keys.singles ? ['1', '…', '5'] : [], t('judge-keys-scale')],
    [both('unsure'), t('judge-keys-unsure')],
    [both('down', 'up'), t('judge-keys-walk')],
    [both('mark'), t('judge-mark')],
    [both('clear'), t('judge-keys-clear')]
  ]
  const rows = all.filter(([names]) => names.length > 0)
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
