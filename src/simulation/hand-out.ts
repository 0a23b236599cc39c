import { choose } from '../core/dispatch/choose.ts'
import { keyOfTask, type Offer } from '../core/dispatch/offer.ts'
import { promptsWanted } from '../core/dispatch/prompts.ts'
import { shuffled } from '../core/dispatch/shuffle.ts'
import type { Fact } from '../core/fact/fact.ts'
import type { TaskKind } from '../core/fact/kinds.ts'
import type { Need } from '../core/tree/view.ts'
import { decide, type Hub, heldBy, inState, type Loan, settle } from './hub.ts'
import { requestOpenAssistant } from './open-assistant.ts'
import type { Person } from './person.ts'

export type Wanted = { readonly count: number; readonly minutes: number }

/** For how long `understory` reserves lent work; late work is taken all the same. */
const LEASE = 14 * 24 * 3600

/**
 * Lends work to a person who is in contact with the hub, as the profile of its rules does: Open-Assistant one task at a
 * request, ours a batch.
 *
 * @param minutesOf minutes that this person expects of a task.
 * @param now seconds since 1970.
 * @returns the lendings, which the hub has taken in.
 */
export function handOut(
  hub: Hub,
  person: Person,
  wanted: Wanted,
  minutesOf: (kind: TaskKind) => number,
  now: number
): Fact[] {
  settle(hub, now)
  return hub.rules.profile === 'understory'
    ? batch(hub, person, wanted, minutesOf, now)
    : requests(hub, person, wanted, minutesOf, now)
}

function batch(hub: Hub, person: Person, wanted: Wanted, minutesOf: (kind: TaskKind) => number, now: number): Fact[] {
  const { contributor, languages } = person
  const times = Object.fromEntries(KINDS.map((kind) => [kind, minutesOf(kind)])) as Record<TaskKind, number>
  const choice = choose(
    offersOf(hub, now),
    { contributor, holds: heldBy(hub, contributor) },
    { langs: languages, ...wanted },
    { chance: hub.chance.next, minutesOf: times }
  )
  const lang = choice.lang ?? languages[0] ?? 'en'
  const time = Math.floor(choice.minutes / minutesOf('initial_prompt'))
  const most = choice.offers.length === 0 ? Math.max(1, time) : time
  const prompts = Math.min(choice.count, most, promptsWanted(lang, promptCounts(hub, lang, now), hub.rules))
  if (choice.offers.length + prompts === 0) return []
  return [lend(hub, person, lang, choice.offers, prompts, now, now + LEASE)]
}

const KINDS: readonly TaskKind[] = [
  'initial_prompt',
  'prompter_reply',
  'assistant_reply',
  'label_initial_prompt',
  'label_prompter_reply',
  'label_assistant_reply',
  'rank_initial_prompts',
  'rank_prompter_replies',
  'rank_assistant_replies'
]

function offersOf(hub: Hub, now: number): Offer[] {
  const reserved = new Map<string, { count: number; since: number }>()
  const replies = new Map<string, number>()
  for (const { kind, target, tree, at } of openLoans(hub, now)) {
    if (target === undefined) continue
    const key = keyOfTask({ kind, target })
    const before = reserved.get(key)
    reserved.set(key, { count: (before?.count ?? 0) + 1, since: Math.min(before?.since ?? at, at) })
    if (tree !== undefined && kind.endsWith('_reply') && !kind.startsWith('label_'))
      replies.set(tree, (replies.get(tree) ?? 0) + 1)
  }
  return [...hub.open.values()].flatMap(({ id, room, needs }) =>
    needs.map((need): Offer => {
      const { count = 0, since = 0 } = reserved.get(keyOfTask(need)) ?? {}
      const reservedInTree = replies.get(id) ?? 0
      return { ...need, tree: id, room, reservedInTree, reserved: count, lentAt: since }
    })
  )
}

function openLoans(hub: Hub, now: number): Loan[] {
  return [...hub.loans.values()].filter(({ until }) => until > now)
}

function promptCounts(hub: Hub, lang: string, now: number) {
  const beingWritten = openLoans(hub, now).filter((loan) => loan.kind === 'initial_prompt' && loan.lang === lang).length
  return {
    growing: inState(hub, lang, 'growing').size,
    inReview: inState(hub, lang, 'initial_prompt_review').size,
    waiting: inState(hub, lang, 'prompt_lottery_waiting').size,
    beingWritten
  }
}

/** Open-Assistant's limit of open tasks, and for how long they count. */
const PENDING_SECONDS = 300

/**
 * Whoever wants a batch asks for task after task, and waits when too many are pending. A task that they have already is
 * passed over; after three in a row there is nothing else to be had.
 */
function requests(
  hub: Hub,
  person: Person,
  { count, minutes }: Wanted,
  minutesOf: (kind: TaskKind) => number,
  from: number
): Fact[] {
  const lendings: Fact[] = []
  let [left, now, again] = [minutes, from, 0]
  const held = heldBy(hub, person.contributor)
  for (let asked = 0; lendings.length < count && left > 0 && again < 3; asked++) {
    if (asked > 0 && asked % hub.rules.max_pending_tasks_per_user === 0) now += PENDING_SECONDS + 1
    const lang = person.languages[hub.chance.below(person.languages.length)] ?? 'en'
    const task = requestOpenAssistant(hub, person, lang, now)
    if (!task) {
      again += 1
      continue
    }
    const { target } = task
    if (target !== undefined && held.has(keyOfTask({ kind: task.kind, target }))) {
      again += 1
      continue
    }
    again = 0
    if (target !== undefined) held.add(keyOfTask({ kind: task.kind, target }))
    const needs = target === undefined ? [] : [{ ...task, target }]
    lendings.push(lend(hub, person, lang, needs, target === undefined ? 1 : 0, now, now + TASK_VALIDITY))
    settle(hub, now)
    left -= minutesOf(task.kind)
  }
  return lendings
}

/** `TASK_VALIDITY_MINUTES` (open-assistant.md 2.1): an answer after it is refused, and lost. */
const TASK_VALIDITY = 2880 * 60

type Lendable = Pick<Need, 'kind' | 'target' | 'candidates' | 'thread'>

function lend(
  hub: Hub,
  person: Person,
  lang: string,
  needs: readonly Lendable[],
  prompts: number,
  at: number,
  until: number
): Fact {
  const shown = [...new Set(needs.flatMap(({ thread, target, candidates }) => [...thread, target, ...candidates]))]
  const tasks = needs.map(({ kind, target, candidates }) => ({
    kind,
    target: shown.indexOf(target),
    ...(candidates.length > 0 && {
      candidates: shuffled(candidates, hub.chance.next).map((id) => shown.indexOf(id))
    })
  }))
  const writing = Array.from({ length: prompts }, () => ({ kind: 'initial_prompt' }))
  const nonce = Uint8Array.from({ length: 8 }, () => hub.chance.below(256))
  const device = person.devices[0]?.key ?? ''
  const content = { kind: 'lending', v: 1, device, until, at, nonce, lang, shown, tasks: [...tasks, ...writing] }
  return decide(hub, content)
}
