import bash from 'highlight.js/lib/languages/bash'
import c from 'highlight.js/lib/languages/c'
import cpp from 'highlight.js/lib/languages/cpp'
import csharp from 'highlight.js/lib/languages/csharp'
import css from 'highlight.js/lib/languages/css'
import go from 'highlight.js/lib/languages/go'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import { createLowlight } from 'lowlight'

const lowlight = createLowlight({
  ...{ bash, c, cpp, csharp, css, go, java, javascript, json, php, python, rust, sql, typescript, xml }
})

/** A piece of code of one sort; without one it is plain. */
export type Piece = { readonly text: string; readonly sort?: string }

/** @returns undefined if this language is none of those that are known here. */
export function colourCode(code: string, language: string): Piece[] | undefined {
  if (!lowlight.registered(language)) return undefined
  return piecesOf(lowlight.highlight(language, code).children)
}

type Node = ReturnType<typeof lowlight.highlight>['children'][number]

function piecesOf(nodes: readonly Node[], sort?: string): Piece[] {
  return nodes.flatMap((node): Piece[] => {
    if (node.type === 'text') return [{ text: node.value, ...(sort !== undefined && { sort }) }]
    if (node.type !== 'element') return []
    const names = node.properties.className
    const name = Array.isArray(names) ? String(names[0]).replace('hljs-', '') : undefined
    return piecesOf(node.children, name ?? sort)
  })
}
