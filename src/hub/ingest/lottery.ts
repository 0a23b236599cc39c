import { closeness } from '../../core/dispatch/language.ts'
import { treesForWork } from '../../core/dispatch/prompts.ts'
import type { Content } from '../../core/fact/fact.ts'
import type { Rules } from '../../core/rules.ts'
import type { ReadTx, TreeRow } from '../store/store.ts'
import type { PeopleBook } from './people.ts'

/** Most prompts of one author that a draw considers (open-assistant.md 1.4). */
const PROMPTS_PER_AUTHOR = 100
/** 32 random bits as a number from 0 up to 1. */
const SEEDS = 2 ** 32

/**
 * Draws waiting prompts while a language has room for growing trees: an author first, all of them alike, then one of
 * that author's best prompts, by the ballots given on them. The seed is part of the decision, so that each draw can be
 * replayed. What is drawn is not taken out of the store: the decisions are for the caller to take in.
 *
 * @param seed 32 random bits, new at every call.
 * @param now seconds since 1970.
 */
export async function drawLottery(
  tx: ReadTx,
  book: PeopleBook,
  rules: Rules,
  langs: ReadonlySet<string>,
  seed: () => number,
  now: number
): Promise<Content[]> {
  if (langs.size === 0) return []
  const counts = await tx.treeCounts()
  const drawn: Content[] = []
  for (const lang of [...langs].sort()) {
    const growing = counts.find((each) => each.lang === lang && each.state === 'growing')?.count ?? 0
    const room = rules.max_active_trees - growing
    if (room > 0) drawn.push(...(await drawIn(tx, book, lang, room, seed)).map((draw) => lottery(draw, now)))
  }
  return drawn
}

/**
 * [DI9] Draws besides where a wish finds too few growing trees that have work to hand out.
 *
 * @param langs of the wish; none: every language with prompts that wait.
 */
export async function drawForWork(
  tx: ReadTx,
  book: PeopleBook,
  rules: Rules,
  langs: readonly string[],
  seed: () => number,
  now: number
): Promise<Content[]> {
  const most = treesForWork(0, rules)
  const drawn: Content[] = []
  for (const { lang, state } of await tx.treeCounts()) {
    const isWished = langs.length === 0 || langs.some((range) => closeness(lang, range) > 0)
    if (state !== 'prompt_lottery_waiting' || !isWished) continue
    const room = treesForWork(await tx.growingWithWork(lang, most), rules)
    if (room > 0) drawn.push(...(await drawIn(tx, book, lang, room, seed)).map((draw) => lottery(draw, now)))
  }
  return drawn
}

function lottery({ tree, number }: Draw, at: number): Content {
  return { kind: 'lottery', v: 1, tree, seed: number, at }
}

type Draw = { readonly tree: string; readonly number: number }

async function drawIn(tx: ReadTx, book: PeopleBook, lang: string, room: number, seed: () => number): Promise<Draw[]> {
  const drawn: Draw[] = []
  const all = await tx.waitingAuthors(lang)
  const left = new Map<string, TreeRow[]>()
  /** Places, in the order of all names, of authors who have nothing left to draw. */
  const spent: number[] = []
  while (drawn.length < room && spent.length < all) {
    const number = seed()
    const authors = all - spent.length
    const place = unspent(number % authors, spent)
    const author = (await tx.waitingAuthor(lang, place)) ?? ''
    const prompts = left.get(author) ?? [...(await tx.waitingOf(lang, author, PROMPTS_PER_AUTHOR))]
    const best = bestOf(prompts)
    const chosen = book.isBanned(author) ? undefined : best[Math.floor(number / authors) % best.length]
    const rest = chosen ? prompts.filter(({ id }) => id !== chosen.id) : []
    if (chosen) drawn.push({ tree: chosen.id, number })
    left.set(author, rest)
    if (rest.length === 0) spent.push(place)
  }
  return drawn
}

/** The place of the n-th author who has something left. */
function unspent(n: number, spent: readonly number[]): number {
  return spent.toSorted((a, b) => a - b).reduce((place, each) => (each <= place ? place + 1 : place), n)
}

function bestOf(prompts: readonly TreeRow[]): TreeRow[] {
  const most = prompts.reduce((best, { score }) => Math.max(best, score), Number.NEGATIVE_INFINITY)
  return prompts.filter(({ score }) => score === most)
}

/**
 * A tree that comes to its end may bring one of the backlog, in its language, to be ranked; so does every language that
 * has fewer trees to rank than it should (open-assistant.md 2.3).
 */
export async function activateBacklog(
  tx: ReadTx,
  rules: Rules,
  ended: readonly string[],
  seed: () => number,
  now: number
): Promise<Content[]> {
  if (ended.length === 0) return []
  const counts = await tx.treeCounts()
  const activated = new Map<string, Content>()
  for (const lang of ended) {
    const count = (state: string) => counts.find((each) => each.lang === lang && each.state === state)?.count ?? 0
    const number = seed()
    const isShort = count('ranking') < rules.min_active_rankings_per_lang
    if (count('backlog_ranking') === 0 || (!isShort && number / SEEDS >= rules.p_activate_backlog_tree)) continue
    const tree = await tx.backlog(lang, seed() % count('backlog_ranking'))
    if (tree !== undefined) activated.set(tree, { kind: 'activate', v: 1, tree, seed: number, at: now })
  }
  return [...activated.values()]
}
