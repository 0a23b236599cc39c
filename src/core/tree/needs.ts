import type { VersionId } from '../fact/fact.ts'
import type { TaskKind } from '../fact/kinds.ts'
import { otherRole } from '../fact/kinds.ts'
import type { Rules } from '../rules.ts'
import { childLimit, type Growth, type Judged } from './growth.ts'
import { rankingSets } from './state.ts'
import type { Need, TreeState } from './view.ts'

/** [ND1] The work that a tree waits for in its state: reviews first, then replies, or ballots. */
export function needsOf(growth: Growth, state: TreeState, lang: string, rules: Rules): Need[] {
  const messages = [...growth.judged.values()]
  const parentOf = ({ parent }: Judged) => (parent === undefined ? undefined : growth.judged.get(parent))
  const threadOf = (message: Judged): VersionId[] => {
    const upwards: VersionId[] = []
    for (let at: Judged | undefined = message; at; at = parentOf(at)) upwards.push(at.version)
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
    const candidates = replies.map(({ version }) => version)
    return {
      kind,
      target: target.version,
      candidates,
      thread: threadOf(target),
      lang: target.lang ?? lang,
      wanted,
      excludes
    }
  }
  const review = (message: Judged): Need[] => {
    const [kind, required] =
      message.parent === undefined
        ? (['label_initial_prompt', rules.num_reviews_initial_prompt] as const)
        : ([
            message.role === 'assistant' ? 'label_assistant_reply' : 'label_prompter_reply',
            rules.num_reviews_reply
          ] as const)
    const wanted = required - message.reviewCount
    const busy = [message.contributor, ...message.reviews.map(({ contributor }) => contributor)]
    return wanted > 0 ? [need(kind, message, wanted, busy)] : []
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
    return rankingSets(growth).flatMap(({ parent, replies, ballots }) => {
      const wanted = rules.num_required_rankings - ballots.length
      const busy = [...replies, ...ballots].map(({ contributor }) => contributor)
      return wanted > 0 ? [need('rank_assistant_replies', parent, wanted, busy, replies)] : []
    })
  return []
}
