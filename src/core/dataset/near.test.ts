import { describe, expect, it } from 'vitest'
import { Chance } from '../examples/chance.ts'
import { NearDuplicates } from './near.ts'

const WORDS =
  'moss grows where stone is damp and light is low so roots need little soil and take their water from air'.split(' ')

function prose(chance: Chance, length: number): string {
  return Array.from({ length }, () => `${chance.one(WORDS)}${chance.below(1000)}`).join(' ')
}

function groups(texts: Readonly<Record<string, string>>) {
  const near = new NearDuplicates()
  for (const [id, text] of Object.entries(texts)) near.add(id, text)
  return near.groups()
}

describe('near-duplicates', () => {
  it('[XP19] finds the same text in another case, width, accent and spacing', () => {
    const text = 'Wie w\u00e4chst Moos auf einem Stein im Schatten?'
    const found = groups({
      a: text,
      b: text.toUpperCase(),
      c: 'Wie wa\u0308chst  Moos\nauf einem Stein im Schatten?',
      d: '\uff37\uff49\uff45 w\u00e4chst Moos auf einem Stein im Schatten?',
      e: 'Was ist ein Farn, und wo findet man ihn?'
    })
    expect(found).toEqual([{ ids: ['a', 'b', 'c', 'd'], similarity: 1 }])
  })

  it('[XP19] finds a text of which a word was changed, and not one of the same words in other sentences', () => {
    const chance = new Chance(1)
    const text = prose(chance, 80)
    const found = groups({ a: text, b: text.replace(/\S+$/, 'changed'), c: prose(chance, 80) })
    expect(found.map(({ ids }) => ids)).toEqual([['a', 'b']])
    expect(found[0]?.similarity).toBeGreaterThan(0.8)
  })

  it('[XP19] takes short texts, and those of scripts without spaces, as they are', () => {
    expect(groups({ a: 'Ja', b: 'ja ', c: 'Nein', d: '' }).map(({ ids }) => ids)).toEqual([['a', 'b']])
    const moss =
      '\u82d4\u306f\u6e7f\u3063\u305f\u77f3\u306e\u4e0a\u3067\u80b2\u3061\u307e\u3059\u3002\u65e5\u9670\u3092\u597d\u307f\u307e\u3059\u3002'
    expect(
      groups({ a: moss, b: moss.slice(0, -1), c: '\u30b7\u30c0\u306f\u68ee\u306b\u3042\u308a\u307e\u3059' })[0]?.ids
    ).toEqual(['a', 'b'])
  })

  it('[XP19] finds nine in ten of the pairs that share nine in ten shingles', () => {
    const chance = new Chance(7)
    const near = new NearDuplicates()
    for (let i = 0; i < 200; i++) {
      const text = prose(chance, 100)
      near.add(`${i} a`, text)
      // Five of a hundred words.
      near.add(
        `${i} b`,
        text
          .split(' ')
          .map((word, at) => (at % 25 === 3 ? `new${i}` : word))
          .join(' ')
      )
    }
    const found = near.groups()
    expect(found.every(({ ids }) => ids.every((id) => id.split(' ')[0] === ids[0]?.split(' ')[0]))).toBe(true)
    expect(found.length).toBeGreaterThan(180)
  })

  it('[XP19] looks at each of many that are all the same once', () => {
    const near = new NearDuplicates()
    for (let i = 0; i < 20_000; i++) near.add(`${i}`, 'Hello there, how are you today?')
    expect(near.groups().map(({ ids }) => ids.length)).toEqual([20_000])
  })
})
