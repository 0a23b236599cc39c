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

it('a ballot tells what it leaves out and how many are good enough', () => {
  const { leftOut, good } = readGiven(work({ order: [2], good: 0 }))
  expect([leftOut.map(({ letter }) => letter), good]).toEqual([['A', 'B'], 0])
  expect(readGiven({ ...work({}), kind: 'skip' }).leftOut).toEqual([])
})

it('a reaction is told by its name', () => {
  expect(readGiven({ ...work({ emoji: 'red_flag' }), kind: 'emoji' }).emoji).toBe('red_flag')
})

it('labels come in the order of the vocabulary, scales as one of five; what was not answered is not there', () => {
  const review = work({ labels: { quality: 0.75, spam: 0, of_a_later_version: 1 }, unsure: ['pii', 'humor'] })
  const { labels } = readGiven({ ...review, kind: 'label_assistant_reply' })
  expect(labels.map(({ name, choice }) => `${name} ${choice}`)).toEqual([
    'judge-spam no',
    'judge-pii unsure',
    'judge-quality 4',
    'judge-humor unsure'
  ])
})

it('what does not fit is passed over', () => {
  const bad = { order: 'best', labels: [7], unsure: 7, good: 'all', emoji: 7, not_rankable: 1, reason: {} }
  const given = readGiven({ ...work(bad), kind: 'assistant_reply' })
  expect(given).toEqual({ labels: [], places: [], leftOut: [], notRankable: false })
  expect(readGiven(work({ order: [9] })).places).toEqual([])
})
