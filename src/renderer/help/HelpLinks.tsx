import { Link } from 'wouter'
import { Icon } from '../design/Icon.tsx'
import { useWords } from '../words/words.tsx'
import styles from './HelpLinks.module.css'
import { useShortcuts } from './HelpProvider.tsx'

/** Where to look for help: the same things in the same order at the same place of every screen (WCAG 3.2.6). */
export function HelpLinks({ isOutside = false }: { readonly isOutside?: boolean }) {
  const { t } = useWords()
  const showKeys = useShortcuts()
  return (
    <div className={styles.help} data-outside={isOutside || undefined}>
      <Link href="/guide">
        <Icon name="guide" size={16} />
        {t('guide-title')}
      </Link>
      <button type="button" onClick={showKeys}>
        <Icon name="info" size={16} />
        {t('keys-open')}
      </button>
      {!isOutside && (
        <Link href="/wrong">
          <Icon name="warn" size={16} />
          {t('wrong-title')}
        </Link>
      )}
    </div>
  )
}
