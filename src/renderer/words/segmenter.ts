import { madeOnce } from './made-once.ts'

const segmenters = {
  word: madeOnce((lang) => made(lang, 'word')),
  sentence: madeOnce((lang) => made(lang, 'sentence'))
}

export function segmenterOf(lang: string, granularity: 'word' | 'sentence'): Intl.Segmenter {
  return segmenters[granularity](lang)
}

/** A language that nobody knows is cut as any other. */
function made(lang: string, granularity: 'word' | 'sentence'): Intl.Segmenter {
  try {
    return new Intl.Segmenter(lang, { granularity })
  } catch {
    return new Intl.Segmenter(undefined, { granularity })
  }
}
