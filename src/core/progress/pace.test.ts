import { describe, expect, it } from 'vitest'
import { EXPECTED_MINUTES } from '../dispatch/offer.ts'
import { fitting } from './fit.ts'
import { ENOUGH, estimate, paceOf, roundMinutes, type Timed } from './pace.ts'

const timed = (kind: Timed['kind'], lang: string, ...times: number[]): Timed[] =>
  times.map((took) => ({ kind, lang, took }))
const reply = { kind: 'assistant_reply', lang: 'sw' } as const

describe('[PG1] a pace', () => {
  it('is the common one, said as such, until there are enough own tasks', () => {
    const few = paceOf(timed('assistant_reply', 'sw', ...Array(ENOUGH - 1).fill(60)))
    expect(few(reply)).toEqual({ seconds: EXPECTED_MINUTES.assistant_reply * 60, own: false })
    expect(estimate(few, [reply, reply])).toEqual({ seconds: 960, basis: 'common' })
  })

  it('is the median of my own of that kind and language, whatever one task took that was left open over lunch', () => {
    const pace = paceOf([
      ...timed('assistant_reply', 'sw', 100, 120, 90, 110, 7000),
      ...timed('assistant_reply', 'en', 30, 30, 30, 30, 30, 30)
    ])
    expect(pace(reply)).toEqual({ seconds: 110, own: true })
    expect(pace({ ...reply, lang: 'en' }).seconds).toBe(30)
  })

  it('of a language with too few is that of the kind in every language', () => {
    const pace = paceOf([...timed('assistant_reply', 'en', 30, 40, 50, 60), ...timed('assistant_reply', 'sw', 200)])
    expect(pace(reply)).toEqual({ seconds: 50, own: true })
  })

  it('goes by the latest: people get faster', () => {
    const slowThenFast = [...Array(100).fill(600), ...Array(30).fill(60)]
    expect(paceOf(timed('assistant_reply', 'sw', ...slowThenFast))(reply).seconds).toBe(60)
  })

  it('passes over tasks whose seconds nobody counted', () => {
    expect(paceOf(timed('assistant_reply', 'sw', 0, 0, 0, 0, 0, 0))(reply).own).toBe(false)
  })

  it('of some kinds alone makes an estimate by both', () => {
    const pace = paceOf(timed('assistant_reply', 'sw', 60, 60, 60, 60, 60))
    const review = { kind: 'label_initial_prompt', lang: 'sw' } as const
    expect(estimate(pace, [reply, review])).toEqual({ seconds: 120, basis: 'both' })
    expect(estimate(pace, [reply])).toEqual({ seconds: 60, basis: 'own' })
    expect(estimate(pace, [])).toEqual({ seconds: 0, basis: 'own' })
  })

  it.each([
    [1, 1],
    [61, 2],
    [9 * 60, 9],
    [11 * 60, 15],
    [55 * 60, 55],
    [56 * 60, 60],
    [61 * 60, 75],
    [150 * 60, 150]
  ])('of %i seconds is said as %i minutes', (seconds, minutes) => expect(roundMinutes(seconds)).toBe(minutes))
})

describe('[PG2] what fits into a time', () => {
  const tasks = (...kinds: Timed['kind'][]) => kinds.map((kind, place) => ({ kind, lang: 'sw', place }))
  const pace = paceOf([])

  it('is as many as fit, in their order', () => {
    const fit = fitting(
      tasks('assistant_reply', 'label_assistant_reply', 'assistant_reply', 'assistant_reply'),
      pace,
      1200
    )
    expect(fit.tasks.map(({ place }) => place)).toEqual([0, 1, 2])
    expect(fit).toMatchObject({ seconds: 1080, left: 120, basis: 'common' })
  })

  it('begins at the first that fits, and leaves no gap', () => {
    const fit = fitting(
      tasks(
        'assistant_reply',
        'label_initial_prompt',
        'label_initial_prompt',
        'assistant_reply',
        'label_initial_prompt'
      ),
      pace,
      300
    )
    expect(fit.tasks.map(({ place }) => place)).toEqual([1, 2])
  })

  it('is nothing where nothing is short enough, or nothing is there', () => {
    expect(fitting(tasks('assistant_reply'), pace, 60)).toMatchObject({ tasks: [], left: 60, seconds: 0 })
    expect(fitting([], pace, 600).left).toBe(600)
  })
})
