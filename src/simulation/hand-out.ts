import { choose } from '../core/dispatch/choose.ts'
import { isReply, keyOfTask, type Offer } from '../core/dispatch/offer.ts'
import { promptsWanted } from '../core/dispatch/prompts.ts'
import { shuffled } from '../core/dispatch/shuffle.ts'
import type { Fact } from '../core/fact/fact.ts'
import type { TaskKind } from '../core/fact/kinds.ts'
import type { HandedOut } from '../core/open-assistant/calls.ts'
import type { Need } from '../core/tree/view.ts'
import { decide, type Hub, heldBy, inState, settle } from './hub.ts'
import { drawLottery } from './lottery.ts'
import { requestTask } from './open-assistant.ts'
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
  const offers = drawForFree(hub, now)
  const times = Object.fromEntries(KINDS.map((kind) => [kind, minutesOf(kind)])) as Record<TaskKind, number>
  const pick = (
    kinds: TaskKind[] | undefined,
    wish: Wanted,
    langs: readonly string[],
    holds = heldBy(hub, contributor)
  ) =>
    choose(
      offers,
      { contributor, holds },
      { langs, ...wish, ...(kinds && { kinds }) },
      { chance: hub.chance.next, minutesOf: times }
    )
  let choice = pick(
    wanted.count > 1 && EXP.writeFirst ? ['prompter_reply', 'assistant_reply'] : undefined,
    wanted,
    languages
  )
  if (wanted.count > 1 && EXP.writeFirst) {
    const more =
      choice.minutes > 0
        ? pick(
            undefined,
            choice,
            choice.lang ? [choice.lang] : languages,
            new Set([...heldBy(hub, contributor), ...choice.offers.map(keyOfTask)])
          )
        : { ...choice, offers: [] }
    choice = {
      ...more,
      lang: choice.lang ?? more.lang,
      offers: [...choice.offers, ...more.offers.filter((o) => !isReply(o.kind))]
    }
  }
  const lang = choice.lang ?? languages[0] ?? 'en'
  const time = Math.floor(choice.minutes / minutesOf('initial_prompt'))
  const most = choice.offers.length === 0 ? Math.max(1, time) : time
  const prompts = Math.min(choice.count, most, promptsWanted(lang, promptCounts(hub, lang, now), hub.rules))
  if (choice.offers.length + prompts === 0) return []
  return [lend(hub, person, lang, choice.offers, prompts, now, now + LEASE)]
}

/**
 * A tree of which all work is on loan has nothing for anybody else, so it holds no place among those that grow: while
 * a language has fewer with work to hand out than may grow, one more is drawn.
 */
