import { visible } from '../words/visible.ts'
import { useWords } from '../words/words.tsx'
import { Covering } from './Cover.tsx'
import styles from './Excerpt.module.css'
import type { Shown } from './Message.tsx'
import { plainWords } from './plain-words.ts'

/** More than two lines hold on the widest screen. */
const MOST = 600

/** The first lines of a message of somebody else; of one that is covered, only why it is. */
export function OthersExcerpt({ message }: { message: Shown }) {
  const { t } = useWords()
  return (
    <Covering of={[message]}>
      {(why) =>
        why ? (
          <span className={styles.covered}>{t(`veil-${why}`)}</span>
        ) : (
          <Excerpt text={message.text ?? ''} lang={message.lang} />
        )
      }
    </Covering>
  )
}

/** The first lines of a text in plain words, in its own language and direction. */
export function Excerpt({ text, lang }: { readonly text: string; readonly lang: string }) {
  return (
    <span className={styles.excerpt} lang={lang} dir="auto">
      {visible(plainWords(text.slice(0, MOST)))}
    </span>
  )
}
