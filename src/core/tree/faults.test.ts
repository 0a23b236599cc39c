import { describe, expect, it } from 'vitest'
import { isClosed, promptsWanted } from '../dispatch/prompts.ts'
import { BAD, GOOD, Story } from '../examples/story.ts'
import { acceptedPrompt, growingTree, grownTree, readyTree } from '../examples/trees.ts'
import { OPEN_ASSISTANT, UNDERSTORY } from '../rules.ts'

/** Needs of a kind, by their targets. */
const wanted = (story: Story, kind: string) =>
  story
    .view()
    .needs.filter((need) => need.kind === kind)
    .map(({ target, wanted, excludes }) => ({ target, wanted, excludes }))

/** A reply that three people found good, or bad. */
const judged = (story: Story, name: string, parent: string, labels: Readonly<Record<string, number>> = GOOD) => {
  const reply = story.reply(name, parent, 'assistant_reply')
  story.judge(reply, labels)
  return reply
}

/** The numbers are those of the faults in open-assistant.md, part 13. */
describe('faults of Open-Assistant that these rules mend', () => {
  it('[13.1] a parent whose replies are all rejected or deleted is asked for again', () => {
    const story = new Story()
    const root = growingTree(story)
    judged(story, 'bo', root, BAD)
    expect(wanted(story, 'assistant_reply')).toMatchObject([{ target: root, wanted: 3 }])
    story.decide('delete', { message: story.reply('cy', root, 'assistant_reply') })
    expect(wanted(story, 'assistant_reply')).toMatchObject([{ target: root, wanted: 3 }])
  })

  it('[13.2] who had a reply rejected is not asked for the same parent again', () => {
    const story = new Story()
    const root = growingTree(story)
    judged(story, 'bo', root, BAD)
    story.reply('cy', root, 'assistant_reply')
    expect(wanted(story, 'assistant_reply')).toEqual([{ target: root, wanted: 2, excludes: ['ada', 'bo', 'cy'] }])
  })

  it('[13.3] a label that was not answered is absent, and no 0', () => {
    const story = new Story()
    const root = growingTree(story)
    const reply = story.reply('bo', root, 'assistant_reply')
    story.review('r1', reply, { spam: 0, lang_mismatch: 1 })
    story.review('r2', reply, { spam: 0, lang_mismatch: 1 })
    story.review('r3', reply, { spam: 0 })
    expect(story.message(reply).reviews[2]?.labels).toEqual({ spam: 0 })
    // Of those who answered, all say that the language is wrong.
    expect(story.message(reply).accepted).toBe(false)
  })

  it('[13.3] not sure is a third thing: one more is asked, and it is in no mean', () => {
    const story = new Story()
    const root = growingTree(story)
    const reply = story.reply('bo', root, 'assistant_reply')
    for (const name of ['r1', 'r2']) story.review(name, reply)
    const unsure = story.review('r3', reply, {}, { unsure: ['spam'] })
    expect(story.outcome(unsure)).toBe('merged')
    expect(story.message(reply)).toMatchObject({ reviewCount: 3, reviews: [{}, {}, { labels: {}, unsure: ['spam'] }] })
    expect(story.message(reply).accepted).toBeUndefined()
    expect(wanted(story, 'label_assistant_reply')).toMatchObject([{ wanted: 1 }])
    story.review('r4', reply)
    expect(story.message(reply).accepted).toBe(true)
  })

  it('[13.4] ballots that find nothing to rank do not vote, and where most say so there are no ranks', () => {
    const ranks = (story: Story, ids: readonly string[]) => ids.map((id) => story.message(id).rank)
    const story = new Story({ goal_tree_size: 3 })
    const root = growingTree(story)
    const replies = ['bo', 'cy'].map((name) => judged(story, name, root))
    story.rank('r1', root, replies, { order: [0, 1], not_rankable: true })
    story.rank('r2', root, replies)
    expect(story.view().state).toBe('ranking')
    story.rank('r3', root, replies)
    expect([story.view().state, ...ranks(story, replies)]).toEqual(['ready_for_export', 0, 1])
    story.rank('r4', root, replies, { order: [], not_rankable: true })
    expect([story.view().state, ...ranks(story, replies)]).toEqual(['ready_for_export', 0, 1])
    story.rank('r5', root, replies, { order: [], not_rankable: true })
    expect([story.view().state, ...ranks(story, replies)]).toEqual(['ready_for_export', undefined, undefined])
  })

  it('[13.4] replies that tie share a rank, whichever of their ids is smaller', () => {
    const story = new Story({ goal_tree_size: 4 })
    const root = growingTree(story)
    const [best, ...others] = ['bo', 'cy', 'di'].map((name) => judged(story, name, root)) as [string, string, string]
    for (const name of ['r1', 'r2']) story.rank(name, root, [best, others])
    expect(story.view().state).toBe('ready_for_export')
    expect([best, ...others].map((id) => story.message(id).rank)).toEqual([0, 1, 1])
  })

  it('[13.4] a ballot from before a reply came keeps that reply out of nothing', () => {
    const story = new Story({ goal_tree_size: 4 })
    const root = growingTree(story)
    const replies = ['bo', 'cy', 'di'].map((name) => judged(story, name, root))
    for (const name of ['r1', 'r2']) story.rank(name, root, replies.slice(0, 2))
    expect(story.view().state).toBe('ranking')
    for (let i = 3; story.view().state === 'ranking' && i < 12; i++) story.rank(`r${i}`, root, replies)
    expect(replies.map((id) => story.message(id).rank)).toEqual([0, 1, 2])
  })

  it('[13.5] a state is due as soon as its condition holds: nothing waits for a restart', () => {
    const story = new Story({ goal_tree_size: 3 })
    const root = growingTree(story)
    const answer = judged(story, 'bo', root)
    expect(story.view().state).toBe('growing')
    story.judge(story.reply('cy', answer, 'prompter_reply'))
    expect(story.view().state).toBe('ready_for_export')
    const deletion = story.decide('delete', { message: answer })
    expect(story.view().state).toBe('growing')
    story.decide('undelete', { message: answer, undoes: [deletion.id] })
    expect(story.view().state).toBe('ready_for_export')
  })

  it('[13.6] replies beyond the places of a parent are spare, and take a place that becomes free', () => {
    const story = new Story()
    const root = growingTree(story)
    const replies = ['bo', 'cy', 'di', 'ed'].map((name) => story.reply(name, root, 'assistant_reply'))
    expect(story.outcome(replies[3] as string)).toBe('spare enough-answers')
    expect(wanted(story, 'assistant_reply')).toEqual([])
    expect(wanted(story, 'label_assistant_reply').map(({ target }) => target)).toEqual(replies.slice(0, 3))
    story.judge(replies[0] as string, BAD)
    expect(story.outcome(replies[3] as string)).toBe('merged')
    expect(wanted(story, 'label_assistant_reply').map(({ target }) => target)).toEqual(replies.slice(1))
  })

  it('[13.6] a reply after growth says that it is spare, and is reviewed once a deletion opens its place', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const [, question] = [...sets.keys()]
    const late = story.reply('ed', question as string, 'assistant_reply')
    expect(story.outcome(late)).toBe('spare tree-full')
    story.decide('delete', { message: sets.get(root)?.[2] })
    expect(story.outcome(late)).toBe('merged')
    expect(wanted(story, 'label_assistant_reply').map(({ target }) => target)).toEqual([late])
  })

  it('[13.7] the chance that all labels are asked for is the one that the rules say', () => {
    expect(UNDERSTORY.p_full_labeling_review_reply_prompter).toBe(0.25)
    expect(OPEN_ASSISTANT.p_full_labeling_review_reply_prompter).toBe(0.1)
    const story = new Story({ num_prompter_replies: 400, goal_tree_size: 1000, max_tree_depth: 9 })
    const answer = judged(story, 'bo', growingTree(story))
    for (let i = 0; i < 400; i++) story.reply(`p${i}`, answer, 'prompter_reply')
    const reviews = story.view().needs.filter(({ kind }) => kind === 'label_prompter_reply')
    const share = reviews.filter(({ full }) => full).length / reviews.length
    // Within four standard deviations.
    expect(Math.abs(share - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 400))
  })

  it('[13.8] a language that is closed to prompts is asked for none, whoever asks', () => {
    const rules = { ...OPEN_ASSISTANT, init_prompt_disabled_langs: 'de, pt' }
    const counts = { growing: 0, inReview: 0, waiting: 0, beingWritten: 0 }
    expect(['de', 'pt-BR', 'en'].map((lang) => isClosed(lang, rules))).toEqual([true, true, false])
    expect(['de', 'pt-BR', 'en'].map((lang) => promptsWanted(lang, counts, rules))).toEqual([0, 0, 110])
  })

  it('[13.10] an undeletion gives back all that the deletion took, and is for moderators', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const [answer] = sets.get(root) ?? []
    const deletion = story.decide('delete', { message: answer })
    expect(story.view().messages.filter(({ deleted }) => deleted)).toHaveLength(4)
    const undelete = { kind: 'undelete', v: 1, message: answer, undoes: [deletion.id], at: 1 }
    expect(story.outcome(story.add('ada', undelete))).toBe('returned not-allowed')
    story.add('moderator', undelete)
    expect(story.view().messages.filter(({ deleted }) => deleted)).toEqual([])
    expect(story.view().state).toBe('ranking')
  })

  it('[13.11] a restart of what was not halted is returned, and of what was goes on where it stood', () => {
    for (const tell of [
      acceptedPrompt,
      growingTree,
      (s: Story) => grownTree(s).root,
      (s: Story) => readyTree(s).root
    ]) {
      const story = new Story()
      const tree = tell(story)
      const { state } = story.view()
      const early = story.decide('restart', { tree, halts: [] })
      expect([story.outcome(early), story.view().state]).toEqual(['returned not-halted', state])
      const halt = story.decide('halt', { tree })
      expect(story.view().state).toBe('halted_by_moderator')
      expect(story.outcome(story.decide('restart', { tree, halts: [halt.id] }))).toBe('merged')
      expect(story.view().state).toBe(state)
    }
  })

  it('[13.13] a judgement is of the version that was lent, and of no other', () => {
    const story = new Story()
    const root = growingTree(story)
    const [one, other] = ['bo', 'cy'].map((name) => story.reply(name, root, 'assistant_reply')) as [string, string]
    const task = story.lend('r1', 'label_assistant_reply', one)
    story.answer('r1', 'label_assistant_reply', task, { labels: BAD, message: other })
    expect([one, other].map((id) => story.message(id).reviewCount)).toEqual([1, 0])
    story.amend('bo', one, 'Better.')
    expect([one, other].map((id) => story.message(id).reviewCount)).toEqual([0, 0])
  })

  it('[13.14] personal data, hate and sexual content keep a message out, until a moderator clears it', () => {
    for (const flag of ['pii', 'hate_speech', 'sexual_content']) {
      const story = new Story()
      const root = growingTree(story)
      const reply = story.reply('bo', root, 'assistant_reply')
      story.judge(reply, { spam: 0, [flag]: 1 }, ['r1', 'r2'])
      story.review('r3', reply, { spam: 0, [flag]: 0 })
      expect([story.message(reply).accepted, story.message(reply).flagged]).toEqual([false, [flag]])
      expect(story.outcome(reply)).toBe('returned flagged')
      expect(wanted(story, 'assistant_reply')).toMatchObject([{ target: root, wanted: 3 }])
      story.decide('clear', { message: reply })
      expect([story.message(reply).accepted, story.message(reply).flagged]).toEqual([true, undefined])
      expect(story.outcome(reply)).toBe('merged')
    }
  })

  it('[13.15] a view keeps raw ballots and reviews, the history of texts, and skips apart from reactions', () => {
    const story = new Story()
    const { root, sets } = grownTree(story)
    const replies = sets.get(root) ?? []
    const ballot = story.rank('r1', root, replies)
    story.skip('r2', 'rank_assistant_replies', root)
    story.react('r3', 'emoji', root, { emoji: '+1' })
    const { ballots, skips, emojis, reviews } = story.message(root)
    expect(ballots).toMatchObject([{ fact: ballot.id, contributor: 'r1', order: replies }])
    expect([skips.length, emojis.map(({ emoji }) => emoji), reviews.length]).toEqual([1, ['+1'], 3])
    // What lost its place in the tree is not lost from sight.
    const second = story.rank('r1', root, replies.toReversed())
    expect(story.view().unplaced).toMatchObject([{ fact: ballot.id, order: replies }])
    expect(story.outcome(second)).toBe('merged')
  })
})

