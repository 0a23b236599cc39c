import { describe, expect, it } from 'vitest'
import type { TaskRow } from '../../client/store/store.ts'
import type { Work } from '../../client/work.ts'
import { deedOf, doneIn, excerptOf, FILTERS, filtered, keyOf, sought, summaryOf } from './summary.ts'

const task: TaskRow = {
  batch: 'b',
  place: 3,
  kind: 'label_initial_prompt',
  lang: 'sw',
  thread: [{ role: 'prompter', lang: 'sw', text: 'Habari?' }],
  candidates: []
}
const work = (kind: string, state: Work['state'], more: Partial<Work> = {}): Work => ({
  kind,
  state,
  saved: 0,
  given: {},
  id: `${kind}-${state}`,
  ...more
})
const all = [
  work('assistant_reply', 'draft'),
  work('initial_prompt', 'merged'),
  work('label_initial_prompt', 'merged'),
  work('rank_assistant_replies', 'returned'),
  work('skip', 'received'),
  work('consent', 'spare')
]

it('a filter lets through what it names, in the same order', () => {
  const kinds = FILTERS.map((filter) => filtered(all, filter).map(({ kind }) => kind))
  expect(kinds).toEqual([
    all.map(({ kind }) => kind),
    ['assistant_reply', 'initial_prompt'],
    ['label_initial_prompt'],
    ['rank_assistant_replies'],
    ['rank_assistant_replies']
  ])
})

it('the summary counts every item once, those that went furthest first', () => {
  const { total, counts } = summaryOf(all)
  expect(counts.map(({ state, count }) => `${count} ${state}`)).toEqual([
    '2 merged',
    '1 spare',
    '1 returned',
    '1 received',
    '1 draft'
  ])
  expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(total)
})

it('that the terms were accepted is no work, and a skip is no part of a conversation', () => {
  const work = doneIn([...all, { ...(all[4] as Work), state: 'merged' }])
  expect(work.map(({ kind }) => kind)).toEqual([...all.slice(0, 5), { kind: 'skip' }].map(({ kind }) => kind))
  expect(work.filter(({ state }) => state === 'merged').map(({ kind }) => kind)).not.toContain('skip')
  expect(work.at(-1)?.state).toBe('received')
})

it('a draft goes by its task, an item by its id', () => {
  const { id: _, ...draft } = work('label_initial_prompt', 'draft', { place: ['b', 3] })
  expect(keyOf(draft)).toBe('b/3')
  expect(keyOf(work('skip', 'saved', { id: 'x', task }))).toBe('x')
})

it('an excerpt is my own text, else the text that the work is about, each with its language', () => {
  const reply = work('assistant_reply', 'saved', { task, text: 'Nzuri', given: { lang: 'en' } })
  expect(excerptOf(reply)).toEqual({ text: 'Nzuri', lang: 'en' })
  expect(excerptOf(work('label_initial_prompt', 'saved', { task }))).toMatchObject({
    text: 'Habari?',
    lang: 'sw',
    others: { text: 'Habari?' }
  })
  const erased = { ...task, thread: [{ role: 'prompter', lang: 'sw', text: null }] } as const
  expect(excerptOf(work('label_initial_prompt', 'saved', { task: erased }))).toBeUndefined()
})

it('one key goes on with a draft, undoes what is not sealed, and changes what is', () => {
  const changeable = { changeable: true, task } as const
  const deeds = (['draft', 'saved', 'waiting', 'received', 'merged'] as const).map((state) =>
    deedOf(work('assistant_reply', state, changeable))
  )
  expect(deeds).toEqual(['continue', 'undo', 'change', 'change', 'change'])
  expect(deedOf(work('skip', 'received', { task }))).toBeUndefined()
  // What another item stands for is changed there.
  expect(deedOf(work('assistant_reply', 'merged', { task, amendedBy: 'x' }))).toBeUndefined()
})

describe('what is sought', () => {
  const written = (text: string) => ({ kind: 'assistant_reply', saved: 1, state: 'saved', given: {}, text }) as const
  const work = [
    written('Hens lay less in winter.'),
    written('Élan vital'),
    written('鶏を三羽飼っています'),
    written('مُرْحَبًا')
  ]

  it.each([
    ['winter HENS', [0]],
    ['elan', [1]],
    ['三羽', [2]],
    ['مرحبا', [3]],
    ['hens élan', []],
    ['  ', [0, 1, 2, 3]]
  ])('%s is found as parts of words, in any order, without accents', (words, found) => {
    expect(sought(work, words)).toEqual(found.map((at) => work[at]))
  })

  it('is found in the text that the work is about, and in what was given before', () => {
    const about: Work = { ...written('x'), about: { role: 'prompter', lang: 'en', text: 'Why is moss green?' } }
    const earlier: Work = { ...written('x'), earlier: [written('Before.')] }
    expect([sought([about], 'moss'), sought([earlier], 'before')]).toEqual([[about], [earlier]])
  })
})
