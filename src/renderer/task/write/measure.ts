import { utf8 } from '../../../core/bytes.ts'

/** Characters as people count them: a letter with its marks is one, an emoji of many parts too. */
export function charactersIn(text: string, lang: string): number {
  let count = 0
  for (const _ of segmenterOf(lang).segment(text)) count += 1
  return count
}

/** How many bytes of UTF-8 are too many; 0: it fits. */
export function bytesOver(text: string, most: number): number {
  // A code unit takes at most three bytes: short texts need no look.
  return text.length * 3 <= most ? 0 : Math.max(0, utf8(text).byteLength - most)
}

function segmenterOf(lang: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(lang, { granularity: 'grapheme' })
  } catch {
    return new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  }
}
