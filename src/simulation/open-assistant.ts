import { promptsWanted } from '../core/dispatch/prompts.ts'
import { isBallot, isReview, type TaskKind } from '../core/fact/kinds.ts'
import type { Need } from '../core/tree/view.ts'
import { type Hub, inState } from './hub.ts'
import type { Person } from './person.ts'

export type Request = Pick<Need, 'kind' | 'candidates' | 'thread'> & { readonly target?: string }

/** Open-Assistant's random choice (open-assistant.md 1.4): a category by its weight, then one task of it. */
export function requestOpenAssistant(hub: Hub, person: Person, lang: string, now: number): Request | undefined {
  const { rules, chance } = hub
  const recent = new Set<string>()
  for (const { kind, target, at } of hub.loans.values())
    if (isReply(kind) && target !== undefined && at > now - rules.recent_tasks_span_sec) recent.add(target)
  const mine = [...hub.open.values()].flatMap((tree) =>
    tree.lang !== lang
      ? []
      : tree.needs
          .filter(({ excludes, kind, target }) => {
            return !excludes.includes(person.contributor) && !(isReply(kind) && recent.has(target))
          })
          .map((need) => ({ need, tree }))
  )
  const prompts = promptsWanted(
    lang,
    {
      growing: inState(hub, lang, 'growing').size,
      inReview: inState(hub, lang, 'initial_prompt_review').size,
      waiting: inState(hub, lang, 'prompt_lottery_waiting').size,
      beingWritten: 0
    },
    rules
  )
  const of = (fits: (kind: string) => boolean) => mine.filter(({ need }) => fits(need.kind))
  const replies = of(isReply)
  const groups = [
    [10, of(isBallot)],
    [5, of((kind) => isReview(kind) && kind !== 'label_initial_prompt')],
    [5, of((kind) => kind === 'label_initial_prompt')],
    [2, replies],
    [0.01, prompts > 0 ? [undefined] : []]
  ] as const
  const total = groups.reduce((sum, [weight, some]) => sum + (some.length > 0 ? weight : 0), 0)
  let left = chance.next() * total
  for (const [weight, some] of groups) {
    if (some.length === 0) continue
    left -= weight
    if (left >= 0) continue
    if (some === replies && chance.happens(rules.p_lonely_child_extension)) {
      const lonely = replies.filter(({ need, tree }) => {
        const children = tree.messages.filter(({ parent, deleted }) => parent === need.target && !deleted).length
        return need.kind === 'assistant_reply' && children >= 1 && children < rules.lonely_children_count
      })
      if (lonely.length > 0) return lonely[chance.below(lonely.length)]?.need
    }
    const chosen = some[chance.below(some.length)]
    return chosen?.need ?? { kind: 'initial_prompt', candidates: [], thread: [] }
  }
  return undefined
}

function isReply(kind: TaskKind | string): boolean {
  return kind === 'prompter_reply' || kind === 'assistant_reply'
}
