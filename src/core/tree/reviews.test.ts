import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Story } from '../examples/story.ts'
import { UNDERSTORY } from '../rules.ts'
import { verdict } from './reviews.ts'

type Labels = Readonly<Record<string, number>>
type Case = {
  readonly reviews: readonly Labels[]
  readonly accepted: boolean | null
  readonly after_each: readonly unknown[]
  readonly tree_state?: string
}

const file = new URL('../../../test/conformance/acceptance.jsonl', import.meta.url)
const cases = readFileSync(file, 'utf8').trim().split('\n')
const { num_reviews_reply: required, acceptance_threshold_reply: threshold } = UNDERSTORY
const verdictOn = (reviews: readonly Labels[], before = 0) =>
  verdict(
    reviews.map((labels) => ({ labels })),
    required,
    threshold,
    before
  )

describe('the verdict of reviews', () => {
  it(`[RV1] is Open-Assistant's for all ${cases.length} lists of reviews that its code judged, after each of them`, () => {
    const failed = cases.filter((line) => {
      const { reviews, accepted, after_each } = JSON.parse(line) as Case
      const after = reviews.map((_, i) => verdictOn(reviews.slice(0, i + 1)).accepted ?? null)
      return JSON.stringify([verdictOn(reviews).accepted ?? null, after]) !== JSON.stringify([accepted, after_each])
    })
    expect([cases.length, failed]).toEqual([232, []])
  })

  it('[RV1] [ST1] the state of a tree follows from the reviews of its prompt as it does there', () => {
    const prompts = cases.map((line) => JSON.parse(line) as Case).filter(({ tree_state }) => tree_state !== undefined)
    const states = prompts.map(({ reviews }) => {
      const story = new Story()
      const root = story.prompt('ada')
      for (const [i, labels] of reviews.entries()) story.review(`rev${i}`, root, labels)
      return story.view().state
    })
    expect(states).toHaveLength(78)
    expect(states).toEqual(prompts.map(({ tree_state }) => tree_state))
  })

  it('[RV1] exactly the threshold is a rejection', () => {
    const spam = { spam: 1 }
    const good = { spam: 0 }
    // 5 reviews, 2 marks: 0.6.
    expect(verdictOn([spam, spam, good, good, good]).accepted).toBe(false)
    expect(verdictOn([spam, { spam: 0.99 }, good, good, good]).accepted).toBe(true)
  })

  it('[RV1] a positive verdict is never undone, and the first one is kept', () => {
    const reviews = fc.array(fc.record({ spam: fc.constantFrom(0, 0.5, 1), lang_mismatch: fc.constantFrom(0, 1) }))
    fc.assert(
      fc.property(reviews, reviews, (some, more) => {
        const [before, after] = [verdictOn(some), verdictOn([...some, ...more])]
        if (before.accepted === true) expect(after.accepted).toBe(true)
        if (before.firstVerdict !== undefined) expect(after.firstVerdict).toBe(before.firstVerdict)
      })
    )
  })

  it('[RV1] there is none before the third review, counting those that an import counted', () => {
    expect(verdictOn([{ spam: 0 }, { spam: 0 }])).toEqual({})
    expect(verdictOn([{ spam: 0 }], 2)).toEqual({ accepted: true, firstVerdict: true })
    expect(verdictOn([], 9)).toEqual({})
  })
})
