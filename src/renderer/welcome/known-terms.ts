import type { WordKey } from '../words/words.tsx'

/** Terms that the app has words for, by the hash of their English text: a phrase for each line of it. */
const KNOWN: Readonly<Record<string, readonly WordKey[]>> = {
  ac865d4d790f80b888cc1f779e96aacf93eadf8aa29add59a24162811b87c520: ['terms-licence', 'terms-age', 'terms-own-words']
}

/** The phrases of these very terms; undefined where a project has others, which nobody has translated. */
export function phrasesOfTerms(hash: string): readonly WordKey[] | undefined {
  return Object.hasOwn(KNOWN, hash) ? KNOWN[hash] : undefined
}