function drawForFree(hub: Hub, now: number): Offer[] {
  for (;;) {
    const offers = offersOf(hub, now)
    const free = new Map<string, Set<string>>()
    for (const { lang, tree, wanted, reserved, room, reservedInTree, kind } of offers) {
      const some = free.get(lang) ?? new Set()
      free.set(lang, some)
      if (wanted > reserved && (!isReply(kind) || room > reservedInTree) && hub.trees.get(tree)?.state === 'growing')
        some.add(tree)
    }
    const before = hub.facts.size
    drawLottery(hub, now, (lang) => (free.get(lang)?.size ?? 0) + (hub.rules.max_active_trees - EXP.free))
    if (hub.facts.size === before) return offers
    settle(hub, now)
  }
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

const EXP = {
  reply: 72,
  judge: 24,
  free: 10,
  writeFirst: false,
  ...JSON.parse((globalThis as unknown as { process: { env: Record<string, string> } }).process.env.EXP ?? '{}')
}

function offersOf(hub: Hub, now: number): Offer[] {
  const reserved = new Map<string, { count: number; since: number }>()
  const replies = new Map<string, number>()
  for (const [id, { kind, target, tree, at, until }] of hub.loans) {
    if (until <= now) hub.loans.delete(id)
    if (target === undefined || until <= now) continue
    if (at <= now - 3600 * (isReply(kind) ? EXP.reply : EXP.judge)) continue
    const key = keyOfTask({ kind, target })
    const before = reserved.get(key)
    if (before) {
      before.count += 1
      before.since = Math.min(before.since, at)
    } else reserved.set(key, { count: 1, since: at })
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

function promptCounts(hub: Hub, lang: string, now: number) {
  const beingWritten = [...hub.loans.values()].filter(
    (loan) => loan.kind === 'initial_prompt' && loan.lang === lang && loan.at > now - 3600 * EXP.reply
  ).length
  return {
    growing: inState(hub, lang, 'growing').size,
    inReview: inState(hub, lang, 'initial_prompt_review').size,
    waiting: inState(hub, lang, 'prompt_lottery_waiting').size,
    beingWritten
  }
}

/**
 * Whoever wants a batch asks for task after task, and waits while too many are pending. A task that they have already is
 * passed over; after three requests in a row that give nothing new there is nothing else to be had.
 */
function requests(
  hub: Hub,
  person: Person,
  { count, minutes }: Wanted,
  minutesOf: (kind: TaskKind) => number,
  from: number
): Fact[] {
  const { max_pending_tasks_per_user, recent_tasks_span_sec } = hub.rules
  const lendings: Fact[] = []
  const held = heldBy(hub, person.contributor)
  let [left, now] = [minutes, from]
  for (let [asked, again] = [0, 0]; lendings.length < count && left > 0 && again < 3; asked++) {
    if (asked > 0 && asked % max_pending_tasks_per_user === 0) now += recent_tasks_span_sec + 1
    const lang = person.languages[hub.chance.below(person.languages.length)] ?? 'en'
    const task = requestTask(hub, person.contributor, lang, now)
    const key = task?.target && keyOfTask({ kind: task.kind, target: task.target.id })
    again = task && !(key !== undefined && held.has(key)) ? 0 : again + 1
    if (!task || again > 0) continue
    if (key !== undefined) held.add(key)
    lendings.push(lend(hub, person, lang, [lendable(task)], 0, now, now + TASK_VALIDITY))
    left -= minutesOf(task.kind)
  }
  return lendings
}

function lendable({ kind, target, thread, candidates, full }: HandedOut): Lendable {
  const versions = (messages: HandedOut['candidates']) => messages.map(({ version }) => version)
  return { kind, target: target?.version, thread: versions(thread), candidates: versions(candidates), full }
}

/** `TASK_VALIDITY_MINUTES` (open-assistant.md 2.1): an answer after it is refused, and lost. */
const TASK_VALIDITY = 2880 * 60

type Lendable = Pick<Need, 'kind' | 'candidates' | 'thread' | 'full'> & { readonly target?: string | undefined }

function lend(
  hub: Hub,
  person: Person,
  lang: string,
  needs: readonly Lendable[],
  prompts: number,
  at: number,
  until: number
): Fact {
  const all = needs.flatMap(({ thread, target, candidates }) => [...thread, target, ...candidates])
  const shown = [...new Set(all)].filter((id) => id !== undefined)
  const tasks = needs.map(({ kind, target, candidates, full }) => ({
    kind,
    ...(target !== undefined && { target: shown.indexOf(target) }),
    ...(candidates.length > 0 && {
      candidates: shuffled(candidates, hub.chance.next).map((id) => shown.indexOf(id))
    }),
    ...(full !== undefined && { full })
  }))
  const writing = Array.from({ length: prompts }, () => ({ kind: 'initial_prompt' }))
  const nonce = Uint8Array.from({ length: 8 }, () => hub.chance.below(256))
  const device = person.devices[0]?.key ?? ''
  const content = { kind: 'lending', v: 1, device, until, at, nonce, lang, shown, tasks: [...tasks, ...writing] }
  return decide(hub, content)
}
