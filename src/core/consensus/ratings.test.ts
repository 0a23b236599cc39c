import { expect, it } from 'vitest'
import { ratingsOf } from './ratings.ts'

it('[CO4] a rating is the quality, or helpfulness where that was left out; an untouched review rates nothing', () => {
  const zeros = { spam: 0, lang_mismatch: 0, quality: 0, helpfulness: 0 }
  const review = (contributor: string, labels: Record<string, number>) => ({ contributor, labels })
  const ratings = ratingsOf([
    { id: 'a', reviews: [review('p', { quality: 0.5, helpfulness: 1 }), review('q', { helpfulness: 0.75 })] },
    {
      id: 'b',
      reviews: [review('p', { spam: 0, lang_mismatch: 0, quality: 0 }), review('r', zeros), review('s', { spam: 0 })]
    }
  ])
  expect(ratings).toEqual([
    new Map([
      ['a', 0.5],
      ['b', 0]
    ]),
    new Map([['a', 0.75]])
  ])
})
