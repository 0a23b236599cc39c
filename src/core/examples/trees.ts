import type { MessageId } from '../fact/fact.ts'
import { Story } from './story.ts'

/** A prompt by `ada` that three people found good. */
export function acceptedPrompt(story = new Story()): MessageId {
  const root = story.prompt('ada')
  story.judge(root)
  return root
}

/** The same, drawn by the lottery: the tree grows. */
export function growingTree(story = new Story()): MessageId {
  const root = acceptedPrompt(story)
  story.decide('lottery', { tree: root, seed: 7 })
  return root
}

export type Grown = { readonly root: MessageId; readonly sets: ReadonlyMap<MessageId, readonly MessageId[]> }

/**
 * A tree of 12 accepted messages: a prompt with three answers, a question under each, and two, two and one answers to
 * those. It is at `ranking`, with three sets to rank.
 */
export function grownTree(story = new Story()): Grown {
  const root = growingTree(story)
  const accepted = (id: MessageId) => {
    story.judge(id)
    return id
  }
  const sets = new Map<MessageId, MessageId[]>()
  const answer = (parent: MessageId, names: readonly string[]) => {
    const replies = names.map((name) => accepted(story.reply(name, parent, 'assistant_reply')))
    if (replies.length > 1) sets.set(parent, replies)
    return replies
  }
  const questions = answer(root, ['bo', 'cy', 'di']).map((id) => accepted(story.reply('ada', id, 'prompter_reply')))
  for (const [i, names] of [['bo', 'cy'], ['bo', 'cy'], ['bo']].entries()) answer(questions[i] as MessageId, names)
  return { root, sets }
}

/** The same tree with two ballots for each set, in the order in which the replies came: it is ready. */
export function readyTree(story = new Story()): Grown {
  const grown = grownTree(story)
  for (const [parent, replies] of grown.sets) for (const name of ['rank1', 'rank2']) story.rank(name, parent, replies)
  return grown
}
