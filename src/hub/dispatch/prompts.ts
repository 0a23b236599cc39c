import { compareText } from '../../core/bytes.ts'
import { closeness } from '../../core/dispatch/language.ts'
import { type Borrower, keyOfTask } from '../../core/dispatch/offer.ts'
import { promptSets, promptsWanted } from '../../core/dispatch/prompts.ts'
import type { TaskKind } from '../../core/fact/kinds.ts'
import type { Rules } from '../../core/rules.ts'
import { sensitiveFor } from '../../core/tree/sensitive.ts'
import { taskAt } from '../../core/tree/task.ts'
import type { PeopleBook } from '../ingest/people.ts'
import { viewOf } from '../ingest/settle.ts'
import type { ReadTx } from '../store/store.ts'
import type { Task } from './lending.ts'

const RANK: TaskKind = 'rank_initial_prompts'
/** Waiting prompts looked at for one wish. */
const PROMPTS = 200

/** How many first prompts a language may be asked for now. */
export async function promptsFor(tx: ReadTx, lang: string, rules: Rules): Promise<number> {
  const here = (each: { readonly lang: string }) => closeness(each.lang, lang) >= 2
  const counts = (await tx.treeCounts()).filter(here)
  const count = (state: string) => counts.reduce((sum, each) => sum + (each.state === state ? each.count : 0), 0)
  const beingWritten = (await tx.promptsLent()).filter(here).reduce((sum, each) => sum + each.count, 0)
  const [growing, inReview] = [count('growing'), count('initial_prompt_review')]
  return promptsWanted(lang, { growing, inReview, waiting: count('prompt_lottery_waiting'), beingWritten }, rules)
}

/** Languages looked at for a wish that names none. */
const MOST_LANGUAGES = 5

/** Those of which most prompts wait. */
export async function languagesToRank(tx: ReadTx): Promise<readonly string[]> {
  const waiting = (await tx.treeCounts()).filter(({ state }) => state === 'prompt_lottery_waiting')
  return waiting
    .sort((a, b) => b.count - a.count || compareText(a.lang, b.lang))
    .slice(0, MOST_LANGUAGES)
    .map(({ lang }) => lang)
}

/** Sets of waiting prompts, none that this person was ever lent to rank. */
export async function promptsToRank(
  tx: ReadTx,
  borrower: Borrower,
  wish: { readonly lang: string; readonly count: number },
  book: PeopleBook,
  { profile, rules }: { readonly profile: Rules; readonly rules: Rules },
  chance: () => number
): Promise<Task[]> {
  const holds = new Set<string>()
  for (const device of book.devicesOf(borrower.contributor))
    for (const { lending, place } of await tx.everLent(device, RANK)) {
      const lent = await tx.lending(lending)
      for (const target of (lent && taskAt(lent, place)?.candidates) ?? []) holds.add(keyOfTask({ kind: RANK, target }))
    }
  const langs = (await tx.treeCounts()).filter(
    ({ lang, state }) => state === 'prompt_lottery_waiting' && closeness(lang, wish.lang) > 0
  )
  const waiting = []
  for (const { lang } of langs)
    waiting.push(...(await tx.waitingPrompts(lang, Math.floor(chance() * 2 ** 32), PROMPTS)))
  const readable = []
  for (const prompt of waiting) if (!(await tx.erasedAmong([prompt.version]))) readable.push(prompt)
  const tasks: Task[] = []
  for (const set of promptSets(readable, { ...borrower, holds }, wish, chance)) {
    const prompts = []
    for (const { tree } of set)
      prompts.push(...((await viewOf(tx, tree, book.people, profile))?.messages.slice(0, 1) ?? []))
    const candidates = set.map(({ version }) => version)
    tasks.push({ kind: RANK, target: '', candidates, thread: [], ...sensitiveFor(RANK, prompts, undefined, rules) })
  }
  return tasks
}
