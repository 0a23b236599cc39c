import { useEffect, useRef } from 'react'
import { type EditorOptions, openEditor } from './editor.ts'

/** React gives the place and never touches what is in it: a redraw would break composing. */
export function Editor({ lang, text, label, empty }: EditorOptions) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(
    () => (place.current ? openEditor(place.current, { lang, text, label, empty }) : undefined),
    [lang, text, label, empty]
  )
  return <div ref={place} />
}
