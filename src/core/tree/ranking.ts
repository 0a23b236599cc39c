import type { Consensus } from '../consensus/consensus.ts'
import { rankedPairs } from '../consensus/ranked-pairs.ts'
import { ratingsOf } from '../consensus/ratings.ts'
import { agree } from '../consensus/understory.ts'
import type { MessageId } from '../fact/fact.ts'
import type { Role } from '../fact/kinds.ts'
import type { Rules } from '../rules.ts'
import type { Growth, Judged } from './growth.ts'
import type { BallotView } from './view.ts'

/** The replies to one message that are to be ranked, and what their ballots say. */
export type RankingSet = {
  readonly parent: Judged
  readonly replies: readonly Judged[]
  /** Absent while no ballot compares any, and where they are not to be ranked. */
  readonly consensus?: Consensus
  /** How many more ballots are asked for; 0: the set is settled. */
  readonly wanted: number
}

/** As many as a ballot may name; nobody compares more. */
const MOST_RANKED = 50

/**
 * [RK2] The sets of replies to be ranked: two or more accepted, undeleted replies of the assistant, and of the prompter
 * where the rules say so.
 */
export function rankingSets(judged: Growth['judged'], rules: Rules): RankingSet[] {
  const ranked: readonly Role[] = rules.rank_prompter_replies ? ['assistant', 'prompter'] : ['assistant']
  return [...judged.values()].flatMap((parent) => {
    const replies = parent.children
      .flatMap((id) => judged.get(id) ?? [])
      .filter((reply) => reply.accepted === true && !reply.deleted && ranked.includes(reply.role))
    const isSet = replies.length >= 2 && replies.length <= MOST_RANKED && !parent.deleted
    return isSet ? [{ parent, replies, ...wordOf(replies, parent.ballots, rules) }] : []
  })
}

/**
 * [RK3] A set wants the ballots that the rules require, and then one at a time while they leave its order open. Who says
 * that the replies are not to be ranked does not vote; where as many as required say so, and more than vote, they are not.
 */
function wordOf(replies: readonly Judged[], ballots: readonly BallotView[], rules: Rules) {
  const votes = ballots.filter(({ not_rankable }) => !not_rankable).map(({ order }) => order)
  const against = ballots.length - votes.length
  if (against >= rules.num_required_rankings && against > votes.length) return { wanted: 0 }
  const consensus = consensusOf(replies, votes, ballots.length, rules)
  const missing = rules.num_required_rankings - ballots.length
  const open = consensus?.settled !== true && ballots.length < mostOf(rules)
  return { ...(consensus && { consensus }), wanted: Math.max(missing, open ? 1 : 0) }
}

function mostOf({ consensus, num_required_rankings, max_rankings }: Rules): number {
  return consensus === 'understory' ? Math.max(max_rankings, num_required_rankings) : num_required_rankings
}

function consensusOf(
  replies: readonly Judged[],
  votes: readonly BallotView['order'][],
  given: number,
  rules: Rules
): Consensus | undefined {
  if (rules.consensus === 'understory') {
    const ids = replies.map(({ id }) => id)
    return agree(ids, votes, rules, ratingsOf(replies))
  }
  const order = rules.consensus === 'ranked-pairs' && votes.length > 0 ? rankedPairs(votes) : undefined
  // Ranked pairs say nothing of how sure they are.
  return order && { order, certainty: order.slice(1).map(() => 0.5), settled: given >= rules.num_required_rankings }
}

/**
 * [RK1] The rank of each reply of a settled set: how many stand above it, so that those that tie share one. Replies
 * outside the consensus have none; until a set is settled, imported ranks stand.
 */
export function ranksOf(sets: readonly RankingSet[]): Map<MessageId, number | undefined> {
  const ranks = new Map<MessageId, number | undefined>()
  for (const { parent, consensus, wanted } of sets) {
    if (wanted > 0) continue
    for (const reply of parent.children) ranks.set(reply, undefined)
    let above = 0
    for (const place of consensus?.order ?? []) {
      const ids = [place].flat()
      for (const id of ids) ranks.set(id, above)
      above += ids.length
    }
  }
  return ranks
}
