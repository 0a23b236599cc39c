import { type ReactNode, useEffect, useState } from 'react'
import styles from './Code.module.css'
import type { Piece } from './code-colours.ts'
import { withSigns } from './signs.tsx'

/** Larger blocks stay plain: colours would keep people waiting. */
const MAX_COLOURED = 20_000

/** A block of code, from left to right whatever is around it; in colours if its writer named a language known here. */
export function Code({ text, language }: { text: string; language: string }) {
  const [pieces, setPieces] = useState<{ text: string; of: readonly Piece[] | undefined }>()
  useEffect(() => {
    if (language === '' || text.length > MAX_COLOURED) return undefined
    let current = true
    import('./code-colours.ts').then(
      ({ colourCode }) => current && setPieces({ text, of: colourCode(text, language) }),
      () => {} // without colours it is read all the same
    )
    return () => {
      current = false
    }
  }, [text, language])
  return (
    <pre className={styles.code} dir="ltr">
      <code>{pieces?.text === text && pieces.of ? pieces.of.map(coloured) : withSigns(text)}</code>
    </pre>
  )
}

function coloured({ text, sort }: Piece, at: number): ReactNode {
  if (sort === undefined) return withSigns(text)
  return (
    <span key={at} data-sort={SORTS[sort]}>
      {withSigns(text)}
    </span>
  )
}

/** The few sorts that are told apart. */
const SORTS: Readonly<Record<string, 'word' | 'value' | 'name' | 'aside'>> = {
  ...{ keyword: 'word', built_in: 'word', literal: 'value', tag: 'word', 'selector-tag': 'word', meta: 'aside' },
  ...{ string: 'value', number: 'value', regexp: 'value', symbol: 'value', subst: 'name', char: 'value' },
  ...{ title: 'name', name: 'name', attr: 'name', attribute: 'name', type: 'name', 'selector-class': 'name' },
  ...{ 'selector-id': 'name', property: 'name', comment: 'aside', doctag: 'aside', quote: 'aside' }
}
