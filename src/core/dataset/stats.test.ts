import { describe, expect, it } from 'vitest'
import { Story } from '../examples/story.ts'
import { readyTree } from '../examples/trees.ts'
import { counting } from './counts.ts'
import { statsFrom, statsOf } from './stats.ts'

function stats(...stories: readonly Story[]) {
  const sum = counting()
  for (const story of stories) {
    const guidelinesOf = (lending: string) => (story.lendings.has(lending) ? 'first version' : undefined)
    sum.add(statsOf(story.view(), { facts: story.facts, people: story.people, guidelinesOf }))
  }
  return statsFrom(sum.total())
}

describe('stats', () => {
  it('[XP20] count trees, messages, judgements, people and time, and what is wanted', () => {
    const ready = new Story()
    readyTree(ready)
    const young = new Story()
    const root = young.prompt('zoe', { lang: 'pt-BR' })
    young.review('ada', root)
    young.skip('bo', 'label_initial_prompt', root)
    const all = [...ready.facts, ...young.facts]
    const given = (word: string) => all.filter(({ content }) => content.kind.startsWith(word)).length
    expect(stats(ready, young)).toMatchObject({
      trees: { initial_prompt_review: 1, ready_for_export: 1 },
      trees_by_language: { en: { ready_for_export: 1 }, 'pt-BR': { initial_prompt_review: 1 } },
      messages: { accepted: 12, 'under review': 1 },
      judgements: {
        reviews: given('label_'),
        ballots: given('rank_'),
        skips: 1,
        reactions: 0,
        'free labels': 0,
        reports: 0
      },
      wanted: { label_initial_prompt: 2 },
      wanted_by_language: { 'pt-BR': { label_initial_prompt: 2 } },
      contributors: new Set(all.map(({ device }) => device)).size - 1, // the hub drew the lottery
      guidelines: { 'first version': all.filter(({ content }) => 'took' in content).length },
      active_seconds: { initial_prompt: { contributions: 2, seconds: 60 } }
    })
  })

  it('[XP20] tell days apart', () => {
    const story = new Story()
    const root = story.prompt('zoe', { at: 86_399 })
    story.review('ada', root, { spam: 0 }, { at: 86_400 })
    story.review('bo', root, { spam: 0 }, { at: 86_401 })
    expect(stats(story).days).toEqual({ '1970-01-01': { messages: 1 }, '1970-01-02': { reviews: 2 } })
  })

  it('[XP20] are sums, whatever the order of the trees', () => {
    const stories = [1, 2, 3].map((seed) => {
      const story = new Story()
      for (let i = 0; i < seed; i++) story.review(`rev${i}`, story.tree || story.prompt('zoe'))
      return story
    })
    expect(JSON.stringify(stats(...stories))).toBe(JSON.stringify(stats(...stories.toReversed())))
  })
})
