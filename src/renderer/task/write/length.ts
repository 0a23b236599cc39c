import { segmenterOf } from '../../words/segmenter.ts'

/** Scripts that end no sentence with a sign. */
const WITHOUT_STOPS = ['th', 'lo']
/** Words of a sentence there, and most that one takes anywhere, whatever its writer leaves out. */
const WORDS = 12
const MOST_WORDS = 30

/**
 * How long a text is, in a measure that is the same for every script: characters and words between spaces make Japanese
 * short and Amharic long. A line of a list is a sentence; code counts by its lines.
 */
export function sentencesIn(text: string, lang: string): number {
  const sentences = [...segmenterOf(lang, 'sentence').segment(text)].filter(({ segment }) =>
    /[\p{L}\p{N}]/u.test(segment)
  )
  let words = 0
  for (const { isWordLike } of segmenterOf(lang, 'word').segment(text)) if (isWordLike) words += 1
  const most = WITHOUT_STOPS.includes(lang.split('-')[0] ?? '') ? WORDS : MOST_WORDS
  return Math.max(sentences.length, Math.ceil(words / most))
}

/**
 * From how many sentences to how many replies of the assistant usually have: the middle three fifths of 319 replies of
 * Open-Assistant's published trees. Prompts are as short as people like.
 */
export const USUAL_REPLY = [3, 13] as const
