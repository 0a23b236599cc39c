import { describe, expect, it } from 'vitest'
import { BAD, GOOD, Story } from '../examples/story.ts'
import { growingTree, grownTree } from '../examples/trees.ts'
import type { Places } from '../fact/places.ts'
import { uuidOf } from '../hash.ts'

describe('judgements', () => {
  it('[JU1] a review, ballot or skip counts once for each contributor, the last by recorded time', () => {
    const story = new Story()
    const root = story.prompt('ada')
    const late = story.review('bo', root, BAD, { at: 2_000_000_000 })
    const early = story.review('bo', root, GOOD, { at: 1_000_000_000 })
    expect([story.outcome(late), story.outcome(early)]).toEqual(['merged', 'spare done-again'])
    expect(story.message(root).reviews).toMatchObject([{ contributor: 'bo', labels: BAD }])
    const skips = [1, 2].map(() => story.skip('cy', 'label_initial_prompt', root))
    expect(skips.map((skip) => story.outcome(skip))).toEqual(['spare done-again', 'merged'])
  })

  it('[JU1] at the same recorded time the larger id is the last', () => {
    const story = new Story()
    const root = story.prompt('ada')
    const twice = [GOOD, BAD].map((labels) => story.review('bo', root, labels, { at: 5 }))
    const [less, more] = twice.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect([less, more].map((fact) => fact && story.outcome(fact))).toEqual(['spare done-again', 'merged'])
  })

  it('[JU1] two devices of one contributor are one contributor', () => {
    const story = new Story()
    story.grant('bo phone', 'contributor', { contributor: 'bo' })
    const root = story.prompt('ada')
    const first = story.review('bo', root)
    story.review('bo phone', root)
    expect(story.outcome(first)).toBe('spare done-again')
    expect(story.message(root).reviewCount).toBe(1)
  })

  it('[JU1] nobody reviews or ranks their own work', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    expect(story.outcome(story.review('ada', root))).toBe('returned own-work')
    expect(story.outcome(story.rank('cy', root, sets.get(root) ?? []))).toBe('returned own-work')
    // Answers to one's own question are others' work.
    expect(story.outcome(story.rank('ada', root, sets.get(root) ?? []))).toBe('merged')
  })

  it('[JU1] an amendment makes judgements of the older version spare', () => {
    const story = new Story()
    const root = growingTree(story)
    const replies = ['bo', 'cy'].map((name) => story.reply(name, root, 'assistant_reply'))
    const [first] = story.judge(replies[0] as string)
    const ballot = story.rank('r1', root, replies)
    expect(story.message(replies[0] as string).accepted).toBe(true)
    const version = uuidOf(story.amend('bo', replies[0] as string, 'Better.').id)
    const amended = story.message(replies[0] as string)
    expect(amended).toMatchObject({ version, reviewCount: 0, text: 'Better.', reviews: [] })
    expect(amended.accepted).toBeUndefined()
    expect([first, ballot].map((fact) => fact && story.outcome(fact))).toEqual([
      'spare older-version',
      'spare older-version'
    ])
  })

  it('[JU1] a judgement of an older version takes no place of one of the version that stands', () => {
    const story = new Story()
    const root = story.prompt('ada')
    const old = story.review('bo', root, BAD, { at: 2_000_000_000 })
    story.amend('ada', root, 'Better.')
    const now = story.review('bo', root, GOOD)
    expect([story.outcome(old), story.outcome(now)]).toEqual(['spare older-version', 'merged'])
  })

  it('[JU1] a ballot waits for replies that are still to come, and so does a judgement for its message', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const replies = sets.get(root) ?? []
    const before = story.rank('r1', root, replies.slice(0, 2))
    const ballot = story.rank('r1', root, replies)
    const late = story.facts.filter(({ id }) => uuidOf(id) !== replies[2])
    const { outcomes } = story.view(late)
    expect([outcomes.get(ballot.id), outcomes.get(before.id)]).toEqual([undefined, { is: 'merged' }])
    const review = story.message(replies[2] ?? '').reviews[0]
    expect([outcomes.get(review?.fact ?? ''), story.view().outcomes.get(review?.fact ?? '')]).toEqual([
      undefined,
      { is: 'merged' }
    ])
    expect([story.outcome(before), story.outcome(ballot)]).toEqual(['spare done-again', 'merged'])
  })

  it.each([
    ['names a place that was not shown', [0, 1, 3]],
    ['names nothing', []],
    ['names one alone', [2]],
    ['ties with a place that was not shown', [0, [1, 3]]]
  ])('[BA1] a ballot that %s is no order, and is returned', (_, order) => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    expect(story.outcome(story.rank('r1', root, sets.get(root) ?? [], { order }))).toBe('returned not-an-order')
  })

  it('[BA1] a ballot may leave replies out, and name none if they are not to be ranked', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const replies = sets.get(root) ?? []
    const shown = [...replies].sort()
    story.rank('r1', root, replies, { order: [2, 0], good: 1 })
    story.rank('r2', root, replies, { order: [[0, 2]] })
    story.rank('r3', root, replies, { order: [], not_rankable: true })
    expect(story.message(root).ballots).toMatchObject([
      { order: [shown[2], shown[0]], shown, good: 1, untouched: false, not_rankable: false },
      { order: [[shown[0], shown[2]]], untouched: false },
      { order: [], not_rankable: true, untouched: false }
    ])
    expect(story.outcome(story.rank('r4', root, replies, { order: [0, 1], good: 3 }))).toBe('returned not-an-order')
  })

  it('[BA1] a ballot in the order in which the replies were shown is marked, and counts like any other', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const replies = sets.get(root) ?? []
    for (const [name, order] of Object.entries({ r1: [0, 1, 2], r2: [0, 1], r3: [0, [1, 2]] }))
      story.rank(name, root, replies, { order })
    expect(story.message(root).ballots.map(({ untouched }) => untouched)).toEqual([true, false, false])
    expect(story.message(root).consensus).toBeDefined()
  })

  it('[BA1] replies of one role are not ranked by ballots for the other', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const shown = [...(sets.get(root) ?? [])]
    const task = story.lend('r1', 'rank_prompter_replies', root, shown)
    expect(story.outcome(story.answer('r1', 'rank_prompter_replies', task, { order: [0, 1, 2] }))).toBe(
      'returned no-such-task'
    )
    expect(
      story.outcome(
        story.answer('r1', 'label_prompter_reply', story.lend('r1', 'label_prompter_reply', root), { labels: GOOD })
      )
    ).toBe('returned no-such-task')
  })

  it('[JU1] replies that tie come in the order of their ids, whatever order the ballot names them in', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const [best, ...tied] = sets.get(root) ?? []
    story.rank('r1', root, [best as string, tied])
    story.rank('r2', root, [best as string, tied.toReversed()])
    story.rank('r3', root, [[best as string, ...tied].sort().toReversed()])
    const [one, two, three] = story.message(root).ballots.map(({ order }) => order)
    expect([one, two]).toEqual(new Array(2).fill([best, tied.toSorted()]))
    expect(three).toEqual([[best, ...tied].sort()])
  })

  it('[RK1] which of those that tie a ballot names first changes nothing in the tree', () => {
    const told = (turn: (ids: string[]) => string[]) => {
      const story = new Story({ max_rankings: 3 })
      const { root, sets } = grownTree(story)
      for (const [parent, [first, ...rest]] of sets) {
        story.rank('r1', parent, rest.length > 1 ? [turn(rest), first as string] : [...rest, first as string])
        story.rank('r2', parent, rest.length > 1 ? [turn(rest), first as string] : [...rest, first as string])
        story.rank('r3', parent, [turn([first as string, ...rest])])
      }
      const { state, needs, messages } = story.view()
      const said = messages.map(({ ballots, ...message }) => ({
        ...message,
        ballots: ballots.map(({ fact: _, ...ballot }) => ballot)
      }))
      return { state, needs, said, ranks: (sets.get(root) ?? []).map((id) => story.message(id).rank) }
    }
    const one = told((ids) => ids)
    expect(told((ids) => ids.toReversed())).toEqual(one)
    expect([one.state, one.ranks[0]]).toEqual(['ready_for_export', 2])
  })

  it('[RK1] a ballot that ties all is one of those required, and changes no rank', () => {
    const story = new Story({ num_required_rankings: 3, max_rankings: 3 })
    const { sets } = grownTree(story)
    const all = (name: string, order: (replies: readonly string[]) => Places<string>) => {
      for (const [parent, replies] of sets) story.rank(name, parent, order(replies))
    }
    const ranks = () => [...sets.values()].map((replies) => replies.map((id) => story.message(id).rank))
    for (const name of ['r1', 'r2']) all(name, (replies) => replies.toReversed())
    expect(story.view().state).toBe('ranking')
    const ranked = [
      [2, 1, 0],
      [1, 0],
      [1, 0]
    ]
    for (const name of ['r3', 'r4', 'r5']) {
      all(name, (replies) => [replies])
      expect([story.view().state, ranks()]).toEqual(['ready_for_export', ranked])
    }
  })

  it('[JU1] a ballot on messages that are no replies to its target is no task', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const [, question] = [...sets.keys()]
    const ballot = story.rank('r1', root, [...(sets.get(root) ?? []).slice(0, 1), ...(sets.get(question ?? '') ?? [])])
    expect(story.outcome(ballot)).toBe('returned no-such-task')
  })

  it('[JU1] a ballot that finds nothing to rank says so', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    story.rank('r1', root, sets.get(root) ?? [], { not_rankable: true })
    expect(story.message(root).ballots).toMatchObject([{ order: sets.get(root), not_rankable: true }])
  })
})
