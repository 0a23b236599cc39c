import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Story } from '../examples/story.ts'
import { UNDERSTORY } from '../rules.ts'
import { barringFlags, reviewsWanted, verdict } from './reviews.ts'

type Labels = Readonly<Record<string, number>>
type Case = {
  readonly reviews: readonly Labels[]
  readonly accepted: boolean | null
  readonly after_each: readonly unknown[]
  readonly tree_state?: string
}

const file = new URL('../../../test/conformance/acceptance.jsonl', import.meta.url)
const cases = readFileSync(file, 'utf8').trim().split('\n')
const { num_reviews_reply: reviews, num_clean_reviews: clean, acceptance_threshold_reply: threshold } = UNDERSTORY
/** As many of clean ones as of others, as Open-Assistant has it. */
const required = { reviews, clean: reviews, disputed: reviews, threshold }
const verdictOn = (reviews: readonly Labels[], before = 0) =>
  verdict(
    reviews.map((labels) => ({ labels })),
    required,
    before
  )

/** Those in which nobody leaves open what others answer: with them Open-Assistant counts 0. */
const alike = cases
  .map((line) => JSON.parse(line) as Case)
  .filter(({ reviews }) => new Set(reviews.map((labels) => labels.lang_mismatch === undefined)).size === 1)

describe('the verdict of reviews', () => {
  it(`[RV1] is Open-Assistant's where all reviewers answer the same labels, after each of them`, () => {
    const failed = alike.filter(({ reviews, accepted, after_each }) => {
      const after = reviews.map((_, i) => verdictOn(reviews.slice(0, i + 1)).accepted ?? null)
      return JSON.stringify([verdictOn(reviews).accepted ?? null, after]) !== JSON.stringify([accepted, after_each])
    })
    expect(alike.length).toBeGreaterThan(70)
    expect(failed).toEqual([])
  })

  it('[RV1] [ST1] the state of a tree follows from the reviews of its prompt as it does there', () => {
    const prompts = alike.filter(
      ({ tree_state, reviews }) =>
        tree_state !== undefined && !reviews.some((labels) => labels.pii || labels.hate_speech || labels.sexual_content)
    )
    const states = prompts.map(({ reviews }) => {
      const story = new Story()
      const root = story.prompt('ada')
      for (const [i, labels] of reviews.entries()) story.review(`rev${i}`, root, labels)
      return story.view().state
    })
    expect(states.length).toBeGreaterThan(15)
    expect(states).toEqual(prompts.map(({ tree_state }) => tree_state))
  })

  it('[RV1] who could not tell whether it is spam is none of the three, and of six nobody more is asked', () => {
    const unsure = {}
    const good = { spam: 0 }
    expect(verdictOn([good, unsure, good])).toEqual({})
    expect(verdictOn([good, unsure, good, good]).accepted).toBe(true)
    expect(verdictOn([unsure, { spam: 1 }, unsure, { spam: 1 }, unsure, unsure]).accepted).toBe(false)
    expect(verdictOn(new Array<Labels>(5).fill(unsure))).toEqual({})
    expect(verdictOn(new Array<Labels>(6).fill(unsure)).accepted).toBe(false)
    const wanted = [0, 1, 2, 3, 4, 5, 6].map((count) =>
      reviewsWanted(new Array(count).fill({ labels: unsure }), required)
    )
    expect(wanted).toEqual([3, 3, 3, 3, 2, 1, 0])
    expect(reviewsWanted([{ labels: good }, { labels: unsure }], required, 1)).toBe(1)
  })

  it('[RV1] two that find nothing wrong are enough; where one does, a third is asked', () => {
    const good = { spam: 0, pii: 0 }
    const wanted = (...said: Labels[]) =>
      reviewsWanted(
        said.map((labels) => ({ labels })),
        { ...required, clean }
      )
    expect([wanted(), wanted(good), wanted(good, good)]).toEqual([2, 1, 0])
    for (const doubt of [
      { spam: 1 },
      { spam: 0, lang_mismatch: 1 },
      { spam: 0, pii: 1 },
      { spam: 0, quality: 0 },
      {}
    ]) {
      expect([wanted(doubt), wanted(good, doubt)], JSON.stringify(doubt)).toEqual('spam' in doubt ? [2, 1] : [3, 2])
      const said = [good, doubt, good].map((labels) => ({ labels }))
      expect(verdict(said.slice(0, 2), { ...required, clean })).toEqual({})
    }
    expect(verdict([{ labels: good }, { labels: good }], { ...required, clean }).accepted).toBe(true)
  })

  it('[RV1] a mark that three would overrule is a reason to ask a fourth, unless they rate it high; what two marked is out', () => {
    const wanted = (...marks: number[]) =>
      reviewsWanted(
        marks.map((spam) => ({ labels: { spam } })),
        { reviews, clean, disputed: 4, threshold }
      )
    expect([wanted(1), wanted(0, 1), wanted(0, 1, 0), wanted(0, 1, 0, 0)]).toEqual([2, 1, 1, 0])
    expect([wanted(1, 1), wanted(1, 1, 0), wanted(0, 1, 0, 1)]).toEqual([1, 0, 0])
    const said = (quality: number) => [0, 1, 0].map((spam) => ({ labels: { spam, quality } }))
    const asked = [0.25, 0.5].map((quality) => reviewsWanted(said(quality), { reviews, clean, disputed: 4, threshold }))
    expect(asked).toEqual([1, 0])
    const flagged = [{ spam: 0 }, { spam: 0, pii: 1 }, { spam: 0 }].map((labels) => ({ labels }))
    expect(reviewsWanted(flagged, { reviews, clean, disputed: 4, threshold })).toBe(0)
  })

  it('[RV2] a flag keeps out where half of those who answered it set it, and one voice among silent ones does not', () => {
    const set = { spam: 0, pii: 1 }
    const not = { spam: 0, pii: 0, hate_speech: 0 }
    const silent = { spam: 0 }
    const flagsOf = (...reviews: Labels[]) =>
      barringFlags(
        reviews.map((labels) => ({ labels })),
        0.5
      )
    expect(flagsOf(set, set, not)).toEqual(['pii'])
    expect(flagsOf(set, not, silent)).toEqual(['pii'])
    expect(flagsOf(set, not, not)).toEqual([])
    expect(flagsOf(set, silent, silent)).toEqual([])
    expect(flagsOf(not, not, not)).toEqual([])
    expect(flagsOf(set)).toEqual(['pii'])
    expect(flagsOf({ ...set, hate_speech: 1, sexual_content: 1 })).toEqual(['pii', 'hate_speech', 'sexual_content'])
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
