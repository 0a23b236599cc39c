import type MarkdownIt from 'markdown-it'
import type { StateBlock, StateInline } from 'markdown-it'

/** Longer formulas take too long to set and stay as they were written (measured: 20,000 characters, 2.1 s). */
const MAX_FORMULA = 2000
const MAX_LINES = 100

/**
 * Teaches a reader of Markdown formulas, as tokens `formula` and `formula_block` whose content is TeX: `$x$` and
 * `\(x\)` in a line, `$$x$$` and `\[x\]` as blocks. Money and variables are left alone by Pandoc's rule for a single `$`
 * (`tex_math_dollars`: it opens before a sign that is no space, and closes behind one and before no digit), with Latin
 * letters beside it as for digits.
 */
export function readMaths(reader: InstanceType<typeof MarkdownIt>): void {
  reader.inline.ruler.before('escape', 'formula', inLine)
  reader.block.ruler.before('fence', 'formula_block', asBlock, {
    alt: ['paragraph', 'reference', 'blockquote', 'list']
  })
}

const PAIRS = [
  ['$$', '$$'],
  ['$', '$'],
  ['\\(', '\\)'],
  ['\\[', '\\]']
] as const

function inLine(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state
  const pair = PAIRS.find(([open]) => src.startsWith(open, pos))
  if (!pair) return false
  const [open, close] = pair
  const from = pos + open.length
  const to = closing(src, from, Math.min(posMax, from + MAX_FORMULA + close.length), close)
  if (to === undefined) return false
  if (!silent) {
    const token = state.push('formula', 'math', 0)
    token.content = src.slice(from, to).trim()
    token.markup = open
  }
  state.pos = to + close.length
  return true
}

/** Where the formula ends; undefined: this opens none. */
function closing(text: string, from: number, end: number, close: string): number | undefined {
  if (close === '$' && !opensAt(text, from)) return undefined
  // No further than a formula may be long: thousands of openers look ahead, each for itself.
  const ahead = text.slice(from, end)
  for (let at = ahead.indexOf(close); at !== -1; at = ahead.indexOf(close, at + 1)) {
    const body = ahead.slice(0, at)
    if (isEscaped(body)) continue
    if (body.trim() === '') return undefined
    return close === '$' && (/\s$/.test(body) || NO_CLOSE.test(text[from + at + 1] ?? '')) ? undefined : from + at
  }
  return undefined
}

function opensAt(text: string, from: number): boolean {
  return /\S/.test(text[from] ?? '') && !/[A-Za-z0-9$]/.test(text[from - 2] ?? '')
}

/** Behind a `$`: it names an amount or a variable. */
const NO_CLOSE = /[A-Za-z0-9{$]/

function isEscaped(body: string): boolean {
  return (/\\+$/.exec(body)?.[0].length ?? 0) % 2 === 1
}

const BLOCKS = [
  ['$$', '$$'],
  ['\\[', '\\]']
] as const

/** A block begins on a line of its own and ends at the end of one; what is never closed is none. */
function asBlock(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const line = (n: number) => state.src.slice((state.bMarks[n] ?? 0) + (state.tShift[n] ?? 0), state.eMarks[n]).trim()
  const first = line(startLine)
  const pair = BLOCKS.find(([open]) => first.startsWith(open))
  if (!pair || (state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false
  const [open, close] = pair
  const lines = [first.slice(open.length)]
  let length = 0
  for (let n = startLine; ; ) {
    const last = lines.at(-1) ?? ''
    length += last.length
    if (last.endsWith(close)) break
    // One line of its own may go on behind the formula: that is for the reader of lines.
    if (last.includes(close) || ++n >= endLine || length > MAX_FORMULA || lines.length === MAX_LINES) return false
    if ((state.sCount[n] ?? 0) < state.blkIndent) return false
    lines.push(line(n))
  }
  const content = lines.join('\n').slice(0, -close.length).trim()
  if (content === '' || content.length > MAX_FORMULA) return false
  if (silent) return true
  const token = state.push('formula_block', 'math', 0)
  token.block = true
  token.content = content
  token.markup = open
  token.map = [startLine, startLine + lines.length]
  state.line = startLine + lines.length
  return true
}
