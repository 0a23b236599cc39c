/** A language that nobody knows is cut as any other. */
export function segmenterOf(lang: string, granularity: 'word' | 'sentence'): Intl.Segmenter {
  try {
    return new Intl.Segmenter(lang, { granularity })
  } catch {
    return new Intl.Segmenter(undefined, { granularity })
  }
}
