import type { Borrower } from '../../core/dispatch/offer.ts'
import { shuffled } from '../../core/dispatch/shuffle.ts'
import { TASK_KINDS } from '../../core/fact/kinds.ts'
import { after, type Signed } from '../../core/open-assistant/board.ts'
import { type HandedOut, request } from '../../core/open-assistant/calls.ts'
import { drawsFrom } from '../../core/open-assistant/draws.ts'
import type { Handed, Situation } from '../../core/open-assistant/situation.ts'
import { memberOf } from '../../core/people.ts'
import type { Rules } from '../../core/rules.ts'
import { sensitiveFor } from '../../core/tree/sensitive.ts'
import { boardOf } from '../ingest/open-assistant.ts'
import type { PeopleBook } from '../ingest/people.ts'
import type { ReadTx } from '../store/store.ts'
import type { Task } from './lending.ts'

/** Of ballots that count for the lottery: its score of a month (open-assistant.md 1.4). */
const MONTH = 30 * 24 * 3600

type Asked = { readonly langs: readonly string[]; readonly kinds?: readonly string[]; readonly count: number }

/** What Open-Assistant hands out for one request after another, and what its hub decides on the way. */
export type AtRandom = {
  readonly lang: string
  readonly tasks: readonly Task[]
  readonly prompts: number
  readonly signed: readonly Signed[]
}

/**
 * [DI7] Under the rules of Open-Assistant: as many of its requests as are wished, in one language exactly, by its odds
 * (open-assistant.md 1.4). Its requests look at every open tree, so this costs what they are many.
 *
 * @param profile the rules that the project was founded with; `rules` those in force.
 */
export async function handOutAtRandom(
  tx: ReadTx,
  { contributor }: Borrower,
  book: PeopleBook,
  wish: Asked,
  { profile, rules, now, chance }: { profile: Rules; rules: Rules; now: number; chance: () => number }
): Promise<AtRandom> {
  const lang = wish.langs[0] ?? 'en'
  let trees = await boardOf(tx, book, profile)
  const handed = await handedOut(tx, book, now)
  const firsts = new Map((await tx.firstsSince(now - MONTH)).map(({ author, count }) => [author, count]))
  const accounts: Situation['accounts'] = (name) => ({
    enabled: !book.isBanned(name),
    reply_ranked_1: firsts.get(name) ?? 0
  })
  const signed: Signed[] = []
  const tasks: HandedOut[] = []
  for (let n = 0; n < wish.count; n++) {
    let task: HandedOut | undefined
    for (const type of typesOf(wish, chance)) {
      const asked = request({ trees, handed, rules, now, accounts }, contributor, type, lang, drawsFrom(chance))
      signed.push(...asked.signed)
      trees = asked.signed.reduce(after, trees)
      if ('task' in asked) task = asked.task
      if (task) break
    }
    if (!task) break
    tasks.push(task)
    const { kind, target } = task
    handed.push({ to: contributor, kind, at: now, done: false, ...(target && { target: target.id }) })
  }
  const about = tasks.filter(({ target }) => target !== undefined)
  return { lang, tasks: about.map((task) => taskOf(task, rules)), prompts: tasks.length - about.length, signed }
}

/** Several kinds wished are asked for one by one, in an order of chance. */
function typesOf({ kinds }: Asked, chance: () => number): readonly string[] {
  return kinds === undefined || kinds.length === TASK_KINDS.length ? ['random'] : shuffled(kinds, chance)
}

function taskOf({ kind, target, thread, candidates, full }: HandedOut, rules: Rules): Task {
  return {
    kind,
    target: target?.version ?? '',
    candidates: candidates.map(({ version }) => version),
    thread: thread.map(({ version }) => version),
    full,
    ...sensitiveFor(kind, [...thread, ...candidates], target, rules)
  }
}

async function handedOut(tx: ReadTx, book: PeopleBook, now: number): Promise<Handed[]> {
  const loans = await tx.openLoans(now)
  return loans.map(({ kind, target, at, device }) => ({
    to: memberOf(book.people, device).contributor,
    kind,
    at,
    done: false,
    ...(target !== '' && { target })
  }))
}
