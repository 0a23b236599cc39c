import { expect, it } from 'vitest'
import { hashOf } from '../../core/hash.ts'
import english from '../words/en/welcome.json' with { type: 'json' }
import { phrasesOfTerms } from './known-terms.ts'

const NOW = 'ac865d4d790f80b888cc1f779e96aacf93eadf8aa29add59a24162811b87c520'

it('the English phrases are the terms with that hash, letter by letter: what is translated is what is accepted', () => {
  const lines = phrasesOfTerms(NOW)?.map((key) => english[key as keyof typeof english])
  expect(hashOf('terms', lines?.join('\n') ?? '')).toBe(NOW)
})

it.each(['0'.repeat(64), '', 'toString'])('terms that are not known to the letter have no phrases: %j', (hash) => {
  expect(phrasesOfTerms(hash)).toBeUndefined()
})
