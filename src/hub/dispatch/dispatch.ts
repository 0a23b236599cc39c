import type { Content } from '../../core/fact/fact.ts'
import type { TaskKind } from '../../core/fact/kinds.ts'
import { isLanguage } from '../../core/fact/shapes.ts'
import { memberOf, type People } from '../../core/people.ts'
import type { Rules } from '../../core/rules.ts'
import type { Need } from '../../core/tree/view.ts'
import { fits } from '../../sync/segment/seal.ts'
import { chance, type System, secondsNow } from '../../sync/system.ts'
import type { ReadTx } from '../store/store.ts'

export type Wish = {
  readonly lang?: string
  readonly kinds?: readonly TaskKind[]
  readonly count: number
  /** Names the wish, so that one asked again after a cut is granted once. */
  readonly nonce: Uint8Array
}

/** For how long lent work is reserved: a fortnight offline is nothing unusual. Late work is taken all the same. */
const LEASE_SECONDS = 14 * 24 * 3600

type Offer = Need & { readonly tree: string }

/**
 * [DI1] What to lend to a device: open work of one language and the wished kinds, never the person's own and never
 * twice the same; what others have reserved counts as taken. Candidates are shuffled, and the order is recorded.
 *
 * @returns the lending's content, or undefined if nothing fits.
 */
export async function putTogether(
  tx: ReadTx,
  device: string,
  people: People,
  wish: Wish,
  rules: Rules,
  system: System
): Promise<Content | undefined> {
  const { contributor } = memberOf(people, device)
  const now = secondsNow(system)
  const loans = await tx.openLoans(now)
  const mine = new Set(
    loans
      .filter((loan) => memberOf(people, loan.device).contributor === contributor)
      .map(({ kind, target }) => `${kind} ${target}`)
  )
  const trees = await tx.trees()
  const room = new Map(trees.map((tree) => [tree.id, tree.room]))
  const reserved = new Map<string, number>()
  for (const { kind, target, tree } of loans) {
    reserved.set(`${kind} ${target}`, (reserved.get(`${kind} ${target}`) ?? 0) + 1)
    if (isReply(kind)) room.set(tree, (room.get(tree) ?? 0) - 1)
  }
  const left = (offer: Offer) => offer.wanted - (reserved.get(`${offer.kind} ${offer.target}`) ?? 0)
  const offers = (await tx.needs())
    // An import may call a language what no answer could be filed under.
    .filter((offer) => isLanguage(offer.lang))
    .filter((offer) => matches(offer.lang, wish.lang) && (!wish.kinds || wish.kinds.includes(offer.kind)))
    .filter(
      (offer) => !offer.excludes.includes(contributor) && !mine.has(`${offer.kind} ${offer.target}`) && left(offer) > 0
    )

  const lang = wish.lang ?? commonest(offers)
  const chosen: Offer[] = []
  for (const offer of shuffled(
    offers.filter((offer) => matches(offer.lang, lang)),
    system
  )) {
    if (chosen.length === wish.count) break
    if (isReply(offer.kind)) {
      if ((room.get(offer.tree) ?? 0) < 1) continue
      room.set(offer.tree, (room.get(offer.tree) ?? 0) - 1)
    }
    chosen.push(offer)
  }
  const inReview = trees.filter((tree) => tree.state === 'initial_prompt_review' && matches(tree.lang, lang)).length
  const beingWritten = loans.filter((loan) => loan.kind === 'initial_prompt' && matches(loan.lang, lang)).length
  const prompts = wish.kinds?.includes('initial_prompt')
    ? Math.min(wish.count - chosen.length, rules.max_initial_prompt_review - inReview - beingWritten)
    : 0
  const language = chosen[0]?.lang ?? lang
  if (language === undefined) return undefined
  return thatFits(chosen, Math.max(0, prompts), (some, more) =>
    lendingOf(some, more, { device, lang: language, at: now, until: now + LEASE_SECONDS, nonce: wish.nonce }, system)
  )
}

/** Lends exactly these tasks, in this order. */
export function lendingOf(
  needs: readonly Pick<Need, 'kind' | 'target' | 'candidates' | 'thread'>[],
  prompts: number,
  head: { device: string; lang: string; at: number; until: number; nonce: Uint8Array },
  system: System
): Content {
  const shown = [...new Set(needs.flatMap(({ thread, target, candidates }) => [...thread, target, ...candidates]))]
  const tasks = needs.map(({ kind, target, candidates }) => ({
    kind,
    target: shown.indexOf(target),
    ...(candidates.length > 0 && { candidates: shuffled(candidates, system).map((id) => shown.indexOf(id)) })
  }))
  const writing = Array.from({ length: prompts }, () => ({ kind: 'initial_prompt' }))
  return { kind: 'lending', v: 1, ...head, shown, tasks: [...tasks, ...writing] }
}

/** A lending travels in one segment: fewer tasks if their threads name too many messages. */
function thatFits(
  offers: readonly Offer[],
  prompts: number,
  make: (offers: readonly Offer[], prompts: number) => Content
): Content | undefined {
  for (let count = offers.length; count + prompts > 0; count = Math.floor(count * 0.8)) {
    const content = make(offers.slice(0, count), prompts)
    if (fits(content)) return content
  }
  return undefined
}

/** A wish for `pt` takes `pt-BR`; a wish for `pt-BR` takes just that. No wish takes all. */
function matches(lang: string, wish: string | undefined): boolean {
  if (wish === undefined) return true
  const [have, want] = [lang.toLowerCase(), wish.toLowerCase()]
  return have === want || have.startsWith(`${want}-`)
}

function commonest(offers: readonly Offer[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { lang } of offers) counts.set(lang, (counts.get(lang) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

function isReply(kind: string): boolean {
  return kind === 'prompter_reply' || kind === 'assistant_reply'
}

function shuffled<T>(list: readonly T[], system: System): T[] {
  const copy = [...list]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(chance(system) * (i + 1))
    ;[copy[i], copy[j]] = [copy[j] as T, copy[i] as T]
  }
  return copy
}
