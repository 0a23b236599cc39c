import { useWords } from '../words/words.tsx'
import styles from './Message.module.css'

/** Where a link leads, and the way there. */
export function Where({ id, address }: { id: string; address: string }) {
  const { t } = useWords()
  const { href, host } = readable(address)
  return (
    <span id={id} className={styles.where}>
      <bdi dir="ltr">{href}</bdi>{' '}
      <a href={href} target="_blank" rel="noreferrer noopener">
        {t('message-open', { host: host || href })}
      </a>
    </span>
  )
}

/** As the browser reads it: letters that look like others are spelled out in the name of the host. */
function readable(address: string): { readonly href: string; readonly host: string } {
  const url = URL.parse(address)
  return { href: url?.href ?? address, host: url?.host ?? '' }
}