/** By the ids of the scenarios that Open-Assistant was seen to get wrong. */
describe('instead of what Open-Assistant was seen to do', () => {
  const SMALL = { goal_tree_size: 3 }

  it('delete-pending: a deletion of the reply that held a tree back ranks it at once', () => {
    const story = new Story(SMALL)
    const root = growingTree(story)
    for (const name of ['bo', 'cy']) judged(story, name, root)
    const pending = story.reply('di', root, 'assistant_reply')
    // It does not even hold it back: a goal that is met leaves what is pending spare.
    expect([story.view().state, story.outcome(pending)]).toEqual(['ranking', 'spare tree-full'])
    story.decide('delete', { message: pending })
    expect(story.view().state).toBe('ranking')
  })

  it('late-reply-finished: a reply to a finished tree is kept, and its author told that it is spare', () => {
    const story = new Story(SMALL)
    const root = growingTree(story)
    const replies = ['bo', 'cy'].map((name) => judged(story, name, root))
    for (const name of ['k1', 'k2']) story.rank(name, root, replies)
    expect(story.view().state).toBe('ready_for_export')
    const early = story.reply('dan', root, 'assistant_reply')
    expect([story.outcome(early), story.message(early).spare]).toEqual(['spare tree-full', true])
    story.finish()
    const late = story.reply('eve', root, 'assistant_reply', { text: 'Late.' })
    expect(story.outcome(late)).toBe('spare after-finish')
    expect(story.view().unplaced).toMatchObject([{ kind: 'assistant_reply', text: 'Late.' }])
    expect(story.view().state).toBe('ready_for_export')
  })

  it('nothing-to-rank: a tree without siblings to rank is ready as soon as it is grown', () => {
    const story = new Story(SMALL)
    const answer = judged(story, 'bo', growingTree(story))
    const question = story.reply('cid', answer, 'prompter_reply')
    story.judge(question)
    expect(story.view()).toMatchObject({ state: 'ready_for_export', needs: [] })
  })

  it('auto-mod-not-saved: the fourth red flag on a prompt aborts its tree, whoever asks or does not', () => {
    const story = new Story()
    const root = growingTree(story)
    story.reply('bob', root, 'assistant_reply')
    for (const name of ['f1', 'f2', 'f3']) story.react(name, 'emoji', root, { emoji: 'red_flag' })
    expect(story.view().state).toBe('growing')
    story.react('f4', 'emoji', root, { emoji: 'red_flag' })
    expect(story.view()).toMatchObject({ state: 'aborted_low_grade', needs: [] })
  })

  it('restart-rejected: a rejected prompt that is restarted stays rejected, and the moderator is told so', () => {
    const story = new Story()
    const root = story.prompt('ann')
    story.judge(root, { spam: 1 }, ['r1', 'r2'])
    story.review('r3', root)
    expect(story.view().state).toBe('aborted_low_grade')
    const restart = story.decide('restart', { tree: root, halts: [] })
    expect([story.outcome(restart), story.view().state]).toEqual(['returned not-halted', 'aborted_low_grade'])
  })

  it('restart-imported: a tree of the backlog stays in the backlog, whatever is restarted or drawn', () => {
    const story = new Story()
    story.importTree('I1', 'backlog')
    const fields = { review_count: 3, review_result: true }
    story.importMessage('I1', undefined, { ...fields, role: 'prompter' })
    for (const id of ['J1', 'J2']) story.importMessage(id, 'I1', { ...fields, role: 'assistant' })
    const restart = story.decide('restart', { tree: 'I1', halts: [] })
    expect([story.outcome(restart), story.view().state]).toEqual(['returned not-halted', 'backlog_ranking'])
    const halt = story.decide('halt', { tree: 'I1' })
    expect(story.view().state).toBe('halted_by_moderator')
    story.decide('restart', { tree: 'I1', halts: [halt.id] })
    story.decide('lottery', { tree: 'I1', seed: 1 })
    expect(story.view().state).toBe('backlog_ranking')
    story.decide('activate', { tree: 'I1', seed: 1 })
    expect(story.view()).toMatchObject({ state: 'ranking', needs: [{ target: 'I1', candidates: ['J1', 'J2'] }] })
  })

  it('rejected-only-child: a parent whose only reply was rejected is still offered to others', () => {
    const story = new Story()
    const root = growingTree(story)
    const reply = story.reply('bob', root, 'assistant_reply')
    story.judge(reply, { spam: 1 }, ['r1', 'r2'])
    story.review('r3', reply)
    expect(story.message(reply).accepted).toBe(false)
    expect(wanted(story, 'assistant_reply')).toEqual([{ target: root, wanted: 3, excludes: ['ada', 'bob'] }])
  })

  it('rejected-offered-again: whose reply was rejected is not offered its parent, and a reply all the same is taken', () => {
    const story = new Story()
    const root = growingTree(story)
    judged(story, 'bob', root, BAD)
    story.reply('cid', root, 'assistant_reply')
    expect(wanted(story, 'assistant_reply')[0]?.excludes).toContain('bob')
    expect(story.outcome(story.reply('bob', root, 'assistant_reply'))).toBe('merged')
  })

  it('disabled-language: a closed language is refused prompts as it is shown none, and those that came grow on', () => {
    const story = new Story({ init_prompt_disabled_langs: 'xx' })
    expect(isClosed('xx', story.rules)).toBe(true)
    const root = story.prompt('ann', { lang: 'xx' })
    story.judge(root)
    expect(story.view().state).toBe('prompt_lottery_waiting')
    story.decide('lottery', { tree: root, seed: 1 })
    expect(story.view()).toMatchObject({ state: 'growing', needs: [{ kind: 'assistant_reply', lang: 'xx' }] })
  })

  it('lottery-overshoot, lottery-stale-counts: a draw is a decision on one tree, and all counts are those after it', () => {
    const rules = { max_active_trees: 1, max_initial_prompt_review: 100, max_prompt_lottery_waiting: 250 }
    const [drawn, waiting] = ['ann', 'bea'].map((name) => {
      const story = new Story(rules)
      story.judge(story.prompt(name))
      return story
    }) as [Story, Story]
    const countsOf = (stories: readonly Story[]) => {
      const states = stories.map((story) => story.view().state)
      const count = (state: string) => states.filter((each) => each === state).length
      return { growing: count('growing'), inReview: 0, waiting: count('prompt_lottery_waiting'), beingWritten: 0 }
    }
    expect(promptsWanted('en', countsOf([drawn, waiting]), drawn.rules)).toBe(101)
    drawn.decide('lottery', { tree: drawn.tree, seed: 1 })
    expect([drawn, waiting].map((story) => story.view().state)).toEqual(['growing', 'prompt_lottery_waiting'])
    expect(promptsWanted('en', countsOf([drawn, waiting]), drawn.rules)).toBe(100)
    expect(drawn.view().needs).toMatchObject([{ kind: 'assistant_reply' }])
  })
})
