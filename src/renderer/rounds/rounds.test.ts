import { describe, expect, it } from 'vitest'
import { isWriting, labelsOf } from '../../core/fact/kinds.ts'
import { readOrder } from '../task/rank/places.ts'
import { UI_LANGUAGES } from '../words/languages.ts'
import { compare } from './compare.ts'
import { loadRound, ROUND_KINDS } from './rounds.ts'

const all = UI_LANGUAGES.flatMap((lang) => ROUND_KINDS.map((kind) => [lang, kind] as const))
const sentences = (text: string, lang: string) => [
  ...new Intl.Segmenter(lang, { granularity: 'sentence' }).segment(text)
]

describe.each(all)('the round in %s of %s', (lang, kind) => {
  it('is a task of its kind, in its language, and says why in two sentences', async () => {
    const { task, theirs, why } = await loadRound(kind, lang)
    expect([task.kind, task.lang]).toEqual([kind, lang])
    expect(theirs.is).toBe(isWriting(kind) ? 'text' : kind.startsWith('label_') ? 'labels' : 'order')
    expect(sentences(why, lang)).toHaveLength(2)
    if (kind.startsWith('label_'))
      expect(task.thread.at(-1)?.role).toBe(kind.includes('assistant') ? 'assistant' : 'prompter')
  })

  it('asks for what there is, and has the answer of the English one', async () => {
    const [{ task, theirs }, english] = [await loadRound(kind, lang), await loadRound(kind, 'en')]
    if (theirs.is !== 'text') expect(theirs).toEqual(english.theirs)
    if (theirs.is === 'labels') expect(labelsOf(kind)).toEqual(expect.arrayContaining(Object.keys(theirs.labels)))
    if (theirs.is === 'order')
      expect(readOrder(theirs.order, task.candidates.length)?.flat()).toHaveLength(task.candidates.length)
    expect(task.thread).toHaveLength(english.task.thread.length)
  })

  it('agrees in all with whoever answers as experienced people do', async () => {
    const round = await loadRound(kind, lang)
    const { theirs } = round
    if (theirs.is === 'order') {
      const compared = compare(round, { order: theirs.order })
      expect(compared).toMatchObject({ same: compared.is === 'order' ? compared.pairs : 0 })
    }
    if (theirs.is === 'labels') {
      const value = (choice: string) => ({ no: 0, yes: 1 })[choice] ?? (Number(choice) - 1) / 4
      const labels = Object.fromEntries(
        Object.entries(theirs.labels).map(([name, [first = '']]) => [name, value(first)])
      )
      const compared = compare(round, { labels })
      expect(compared.is === 'labels' && compared.labels.filter(({ isSame }) => !isSame)).toEqual([])
    }
  })
})

describe('what somebody gave beside it', () => {
  it('of labels: another answer and none are no agreement, and not sure is what it is', async () => {
    const round = await loadRound('label_initial_prompt', 'en')
    const compared = compare(round, { labels: { spam: 0, quality: 1 }, unsure: ['pii'] })
    expect(
      compared.is === 'labels' && compared.labels.map(({ row, mine, isSame }) => [row.label, mine, isSame])
    ).toEqual([
      ['spam', 'no', true],
      ['pii', 'unsure', false],
      ['not_appropriate', undefined, false],
      ['quality', '5', false]
    ])
  })

  it('of orders: pairs count, ties as ties, and what has no place agrees with nothing', async () => {
    const round = await loadRound('rank_assistant_replies', 'en')
    const mine = (order: readonly (number | readonly number[])[]) => compare(round, { order })
    expect(mine([0, 2, 3, 1])).toMatchObject({ same: 5, pairs: 6 })
    expect(mine([1, [2, 3], 0])).toMatchObject({ same: 1, pairs: 6 })
    expect(mine([0, 1])).toMatchObject({ same: 1, pairs: 6 })
    expect(compare(round)).toMatchObject({ mine: [], same: 0 })
  })

  it('a language without a file practises in English', async () => {
    const { task } = await loadRound('assistant_reply', 'xx' as 'en')
    expect(task.lang).toBe('en')
  })
})
