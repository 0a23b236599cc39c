import { type Choice, choose } from '../../core/dispatch/choose.ts'
import { type Borrower, EXPECTED_MINUTES, keyOfTask } from '../../core/dispatch/offer.ts'
import type { Content } from '../../core/fact/fact.ts'
import type { TaskKind } from '../../core/fact/kinds.ts'
import { isLanguage } from '../../core/fact/shapes.ts'
import { memberOf } from '../../core/people.ts'
import type { Rules } from '../../core/rules.ts'
import { type System, secondsNow } from '../../sync/system.ts'
import type { PeopleBook } from '../ingest/people.ts'
import type { ReadTx, WriteTx } from '../store/store.ts'
import { handOutAtRandom } from './at-random.ts'
import { candidatesFor, lentFor } from './candidates.ts'
import { lendingOf, type Task, thatFits } from './lending.ts'
import { languagesToRank, promptsFor, promptsToRank } from './prompts.ts'

export type Wish = {
  /** BCP 47, best first; none: whichever has most to do. */
  readonly langs?: readonly string[]
  readonly kinds?: readonly TaskKind[]
  readonly count: number
  /** Time that the person has. */
  readonly minutes?: number
  /** Names the wish, so that one asked again after a cut is granted once. */
  readonly nonce: Uint8Array
}

const DAY = 24 * 3600
/** For how long lent work is reserved: a fortnight offline is nothing unusual. Late work is taken all the same. */
const LEASE_SECONDS = 14 * DAY
/** Open-Assistant's tasks are valid for two days (open-assistant.md 1.5). */
const OPEN_ASSISTANT_SECONDS = 2 * DAY
/** Who answers at once has done so by then, so work lent before may go out once more if nothing else is left. */
const OVERBOOK_AFTER = 3 * DAY

/**
 * [DI1] What to lend to a device: open work of one language and the wished kinds, never the person's own and never
 * twice the same; what others have reserved counts as taken. Candidates are shuffled, and the order is recorded.
 *
 * @param profile the rules that the project was founded with; `rules` those in force.
 * @returns the lending's content, or undefined if nothing fits; and decisions that come before it.
 */
export async function putTogether(
  tx: WriteTx,
  device: string,
  book: PeopleBook,
  { nonce, ...asked }: Wish,
  { profile, rules }: { readonly profile: Rules; readonly rules: Rules },
  system: System
): Promise<{ lending: Content | undefined; decisions: readonly Content[] }> {
  const now = secondsNow(system)
  await tx.loansOver(now)
  const borrower = await borrowerOf(tx, device, book, now)
  if (borrower.banned) return { lending: undefined, decisions: [] }
  const wish = { ...asked, langs: asked.langs ?? [] }
  const options = { chance: chances(system), overbookUntil: now - OVERBOOK_AFTER }
  const lend = (some: readonly Task[], more: number, lang: string, seconds = LEASE_SECONDS) =>
    thatFits(some, more, (tasks, prompts) =>
      lendingOf(tasks, prompts, { device, lang, at: now, until: now + seconds, nonce }, system)
    )
  if (rules.profile === 'open-assistant') {
    const context = { profile, rules, now, chance: options.chance }
    const { lang, tasks, prompts, signed } = await handOutAtRandom(tx, borrower, book, wish, context)
    const decisions = signed.map((decision): Content => ({ ...decision, v: 1, at: now }))
    return { lending: lend(tasks, prompts, lang, OPEN_ASSISTANT_SECONDS), decisions }
  }
  let choice = choose(await candidatesFor(tx, borrower, wish, options.chance), borrower, wish, options)
  const more = await promptsBeside(tx, borrower, book, choice, wish, { profile, rules }, options.chance)
  // Rather once more what others have had for days than nothing.
  if (choice.offers.length + more.prompts + more.sets.length === 0)
    choice = choose(await lentFor(tx, wish), borrower, wish, options)
  const lang = choice.lang ?? more.lang
  const lending = lang === undefined ? undefined : lend([...choice.offers, ...more.sets], more.prompts, lang)
  return { lending, decisions: [] }
}

/** Many at a time: to ask for each costs more than all else of a shuffle. */
function chances(system: System): () => number {
  let bytes: Uint8Array = new Uint8Array()
  let at = 0
  return () => {
    if (at === bytes.length) [bytes, at] = [system.random(CHANCE_BYTES), 0]
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3)
    at += 3
    return (a * 65536 + b * 256 + c) / 2 ** 24
  }
}

/** Of three bytes each. */
const CHANCE_BYTES = 600

async function borrowerOf(tx: ReadTx, device: string, book: PeopleBook, now: number): Promise<Borrower> {
  const { contributor } = memberOf(book.people, device)
  const holds = new Set<string>()
  for (const each of new Set([device, ...book.devicesOf(contributor)]))
    for (const loan of await tx.loansTo(each, now)) holds.add(keyOfTask(loan))
  return { contributor, holds, ...(book.isBanned(contributor) && { banned: true }) }
}

/** First prompts to write, and prompts to rank, as far as they were wished for by name and the wish is not filled. */
async function promptsBeside(
  tx: ReadTx,
  borrower: Borrower,
  book: PeopleBook,
  { lang, count, minutes }: Choice,
  { kinds = [], langs }: { readonly kinds?: readonly TaskKind[]; readonly langs: readonly string[] },
  both: { readonly profile: Rules; readonly rules: Rules },
  chance: () => number
) {
  const most = (kind: TaskKind) => Math.min(count, Math.floor(minutes / EXPECTED_MINUTES[kind]))
  let sets: Task[] = []
  let [found, prompts] = [lang, 0]
  const named = lang === undefined ? langs : [lang]
  for (const each of named.length > 0 ? named.filter(isLanguage) : await languagesToRank(tx)) {
    if (kinds.includes('rank_initial_prompts'))
      sets = await promptsToRank(tx, borrower, { lang: each, count: most('rank_initial_prompts') }, book, both, chance)
    if (kinds.includes('initial_prompt') && named.length > 0)
      prompts = Math.min(most('initial_prompt'), count - sets.length, await promptsFor(tx, each, both.rules))
    if (prompts + sets.length > 0) found = each
    if (found !== undefined) break
  }
  return { lang: found, prompts: Math.max(0, prompts), sets }
}
