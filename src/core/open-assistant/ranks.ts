import { rankedPairs } from '../consensus/ranked-pairs.ts'
import { childrenOf, type Post, type Stage } from './rows.ts'

/**
 * Writes the places of the consensus of each parent's ballots to its replies, 0 the best (open-assistant.md 4.4):
 * to all that the ballots hold, deleted ones too, and none to the others. Of ballots that have fewer than two replies in
 * common nothing is written.
 *
 * @returns false if the consensus cannot be computed; what was written before stays.
 */
export function updateRanks(stage: Pick<Stage, 'posts' | 'rules'>, parents: readonly Post[]): boolean {
  for (const parent of parents) {
    const order = rankedPairs(parent.ballots.map((ballot) => ballot.order))
    if (!order) continue
    if (stage.rules.consensus === 'none') return false
    for (const reply of childrenOf(stage, parent)) reply.rank = undefined
    for (const [place, id] of order.entries()) {
      const reply = stage.posts.get(id)
      if (reply) reply.rank = place
    }
  }
  return true
}
