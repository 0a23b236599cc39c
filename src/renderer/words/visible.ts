/**
 * Signs that nobody sees and that change what others see: controls, turns of direction, tags. What scripts need stays as it
 * is: joiners, marks of direction, places to break a line. Tags after a black flag are flags of regions.
 */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2060-\u206f\ufff9-\ufffb]|(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]{0,7})[\u{e0000}-\u{e007f}]/gu

const NAMES: Readonly<Record<string, string>> = {
  ...{ '\u202a': 'LRE', '\u202b': 'RLE', '\u202c': 'PDF', '\u202d': 'LRO', '\u202e': 'RLO' },
  ...{ '\u2066': 'LRI', '\u2067': 'RLI', '\u2068': 'FSI', '\u2069': 'PDI' }
}

/** Texts of others in the midst of our words, where there is room for one sign each: nothing in them can turn what is around. */
export function visible(text: string): string {
  return text.replace(HIDDEN, '\ufffd')
}

/** The same for what we put together ourselves: isolates that are closed again keep to themselves, and stay. */
export function visibleInWords(text: string): string {
  if (!isClosed(text)) return visible(text)
  return text
    .split(/([\u2066-\u2069])/)
    .map((piece, at) => (at % 2 === 1 ? piece : visible(piece)))
    .join('')
}

function isClosed(text: string): boolean {
  let depth = 0
  for (const [sign] of text.matchAll(/[\u2066-\u2069]/g)) {
    depth += sign === '\u2069' ? -1 : 1
    if (depth < 0) return false
  }
  return depth === 0
}

/** A text in pieces, and between them the name of the hidden sign that stands there. */
export function hiddenIn(text: string): readonly { readonly text: string; readonly hidden?: string }[] {
  const pieces: { text: string; hidden?: string }[] = []
  let from = 0
  for (const { 0: sign, index } of text.matchAll(HIDDEN)) {
    pieces.push({ text: text.slice(from, index) }, { text: sign, hidden: nameOf(sign) })
    from = index + sign.length
  }
  return from === 0 ? [{ text }] : [...pieces, { text: text.slice(from) }]
}

function nameOf(sign: string): string {
  return NAMES[sign] ?? `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
