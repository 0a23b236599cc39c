import type { VersionId } from '../fact/fact.ts'
import { isReview, type TaskKind } from '../fact/kinds.ts'
import { isLanguage } from '../fact/shapes.ts'
import { closeness } from './language.ts'
import { type Borrower, EXPECTED_MINUTES, isReply, keyOfTask, type Offer, stageOf, type Wish } from './offer.ts'
import { shuffled } from './shuffle.ts'

export type Choice = {
  /** Of the batch, and what answers are filed under; undefined if there is nothing in any language. */
  readonly lang: string | undefined
  readonly offers: readonly Offer[]
  /** What of the wish is left. */
  readonly count: number
  readonly minutes: number
}

export type ChooseOptions = {
  /** From 0 up to, but not, 1. */
  chance(): number
  readonly minutesOf?: Readonly<Record<TaskKind, number>>
  /** Work lent up to this second may be lent once more than is wanted, if nothing else is left. */
  readonly overbookUntil?: number
}

/**
 * [DI3] Which of the offers to lend to somebody: of the first wished language that fills the wish, or else of the one
 * that has most; what finishes trees first (ballots, then reviews, then replies), trees near their end before others,
 * and the siblings of a set together, so that one person compares them. Never their own, never twice the same.
 * [DI4] What others have on loan counts as taken, for each need and for the room of its tree. If nothing else is left,
 * the longest lent goes out once more, one for each need and tree at most, rather than send somebody away.
 */
export function choose(offers: readonly Offer[], borrower: Borrower, wish: Wish, options: ChooseOptions): Choice {
  const nothing = { lang: undefined, offers: [], count: wish.count, minutes: wish.minutes ?? Number.POSITIVE_INFINITY }
  if (borrower.banned || wish.count < 1) return nothing
  const fitting = shuffled(
    offers.filter((offer) => mayDo(offer, borrower) && (wish.kinds?.includes(offer.kind) ?? true)),
    options.chance
  )
  const free = fitting.filter((offer) => offer.wanted > offer.reserved)
  const batch = inOneLanguage(free, wish, (some) => filled(inOrder(some), wish, options, 0))
  if (batch) return batch
  const until = options.overbookUntil ?? Number.NEGATIVE_INFINITY
  const lentOut = fitting.filter((offer) => offer.wanted === offer.reserved && offer.lentAt <= until)
  const oldestFirst = lentOut.toSorted((a, b) => a.lentAt - b.lentAt)
  return inOneLanguage(oldestFirst, wish, (some) => filled(some, wish, options, 1)) ?? nothing
}

function mayDo(offer: Offer, { contributor, holds }: Borrower): boolean {
  // An import may call a language what no answer could be filed under.
  return !offer.excludes.includes(contributor) && !holds.has(keyOfTask(offer)) && isLanguage(offer.lang)
}

/** Of those of one wished language; of what is narrower or the same, and only without any of it of what is wider. */
export function inLanguage<T extends { readonly lang: string }>(all: readonly T[], range: string): readonly T[] {
  const close = all.map((each) => closeness(each.lang, range))
  const best = close.some((each) => each >= 2) ? 2 : 1
  return all.filter((_, i) => (close[i] ?? 0) >= best)
}

function inOneLanguage(
  offers: readonly Offer[],
  { langs, count, minutes }: Wish,
  fill: (some: readonly Offer[]) => Choice
): Choice | undefined {
  let most: Choice | undefined
  const groups = langs.length > 0 ? langs.map((range) => inLanguage(offers, range)) : commonestFirst(offers)
  for (const group of groups) {
    const choice = fill(group)
    if (choice.offers.length === count || (minutes !== undefined && choice.minutes < 1)) return choice
    if (choice.offers.length > (most?.offers.length ?? 0)) most = choice
  }
  return most
}

function commonestFirst(offers: readonly Offer[]): (readonly Offer[])[] {
  return [...Map.groupBy(offers, ({ lang }) => lang).values()].sort((a, b) => b.length - a.length)
}

/** As many as the person has time for, at least one, and no more replies than their trees have room for. */
function filled(offers: readonly Offer[], wish: Wish, options: ChooseOptions, beyond: 0 | 1): Choice {
  const { minutesOf = EXPECTED_MINUTES } = options
  const writing = new Map<string, number>()
  const chosen: Offer[] = []
  let minutes = wish.minutes ?? Number.POSITIVE_INFINITY
  for (const offer of offers) {
    if (chosen.length === wish.count) break
    if (chosen.length > 0 && minutesOf[offer.kind] > minutes) continue
    if (isReply(offer.kind)) {
      const taken = writing.get(offer.tree) ?? 0
      if (offer.room + beyond - offer.reservedInTree - taken < 1) continue
      writing.set(offer.tree, taken + 1)
    }
    chosen.push(offer)
    minutes -= minutesOf[offer.kind]
  }
  return { lang: chosen[0]?.lang, offers: chosen, count: wish.count - chosen.length, minutes: Math.max(0, minutes) }
}

/** By stage and then by what their trees still lack; reviews of siblings one after another. */
function inOrder(offers: readonly Offer[]): Offer[] {
  const sets = Map.groupBy(offers, (offer) => setOf(offer))
  const ordered = [...sets.values()].toSorted((a, b) => {
    const [one, other] = [a[0] as Offer, b[0] as Offer]
    return stageOf(one.kind) - stageOf(other.kind) || one.room - other.room
  })
  return ordered.flat()
}

/** Reviews of replies to one message are one set; any other work is a set of its own. */
function setOf({ kind, tree, target, thread }: Offer): string {
  const parent: VersionId | undefined = isReview(kind) ? thread.at(-2) : undefined
  return parent === undefined ? `${kind} ${target}` : `siblings ${tree} ${parent}`
}
