import { useState } from 'react'
import { Button } from '../design/Button.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Message.module.css'
import { withSigns } from './signs.tsx'

/** A window lays out so much at once without anybody waiting; of a longer text the rest is shown on demand, piece by piece. */
const PIECE = 20_000

/** As it was written, sign by sign. */
export function PlainText({ text }: { text: string }) {
  const { t } = useWords()
  const [shown, setShown] = useState(1)
  const pieces = Array.from({ length: shown }, (_, at) => text.slice(cutAt(text, at), cutAt(text, at + 1)))
  const isCut = cutAt(text, shown) < text.length
  return (
    <>
      <div className={styles.plain}>
        {pieces.map((piece, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the text
          <span key={at}>{withSigns(piece)}</span>
        ))}
      </div>
      {isCut && (
        <Button small onPress={() => setShown(shown + 1)}>
          {t('message-more')}
        </Button>
      )}
    </>
  )
}

/** Where a piece begins: never in the midst of a sign. */
function cutAt(text: string, piece: number): number {
  const at = piece * PIECE
  return /[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at
}
