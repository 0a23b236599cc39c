/** Something to go to or to do, and all the words by which it is found. */
export type Findable = {
  readonly words: string
  /** The same in English: many people know the names of an app that way. */
  readonly english: string
  /** It is shown only to who looks for it. */
  readonly isRare?: boolean
}

/**
 * What holds every word that was typed, in any spelling that people use for it: those that begin with it first, then
 * those with a word that does, then the rest; in one class as they came.
 */
export function find<T extends Findable>(all: readonly T[], typed: string): readonly T[] {
  const sought = fold(typed).split(/\s+/).filter(Boolean)
  if (sought.length === 0) return all.filter(({ isRare }) => !isRare)
  const found = all.flatMap((each, at) => {
    const rank = rankOf([fold(each.words), fold(each.english)], sought)
    return rank === undefined ? [] : [{ each, rank, at }]
  })
  return found.sort((a, b) => a.rank - b.rank || a.at - b.at).map(({ each }) => each)
}

function rankOf(texts: readonly string[], [first = '', ...more]: readonly string[]): number | undefined {
  const whole = texts.join(' ')
  if (![first, ...more].every((word) => whole.includes(word))) return undefined
  if (texts.some((text) => text.startsWith(first))) return 0
  return ` ${whole}`.includes(` ${first}`) ? 1 : 2
}

/**
 * The letters without what people leave out as they type: accents, points and vowel signs that a keyboard makes hard to
 * write, forms of one letter, and of Japanese which of its two syllabaries is used.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(LEFT_OUT, '')
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/./gu, (letter) => SAME[letter] ?? letter)
    .trim()
}

/** Accents; points of Hebrew; vowel signs and the stretch of Arabic; the voice marks of kana. Marks of Indic scripts and Thai are letters. */
const LEFT_OUT =
  /[\u0300-\u036f]|[\u0591-\u05c7]|[\u064b-\u065f]|\u0670|[\u06d6-\u06ed]|\u0640|\u3099|\u309a|[\u200b-\u200f]|[\u2066-\u2069]/g

const SAME: Readonly<Record<string, string>> = {
  ...{ ٱ: 'ا', ى: 'ي', ی: 'ي', ې: 'ي', ة: 'ه', ہ: 'ه', ک: 'ك', ؤ: 'و', ئ: 'ي' },
  ...{ ı: 'i', ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe', ё: 'е' }
}
