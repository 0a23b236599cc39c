import type { VersionId } from '../fact/fact.ts'
import type { TaskKind } from '../fact/kinds.ts'
import { otherRole } from '../fact/kinds.ts'
import type { Rules } from '../rules.ts'
import { chanceOf, childLimit, type Growth, type Judged } from './growth.ts'
import { reviewKindOf } from './judgements.ts'
import type { RankingSet } from './ranking.ts'
import { sensitiveFor } from './sensitive.ts'
import type { Need, TreeState } from './view.ts'

/** [ND1] The work that a tree waits for in its state: reviews first, then replies, or ballots. */
export function needsOf(
  growth: Growth,
  sets: readonly RankingSet[],
  state: TreeState,
  lang: string,
  rules: Rules
): Need[] {
  const messages = [...growth.judged.values()]
  const parentOf = ({ parent }: Judged) => (parent === undefined ? undefined : growth.judged.get(parent))
  const threadOf = (message: Judged): Judged[] => {
    const upwards: Judged[] = []
    for (let at: Judged | undefined = message; at; at = parentOf(at)) upwards.push(at)
    return upwards.reverse()
  }
  const need = (
    kind: TaskKind,
    target: Judged,
    wanted: number,
    busy: readonly string[],
    replies: readonly Judged[] = []
  ) => {
    const skipped = target.skips.filter((skip) => skip.kind === kind).map(({ contributor }) => contributor)
    const excludes = [...new Set([...busy, ...skipped])].filter((name) => name !== '').sort()
    const thread = threadOf(target)
    return {
      kind,
      target: target.version,
      candidates: versionsOf(replies),
      thread: versionsOf(thread),
      lang: target.lang ?? lang,
      wanted,
      excludes,
      ...sensitiveFor(kind, [...thread, ...replies], target, rules)
    }
  }
  const review = (message: Judged): Need[] => {
    const wanted = message.reviewsWanted
    const busy = [message.contributor, ...message.reviews.map(({ contributor }) => contributor)]
    const full = asksAll(message, rules)
    return wanted > 0 ? [{ ...need(reviewKindOf(message), message, wanted, busy), full }] : []
  }
  const readable = (message: Judged) => message.text !== null && !message.deleted

  if (state === 'initial_prompt_review') return readable(growth.root) ? review(growth.root) : []
  if (state === 'growing') {
    const reviews = messages.filter((m) => m.accepted === undefined && !m.spare && readable(m)).flatMap(review)
    const replies = messages
      .filter((m) => m.accepted === true && readable(m) && m.depth < rules.max_tree_depth)
      .flatMap((parent) => {
        const children = parent.children.flatMap((id) => growth.judged.get(id) ?? [])
        const taken = children.filter(({ accepted, deleted, spare }) => accepted !== false && !deleted && !spare)
        const wanted = Math.min(childLimit(parent, rules) - taken.length, growth.room)
        const busy = [parent, ...children].map(({ contributor }) => contributor)
        const kind = otherRole(parent.role) === 'assistant' ? 'assistant_reply' : 'prompter_reply'
        return wanted > 0 ? [need(kind, parent, wanted, busy)] : []
      })
    return [...reviews, ...replies]
  }
  if (state === 'ranking')
    return sets.flatMap(({ parent, replies, wanted }) => {
      const busy = [...replies, ...parent.ballots].map(({ contributor }) => contributor)
      const kind = parent.role === 'assistant' ? 'rank_prompter_replies' : 'rank_assistant_replies'
      return wanted > 0 ? [need(kind, parent, wanted, busy, replies)] : []
    })
  return []
}

function versionsOf(messages: readonly Judged[]): VersionId[] {
  return messages.map(({ version }) => version)
}

/**
 * [ND2] Whether reviewers of a message are asked for all labels of its kind: by a chance that the rules give, drawn by
 * its id, so that all of its reviewers are asked for the same. Source: open-assistant.md 3 and 13.7.
 */
function asksAll(message: Judged, rules: Rules): boolean {
  const chance = {
    label_initial_prompt: rules.p_full_labeling_review_prompt,
    label_assistant_reply: rules.p_full_labeling_review_reply_assistant,
    label_prompter_reply: rules.p_full_labeling_review_reply_prompter
  }[reviewKindOf(message)]
  return chanceOf('labels', message.id) < chance
}
