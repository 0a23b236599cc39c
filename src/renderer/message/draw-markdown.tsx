import MarkdownIt, { type Token } from 'markdown-it'
import { createElement, Fragment, lazy, type ReactNode, Suspense } from 'react'
import { visible } from '../words/visible.ts'
import { Address } from './Address.tsx'
import { Code } from './Code.tsx'
import { readMaths } from './read-maths.ts'
import { withSigns } from './signs.tsx'

/** Enough for any real message; what a hostile one asks beyond it is not drawn. */
const MAX_TOKENS = 4000
/** Reading takes time before anything is counted; longer texts are not read. */
const MAX_CHARACTERS = 40_000
/** Deeper quotes and lists than this are not drawn; markdown-it would leave out what stands in them. */
const MAX_NESTING = 20

const LINK = /^(https?:|mailto:)/i

const reader = new MarkdownIt({ html: false, linkify: false, typographer: false, breaks: true })
reader.set({ maxNesting: MAX_NESTING })
readMaths(reader)
// The one door for addresses: no token has another one. A link that leads elsewhere stays visible as the text it is.
reader.validateLink = (address) => LINK.test(address.trim())

/**
 * Markdown as elements, whole blocks at a time. Nothing of the text is ever left out: what is not drawn is the rest.
 *
 * @returns `rest`: from here on the text is too much (or too deep) to draw; absent: everything is drawn.
 */
export function drawMarkdown(text: string): { drawn: ReactNode[]; rest?: string } {
  if (text.length > MAX_CHARACTERS) return { drawn: [], rest: text }
  const blocks = topBlocks(reader.parse(text, {}))
  const drawn: ReactNode[] = []
  let left = MAX_TOKENS
  for (const block of blocks) {
    left -= sizeOf(block)
    if (left < 0 || block.some(({ level }) => level >= MAX_NESTING - 1)) {
      const from = block[0]?.map?.[0] ?? 0
      return { drawn, rest: text.split(LINES).slice(from).join('\n') }
    }
    drawn.push(<Fragment key={drawn.length}>{draw(block)}</Fragment>)
  }
  return { drawn }
}

/** What markdown-it takes for the end of a line, so that its line numbers are ours. */
const LINES = /\r\n?|\n/

/** Each block at the top with all that stands in it. */
function topBlocks(tokens: readonly Token[]): Token[][] {
  const blocks: Token[][] = []
  for (const token of tokens) {
    if (token.level === 0 && token.nesting >= 0) blocks.push([])
    blocks.at(-1)?.push(token)
  }
  return blocks
}

function sizeOf(tokens: readonly Token[]): number {
  return tokens.reduce((sum, { children }) => sum + 1 + (children ? sizeOf(children) : 0), 0)
}

type Open = { readonly token?: Token; readonly children: ReactNode[] }

/** A flat row of opening, closing and single tokens as a tree of elements. */
function draw(tokens: readonly Token[]): ReactNode[] {
  const root: Open = { children: [] }
  const open: Open[] = [root]
  const put = (node: ReactNode) => {
    const { children } = open.at(-1) ?? root
    children.push(<Fragment key={children.length}>{node}</Fragment>)
  }
  for (const token of tokens) {
    if (token.nesting === 1) open.push({ token, children: [] })
    else if (token.nesting === 0) put(single(token))
    else {
      const closed = open.pop()
      if (closed?.token) put(element(closed.token, closed.children))
    }
  }
  return root.children
}

function single(token: Token): ReactNode {
  switch (token.type) {
    case 'inline':
      return draw(token.children ?? [])
    case 'softbreak':
    case 'hardbreak':
      return <br />
    case 'hr':
      return <hr />
    case 'code_inline':
      return <code dir="ltr">{withSigns(token.content)}</code>
    case 'code_block':
    case 'fence':
      return (
        <Code
          text={token.content}
          language={
            token.info
              .trim()
              .split(/[\s{:,]/)[0]
              ?.toLowerCase() ?? ''
          }
        />
      )
    case 'formula':
      return formula(token, false)
    case 'formula_block':
      return <div>{formula(token, true)}</div>
    case 'image':
      return link(attribute(token, 'src'), withSigns(token.content || attribute(token, 'src')))
    default:
      return withSigns(token.content)
  }
}

// As it was written, until what sets it is there, or if that never comes.
const Formula = lazy(async () => {
  const loaded = await import('./Formula.tsx').catch(() => undefined)
  return { default: loaded?.Formula ?? (({ tex }: { tex: string }) => tex) }
})

function formula({ content: written, markup }: Token, isBlock: boolean): ReactNode {
  const content = visible(written)
  return (
    <Suspense fallback={<span dir="ltr">{`${markup}${content}`}</span>}>
      <Formula tex={content} isBlock={isBlock || markup === '$$' || markup === '\\['} />
    </Suspense>
  )
}

/** Elements without attributes; a heading ranks below those of the screen. */
const ELEMENTS: Readonly<Record<string, string>> = {
  ...{ p: 'p', blockquote: 'blockquote', ul: 'ul', li: 'li', em: 'em', strong: 'strong', s: 's' },
  ...{ h1: 'h3', h2: 'h4', h3: 'h5', h4: 'h6', h5: 'h6', h6: 'h6' },
  ...{ table: 'table', thead: 'thead', tbody: 'tbody', tr: 'tr', th: 'th', td: 'td' }
}

function element(token: Token, children: ReactNode[]): ReactNode {
  if (token.tag === 'a') return link(attribute(token, 'href'), children)
  if (token.tag === 'ol') return <ol start={Number(attribute(token, 'start') || 1)}>{children}</ol>
  const tag = ELEMENTS[token.tag]
  // A paragraph of a tight list is none.
  return token.hidden || tag === undefined ? children : createElement(tag, null, ...children)
}

/** Pictures are not fetched: they stand as links too. */
function link(address: string, children: ReactNode): ReactNode {
  return <Address address={address}>{children}</Address>
}

function attribute(token: Token, name: string): string {
  return String(token.attrs?.find(([key]) => key === name)?.[1] ?? '')
}
