import { useMemo, useState } from 'react'
import { Button } from '../design/Button.tsx'
import { useWords } from '../words/words.tsx'
import { drawMarkdown } from './draw-markdown.tsx'
import styles from './Message.module.css'
import { PlainText } from './PlainText.tsx'

/** A text with its Markdown drawn; what is too much or too deep to draw stands as it was written. */
export function Markdown({ text }: { text: string }) {
  const { t } = useWords()
  const [whole, setWhole] = useState(false)
  const { drawn, rest } = useMemo(() => drawMarkdown(text), [text])
  const cut = drawn.length > 0 && rest !== undefined
  return (
    <>
      <div className={styles.prose}>{drawn}</div>
      {cut && !whole && (
        <Button small onPress={() => setWhole(true)}>
          {t('message-rest')}
        </Button>
      )}
      {rest !== undefined && (!cut || whole) && <PlainText text={rest} />}
    </>
  )
}
