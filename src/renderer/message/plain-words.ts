/**
 * The words of a text without the signs of Markdown, for a line or two where nothing is drawn. What only looks like a sign
 * stays: a product, an underscore in a name. Formulas stand as they were written.
 */
export function plainWords(text: string): string {
  return inline(text.replace(WHOLE_LINES, '').replace(QUOTES_AND_HEADINGS, '').replace(BULLETS, '$1• ')).trim()
}

/** Fences of code, and rules across the page. */
const WHOLE_LINES = /^ {0,3}(?:(?:`{3,}|~{3,})[^`\n]*|([-*_])(?: *\1){2,} *)$/gm
const QUOTES_AND_HEADINGS = /^[ \t]*(?:>[ \t]?)+(?:#{1,6}[ \t]+)?|^ {0,3}#{1,6}[ \t]+/gm
const BULLETS = /^([ \t]*)[-*+][ \t]+/gm

/** An escaped sign, code, a link or picture, what is stressed or struck out, what is stressed with underscores. */
const INLINE = new RegExp(
  [
    '\\\\([!-/:-@[-`{-~])',
    '(`+)(.+?)\\2(?!`)',
    '!?\\[([^\\]]*)\\]\\([^()\\s]*(?:\\s+"[^"]*")?\\)',
    '(\\*{1,3}|~~)(?=\\S)(.+?)(?<=\\S)\\5',
    '(?<![\\p{L}\\p{N}])(_{1,3})(?=\\S)(.+?)(?<=\\S)\\7(?![\\p{L}\\p{N}])'
  ].join('|'),
  'gsu'
)

function inline(text: string): string {
  return text.replace(INLINE, (all, escaped, _ticks, code, label, _stars, strong, _lines, stressed) => {
    const inner: string | undefined = label ?? strong ?? stressed
    return escaped ?? code ?? (inner === undefined ? all : inline(inner))
  })
}
