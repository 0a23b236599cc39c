import { choose } from '../core/dispatch/choose.ts'
import { isReply, keyOfTask, type Offer } from '../core/dispatch/offer.ts'
import { promptsWanted, treesForWork } from '../core/dispatch/prompts.ts'
import { takenUntil } from '../core/dispatch/reservation.ts'
import type { Fact } from '../core/fact/fact.ts'
import { TASK_KINDS, type TaskKind } from '../core/fact/kinds.ts'
import { type Hub, heldBy, inState } from './hub.ts'
import { lend, type Wanted } from './lend.ts'
import { drawLottery } from './lottery.ts'
import type { Person } from './person.ts'
import { settle } from './settle.ts'

/** For how long a lending is; late work is taken all the same. */
const LEASE = 14 * 24 * 3600

/** A batch as `understory` puts it together: what trees wait for, and first prompts if time is left. */
export function batch(
  hub: Hub,
  { contributor, languages, devices }: Person,
  wanted: Wanted,
  minutesOf: (kind: TaskKind) => number,
  now: number
): Fact[] {
  const times = Object.fromEntries(TASK_KINDS.map((kind) => [kind, minutesOf(kind)])) as Record<TaskKind, number>
  const borrower = { contributor, holds: heldBy(hub, contributor) }
  const wish = { langs: languages, ...wanted }
  const choice = choose(freshOffers(hub, now), borrower, wish, { chance: hub.chance.next, minutesOf: times })
  const lang = choice.lang ?? languages[0] ?? 'en'
  const time = Math.floor(choice.minutes / times.initial_prompt)
  const most = choice.offers.length === 0 ? Math.max(1, time) : time
  const prompts = Math.min(choice.count, most, promptsFor(hub, lang, now))
  if (choice.offers.length + prompts === 0) return []
  return [lend(hub, devices[0]?.key ?? '', lang, choice.offers, prompts, { at: now, until: now + LEASE })]
}

/** [DI9] All offers, once the lottery has drawn what it may, one tree of each language after the other. */
function freshOffers(hub: Hub, now: number): Offer[] {
  for (;;) {
    const offers = offersOf(hub, now)
    const free = new Map<string, Set<string>>()
    for (const offer of offers) {
      const has = offer.wanted > offer.reserved && (!isReply(offer.kind) || offer.room > offer.reservedInTree)
      if (!has || hub.trees.get(offer.tree)?.state !== 'growing') continue
      free.set(offer.lang, (free.get(offer.lang) ?? new Set()).add(offer.tree))
    }
    const before = hub.facts.size
    drawLottery(hub, now, (lang) => treesForWork(free.get(lang)?.size ?? 0, hub.rules))
    if (hub.facts.size === before) return offers
    settle(hub, now)
  }
}

/** Needs with what of each is on loan. Loans that are over are forgotten on the way. */
function offersOf(hub: Hub, now: number): Offer[] {
  const reserved = new Map<string, { count: number; since: number }>()
  const replies = new Map<string, number>()
  for (const [id, { kind, target, tree, at, until }] of hub.loans) {
    if (until <= now) hub.loans.delete(id)
    if (target === undefined || takenUntil(kind, at, until) <= now) continue
    const key = keyOfTask({ kind, target })
    const { count, since } = reserved.get(key) ?? { count: 0, since: at }
    reserved.set(key, { count: count + 1, since: Math.min(since, at) })
    if (tree !== undefined && isReply(kind)) replies.set(tree, (replies.get(tree) ?? 0) + 1)
  }
  const offers: Offer[] = []
  for (const { id, room, needs } of hub.open.values())
    for (const need of needs) {
      const { count = 0, since = 0 } = reserved.get(keyOfTask(need)) ?? {}
      offers.push({ ...need, tree: id, room, reservedInTree: replies.get(id) ?? 0, reserved: count, lentAt: since })
    }
  return offers
}

function promptsFor(hub: Hub, lang: string, now: number): number {
  const beingWritten = [...hub.loans.values()].filter(
    (loan) => loan.kind === 'initial_prompt' && loan.lang === lang && takenUntil(loan.kind, loan.at, loan.until) > now
  ).length
  const counts = {
    growing: inState(hub, lang, 'growing').size,
    inReview: inState(hub, lang, 'initial_prompt_review').size,
    waiting: inState(hub, lang, 'prompt_lottery_waiting').size,
    beingWritten
  }
  return promptsWanted(lang, counts, hub.rules)
}
