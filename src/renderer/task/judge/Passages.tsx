import type { Passage } from '../../../core/fact/evidence.ts'
import { Icon } from '../../design/Icon.tsx'
import { visible } from '../../words/visible.ts'
import { useWords } from '../../words/words.tsx'
import styles from './Passages.module.css'
import { quoted } from './passage.ts'

/** The passages that were marked, in the words of the message. */
export function Passages(props: {
  readonly text: string
  readonly lang: string
  readonly passages: readonly Passage[]
  onRemove(passage: Passage): void
}) {
  const { text, lang, passages, onRemove } = props
  const { t } = useWords()
  if (passages.length === 0) return null
  return (
    <ul className={styles.passages} aria-label={t('judge-marked-list')}>
      {passages.map((passage) => (
        <li key={`${passage.start}-${passage.end}`}>
          <mark lang={lang} dir="auto">
            {visible(quoted(text, passage))}
          </mark>
          <button
            type="button"
            aria-label={t('judge-unmark', { words: quoted(text, passage) })}
            title={t('judge-clear')}
            onClick={() => onRemove(passage)}
          >
            <Icon name="close" size={16} />
          </button>
        </li>
      ))}
    </ul>
  )
}
