import { Keys } from '../../design/Keys.tsx'
import { useKeyNames } from '../../keys/use-key-names.ts'
import { useWords } from '../../words/words.tsx'
import styles from './KeysLine.module.css'

/** Which keys do what to the card that has focus. Every one has a button on the card too. */
export function KeysLine({ count }: { readonly count: number }) {
  const { t } = useWords()
  const keys = useKeyNames()
  const digits = Array.from({ length: Math.min(9, count) }, (_, at) => String(at + 1))
  return (
    <p className={styles.line}>
      <span className="hide">{t('rank-keys')}</span>
      {keys.singles && <Does names={digits} says={t('rank-keys-place')} />}
      <Does names={[keys.of('earlier'), keys.of('later')].flatMap((names) => names ?? [])} says={t('rank-keys-move')} />
      <Does names={keys.of('tie')} says={t('rank-keys-tie')} />
      <Does names={keys.of('top')} says={t('rank-keys-top')} />
      <Does names={keys.of('leave-out')} says={t('rank-keys-out')} />
      <Does names={keys.of('good')} says={t('rank-keys-good')} />
      <Does names={['PageDown']} says={t('rank-keys-read')} />
      <Does names={['←', '→']} says={t('rank-keys-focus')} />
    </p>
  )
}

/** Screen readers hear the keys too: they are said here and nowhere else. */
function Does({ names = [], says }: { readonly names: readonly string[] | undefined; readonly says: string }) {
  if (names.length === 0) return null
  return (
    <span className={styles.does}>
      <Keys names={names} />
      <span className="hide">{names.join(' ')}</span> {says}
    </span>
  )
}
