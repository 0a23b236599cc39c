import { acceptance } from '../../src/core/open-assistant/acceptance.ts'
import { happen } from './acts.ts'
import { Play } from './play.ts'
import type { Event } from './scenario.ts'

/** A line of `acceptance.jsonl`. */
export type Reviews = {
  readonly kind: 'initial_prompt' | 'prompter_reply' | 'assistant_reply'
  readonly reviews: readonly Readonly<Record<string, number>>[]
  readonly accepted: boolean | null
  readonly score?: number | null
  readonly after_each?: readonly (boolean | null)[]
  readonly tree_state?: string
}

export function isReviews(line: unknown): line is Reviews {
  return typeof line === 'object' && line !== null && Array.isArray((line as Reviews).reviews)
}

/** Has a message of the kind reviewed, one person after the other. @returns the disagreements, in words. */
export function judgeReviews({ kind, reviews, accepted, score, after_each = [], tree_state }: Reviews): string[] {
  const events = before(kind)
  const play = new Play({ id: kind, events })
  for (const event of events) happen(play, event)
  const problems: string[] = []
  const expectResult = (told: boolean | null, when: string) => {
    const is = play.message('X').message.accepted ?? null
    if (is !== told) problems.push(`${when} the result is ${is}, not ${told}`)
  }
  for (const [i, labels] of reviews.entries()) {
    const given = happen(play, { do: 'review', user: `reviewer ${i}`, message: 'X', labels })
    if (given) problems.push(`review ${i + 1}: ${JSON.stringify(given)}`)
    if (after_each[i] !== undefined) expectResult(after_each[i], `after review ${i + 1}`)
  }
  expectResult(accepted, 'at the end')
  const { tree, message } = play.message('X')
  if (tree_state !== undefined && tree.state !== tree_state)
    problems.push(`the tree is at ${tree.state}, not ${tree_state}`)
  const is = acceptance(message.reviews) ?? null
  if (score !== undefined && is !== score) problems.push(`the score is ${is}, not ${score}`)
  return problems
}

/** What has to happen before a message X of the kind is there. */
function before(kind: Reviews['kind']): Event[] {
  const accepted = (message: string): Event[] =>
    ['a', 'b', 'c'].map((user) => ({ do: 'review', user, message, labels: { spam: 0 } }))
  const draw: Event = { do: 'availability', user: 'zoe', changes: { trees: { P: { state: 'growing' } } } }
  if (kind === 'initial_prompt') return [{ do: 'prompt', user: 'ann', message: 'X' }]
  const grown: Event[] = [{ do: 'prompt', user: 'ann', message: 'P' }, ...accepted('P'), draw]
  if (kind === 'assistant_reply') return [...grown, { do: 'reply', user: 'bob', parent: 'P', message: 'X' }]
  const answered: Event[] = [...grown, { do: 'reply', user: 'bob', parent: 'P', message: 'A' }, ...accepted('A')]
  return [...answered, { do: 'reply', user: 'cid', parent: 'A', message: 'X' }]
}
