import { compareText } from '../core/bytes.ts'
import { type HandedOut, request } from '../core/open-assistant/calls.ts'
import { drawsFrom } from '../core/open-assistant/draws.ts'
import type { Handed } from '../core/open-assistant/situation.ts'
import type { TreeState } from '../core/tree/view.ts'
import { decide, type Hub, inState } from './hub.ts'
import { settle } from './settle.ts'

/** In these a tree has work, or takes part in the lottery. */
const BOARD: readonly TreeState[] = ['initial_prompt_review', 'growing', 'ranking', 'prompt_lottery_waiting']

/**
 * One task as Open-Assistant hands it out for a random request, and what its hub decides on the way. All accounts are
 * alike to its lottery; without a backlog, places in it are never taken.
 */
export function requestTask(hub: Hub, contributor: string, lang: string, now: number): HandedOut | undefined {
  const { rules, chance } = hub
  const trees = BOARD.flatMap((state) => [...inState(hub, lang, state)])
    .sort(compareText)
    .flatMap((id) => hub.trees.get(id) ?? [])
  const handed: Handed[] = []
  for (const { contributor: to, kind, target, at } of hub.loans.values())
    if (at > now - rules.recent_tasks_span_sec)
      handed.push({ to, kind, ...(target !== undefined && { target }), at, done: false })
  const accounts = () => ({ enabled: true, reply_ranked_1: 0 })
  const asked = request({ trees, handed, rules, now, accounts }, contributor, 'random', lang, drawsFrom(chance.next))
  for (const decision of asked.signed) decide(hub, { ...decision, v: 1, at: now })
  settle(hub, now)
  return 'task' in asked ? asked.task : undefined
}
