import { Keys } from '../../design/Keys.tsx'
import { useWords } from '../../words/words.tsx'
import styles from './KeysLine.module.css'
import { useKeyNames } from './use-key-names.ts'

/** Which keys do what to the card that has focus. Every one has a button on the card too. */
export function KeysLine({ count }: { readonly count: number }) {
  const { t } = useWords()
  const nameOf = useKeyNames()
  const digits = Array.from({ length: Math.min(9, count) }, (_, at) => String(at + 1))
  return (
    <p className={styles.line}>
      <span className="hide">{t('rank-keys')}</span>
      <Does names={digits} says={t('rank-keys-place')} />
      <Does names={[nameOf('BracketLeft'), nameOf('BracketRight')]} says={t('rank-keys-move')} />
      <Does names={[nameOf('Equal')]} says={t('rank-keys-tie')} />
      <Does names={['Home']} says={t('rank-keys-top')} />
      <Does names={[nameOf('KeyU').replace(/^Key/, '')]} says={t('rank-keys-out')} />
      <Does names={[nameOf('KeyG').replace(/^Key/, '')]} says={t('rank-keys-good')} />
      <Does names={['←', '→']} says={t('rank-keys-focus')} />
    </p>
  )
}

/** Screen readers hear the keys too: they are said here and nowhere else. */
function Does({ names, says }: { readonly names: readonly string[]; readonly says: string }) {
  return (
    <span className={styles.does}>
      <Keys names={names} />
      <span className="hide">{names.join(' ')}</span> {says}
    </span>
  )
}
