import { expect, it } from 'vitest'
import type { Work } from '../../client/work.ts'
import { readGiven } from './given.ts'

const reply = (text: string) => ({ role: 'assistant', lang: 'en', text }) as const
const work = (given: Work['given']): Work => ({
  kind: 'rank_assistant_replies',
  saved: 0,
  state: 'saved',
  given,
  task: {
    batch: 'b',
    place: 0,
    kind: 'rank_assistant_replies',
    lang: 'en',
    thread: [],
    candidates: [reply('one'), reply('two'), reply('three')]
  }
})

it('an order is told by places, and those that tie share one', () => {
  const { places } = readGiven(work({ order: [2, [0, 1]] }))
  expect(places.map((place) => place.map((each) => `${each.letter} ${each.reply.text}`))).toEqual([
    ['C three'],
    ['A one', 'B two']
  ])
})

it('labels come in the order of the vocabulary, scales as one of five; what was not answered is not there', () => {
  const review = work({ labels: { quality: 0.75, spam: 0, pii: 1, of_a_later_version: 1 } })
  const { labels } = readGiven({ ...review, kind: 'label_assistant_reply' })
  expect(labels.map(({ name, choice }) => `${name} ${choice}`)).toEqual([
    'judge-spam no',
    'judge-pii yes',
    'judge-quality 4'
  ])
})

it('what does not fit is passed over', () => {
  const given = readGiven(work({ order: 'best', labels: [7], not_rankable: 1, reason: {} }))
  expect(given).toEqual({ labels: [], places: [], notRankable: false })
  expect(readGiven(work({ order: [9] })).places).toEqual([])
})
