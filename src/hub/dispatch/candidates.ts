import { closeness } from '../../core/dispatch/language.ts'
import { type Borrower, keyOfTask, type Offer } from '../../core/dispatch/offer.ts'
import type { TaskKind } from '../../core/fact/kinds.ts'
import type { OfferPlace, ReadTx } from '../store/store.ts'

/** More to choose from than is wished for, so that there is a choice. */
const CHOICE = 4
/** Rows read at a time. */
const PAGE = 100
/** Languages looked at for a wish that names none. */
const MOST_LANGUAGES = 5

type Asked = { readonly langs: readonly string[]; readonly kinds?: readonly TaskKind[]; readonly count: number }

/**
 * [HS7] Free offers for a wish, from a place of chance on: of each kind and language as many as make a choice, and no
 * more are read than these and what the person may not do.
 */
export async function candidatesFor(
  tx: ReadTx,
  borrower: Borrower,
  wish: Asked,
  chance: () => number
): Promise<readonly Offer[]> {
  const found: Offer[] = []
  for (const { kind, lang } of await groupsFor(tx, wish, 'free')) {
    const start = { random: Math.floor(chance() * 2 ** 32), tree: '', place: -1 }
    found.push(...(await usable(tx, borrower, kind, lang, start, wish.count * CHOICE)))
  }
  return found
}

async function usable(
  tx: ReadTx,
  { contributor, holds }: Borrower,
  kind: TaskKind,
  lang: string,
  start: OfferPlace,
  most: number
): Promise<Offer[]> {
  const found: Offer[] = []
  let [from, turned]: [OfferPlace, boolean] = [start, false]
  while (found.length < most) {
    const { offers, end } = await tx.freeOffers(kind, lang, from, PAGE)
    for (const offer of offers)
      if (!offer.excludes.includes(contributor) && !holds.has(keyOfTask(offer))) found.push(offer)
    if (end) from = end
    // All the way round, and over what was looked at already as far as the last page goes.
    else if (turned) break
    else [from, turned] = [{ random: -1, tree: '', place: -1 }, true]
    if (turned && end && end.random >= start.random) break
  }
  return [...new Map(found.map((offer) => [keyOfTask(offer), offer])).values()]
}

/** [HS7] What is lent as often as it is wanted, the longest lent first. */
export async function lentFor(tx: ReadTx, wish: Asked): Promise<readonly Offer[]> {
  const found: Offer[] = []
  for (const { kind, lang } of await groupsFor(tx, wish, 'lent'))
    found.push(...(await tx.lentOffers(kind, lang, wish.count * CHOICE)))
  return found
}

async function groupsFor(tx: ReadTx, { langs, kinds }: Asked, which: 'free' | 'lent') {
  const groups = (await tx.needCounts()).filter((each) => each[which] > 0 && (kinds?.includes(each.kind) ?? true))
  if (langs.length > 0) return groups.filter(({ lang }) => langs.some((range) => closeness(lang, range) > 0))
  const counts = new Map<string, number>()
  for (const each of groups) counts.set(each.lang, (counts.get(each.lang) ?? 0) + each[which])
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_LANGUAGES)
  return groups.filter(({ lang }) => most.some(([each]) => each === lang))
}
