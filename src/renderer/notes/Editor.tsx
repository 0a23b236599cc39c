import { useEffect, useRef } from 'react'
import type { Text } from 'yjs'
import { openEditor } from './editor.ts'

export type EditorProps = {
  readonly lang: string
  readonly text: Text
  readonly label: string
  /** Shown as long as nothing is written. */
  readonly empty: string
}

/** React gives the place and never touches what is in it: a redraw would break composing. */
export function Editor({ lang, text, label, empty }: EditorProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(
    () => (place.current ? openEditor(place.current, { lang, text, label, empty }) : undefined),
    [lang, text, label, empty]
  )
  return <div ref={place} />
}
