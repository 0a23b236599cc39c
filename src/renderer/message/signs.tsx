import type { ReactNode } from 'react'
import { hiddenIn, visible } from '../words/visible.ts'
import styles from './Message.module.css'

/** More of them are no part of what somebody means: they stand as one sign each. */
const MOST = 200

/** A text as it can be shown: what would turn or hide the text around it stands as its name in a box. */
export function withSigns(text: string): ReactNode {
  const pieces = hiddenIn(text)
  if (pieces.length === 1) return text
  if (pieces.length > 2 * MOST) return visible(text)
  return pieces.map((piece, at) =>
    piece.hidden === undefined ? (
      piece.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the text
      <bdi key={at} className={styles.sign} dir="ltr">
        {piece.hidden}
      </bdi>
    )
  )
}
