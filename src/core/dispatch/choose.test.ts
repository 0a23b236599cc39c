import { describe, expect, it } from 'vitest'
import { Chance } from '../examples/chance.ts'
import type { TaskKind } from '../fact/kinds.ts'
import { choose } from './choose.ts'
import { type Borrower, isReply, keyOfTask, type Offer, type Wish } from './offer.ts'

const ADA: Borrower = { contributor: 'ada', holds: new Set() }
const chance = () => 0.5

function offer(kind: TaskKind, tree: string, target = tree, more: Partial<Offer> = {}): Offer {
  const given = { candidates: [], thread: [tree], lang: 'en', wanted: 1, excludes: [] as string[] }
  return { kind, target, tree, ...given, room: 12, reserved: 0, reservedInTree: 0, lentAt: 0, ...more }
}

const wish = (more: Partial<Wish> = {}): Wish => ({ langs: ['en'], count: 10, ...more })
const targets = (offers: readonly Offer[], of: Partial<Wish> = {}, borrower = ADA, overbookUntil?: number) =>
  choose(offers, borrower, wish(of), { chance, ...(overbookUntil !== undefined && { overbookUntil }) }).offers.map(
    ({ target }) => target
  )

describe('a batch', () => {
  it('[DI3] has first what finishes trees: ballots, reviews, replies; of these what is nearest its end', () => {
    const offers = [
      offer('assistant_reply', 'far', 'r-far', { room: 11 }),
      offer('assistant_reply', 'near', 'r-near', { room: 2 }),
      offer('label_assistant_reply', 'far', 'l-far', { thread: ['far', 'l-far'], room: 11 }),
      offer('label_assistant_reply', 'near', 'l-near', { thread: ['near', 'l-near'], room: 2 }),
      offer('rank_assistant_replies', 'done', 'b', { room: 0 })
    ]
    expect(targets(offers)).toEqual(['b', 'l-near', 'l-far', 'r-near', 'r-far'])
    expect(targets(offers, { count: 2 })).toEqual(['b', 'l-near'])
  })

  it('[DI3] gives one person all siblings of a set to review', () => {
    const review = (tree: string, parent: string, target: string) =>
      offer('label_assistant_reply', tree, target, { thread: [tree, parent, target] })
    for (let seed = 1; seed <= 20; seed++) {
      const many = new Chance(seed).shuffled(
        ['p', 'q', 'r'].flatMap((parent) => [1, 2, 3].map((n) => review('t', parent, `${parent}${n}`)))
      )
      const { offers } = choose(many, ADA, wish({ count: 6 }), { chance: () => new Chance(seed).next() })
      const parents = offers.map(({ thread }) => thread[1])
      expect([new Set(parents).size, new Set(parents.slice(0, 3)).size]).toEqual([2, 1])
    }
  })

  it('[DI3] has nothing of a person’s own, nothing that they hold, and nothing for who is banned', () => {
    const own = offer('assistant_reply', 'a', 'a', { excludes: ['ada'] })
    const held = offer('assistant_reply', 'b')
    const free = offer('assistant_reply', 'c')
    const borrower = { ...ADA, holds: new Set([keyOfTask(held)]) }
    expect(targets([own, held, free], {}, borrower)).toEqual(['c'])
    expect(targets([own, held, free], {}, { ...borrower, banned: true })).toEqual([])
  })

  it('[DI3] fills the time that somebody has, and never gives less than one task', () => {
    const offers = [1, 2, 3, 4].map((n) => offer('assistant_reply', `t${n}`)) // eight minutes each
    expect(targets(offers, { minutes: 17 })).toHaveLength(2)
    expect(targets(offers, { minutes: 1 })).toHaveLength(1)
    expect(targets([...offers, offer('label_prompter_reply', 't5', 'l')], { minutes: 10 })).toHaveLength(2)
  })

  it('[DI3] is in one language: the first that fills the wish, or else the one with most', () => {
    const some = (lang: string, count: number) =>
      Array.from({ length: count }, (_, n) => offer('assistant_reply', `${lang}${n}`, undefined, { lang }))
    const offers = [...some('en', 3), ...some('sw', 5), ...some('am', 9)]
    const langOf = (langs: string[], count: number) => choose(offers, ADA, wish({ langs, count }), { chance }).lang
    expect(langOf(['en', 'sw'], 2)).toBe('en')
    expect(langOf(['en', 'sw'], 4)).toBe('sw')
    expect(langOf(['en', 'sw'], 8)).toBe('sw')
    expect(langOf([], 2)).toBe('am')
    expect(langOf(['fr'], 2)).toBeUndefined()
  })

  it('[DI2] falls back to a wider language only where nothing of the narrower is left', () => {
    const offers = ['pt', 'pt-BR', 'pt-PT'].map((lang) => offer('assistant_reply', lang, lang, { lang }))
    expect(targets(offers, { langs: ['pt-BR'] })).toEqual(['pt-BR'])
    expect(targets(offers.slice(0, 1), { langs: ['pt-BR'] })).toEqual(['pt'])
    expect(targets(offers, { langs: ['pt'] })).toHaveLength(3)
    const done = offers.map((each) => ({ ...each, reserved: each.lang === 'pt-BR' ? 1 : 0 }))
    expect(targets(done, { langs: ['pt-BR'] })).toEqual(['pt'])
  })

  it('[DI4] counts what is on loan as taken, also in the room of its tree', () => {
    const full = offer('assistant_reply', 'a', 'a', { wanted: 3, reserved: 3 })
    const noRoom = offer('assistant_reply', 'b', 'b', { room: 2, reservedInTree: 2 })
    const open = offer('assistant_reply', 'c', 'c', { wanted: 3, reserved: 2, room: 4, reservedInTree: 3 })
    expect(targets([full, noRoom, open])).toEqual(['c'])
    const two = [offer('assistant_reply', 'd', 'd1', { room: 1 }), offer('prompter_reply', 'd', 'd2', { room: 1 })]
    expect(targets(two)).toHaveLength(1)
  })

  it('[DI4] lends the longest lent once more, and only when nothing else is left', () => {
    const lent = (tree: string, lentAt: number, reserved = 1) =>
      offer('label_prompter_reply', tree, tree, { reserved, lentAt })
    const offers = [lent('new', 300), lent('old', 100), lent('older', 50), lent('twice', 10, 2)]
    expect(targets(offers)).toEqual([])
    expect(targets(offers, {}, ADA, 200)).toEqual(['older', 'old'])
    expect(targets([...offers, offer('label_prompter_reply', 'free')], {}, ADA, 200)).toEqual(['free'])
  })
})

describe('200 volunteers who go offline at once', () => {
  const KINDS = ['assistant_reply', 'prompter_reply', 'label_assistant_reply', 'rank_assistant_replies'] as const

  /** Trees of chance in every stage. */
  function trees(random: Chance, count: number): Offer[] {
    return Array.from({ length: count }, (_, t) => `t${t}`).flatMap((tree) => {
      const room = 1 + random.below(12)
      const lang = random.one(['en', 'pt', 'pt-BR', 'uk-UA']) ?? 'en'
      return Array.from({ length: 1 + random.below(6) }, (_, n) => {
        const kind = random.one(KINDS) ?? 'assistant_reply'
        const wanted = isReply(kind) ? Math.min(room, 1 + random.below(3)) : 1 + random.below(3)
        const excludes = Array.from({ length: random.below(4) }, () => `v${random.below(200)}`)
        return offer(kind, tree, `${tree}-${n}`, { lang, room, wanted, excludes })
      })
    })
  }

  it.each([1, 2, 3, 4, 5, 6])('[DI4] neither starve trees nor pile answers on one; seed %i', (seed) => {
    const random = new Chance(seed)
    const offers = trees(random, [1, 5, 40, 150, 250, 30][seed - 1] ?? 1)
    const lent = new Map<string, string[]>()
    let clock = 0
    const now = () => {
      const inTree = new Map<string, number>()
      for (const { kind, target, tree } of offers)
        if (isReply(kind)) inTree.set(tree, (inTree.get(tree) ?? 0) + (lent.get(target)?.length ?? 0))
      return offers.map((each) => {
        const reserved = lent.get(each.target)?.length ?? 0
        return { ...each, reserved, reservedInTree: inTree.get(each.tree) ?? 0, lentAt: reserved > 0 ? clock : 0 }
      })
    }
    for (let v = 0; v < 200; v++) {
      const contributor = `v${v}`
      const langs = random.one([['en'], ['pt'], ['pt-BR'], ['uk'], []]) ?? []
      const holds = new Set<string>()
      const asked = { langs, count: 1 + random.below(20) }
      const before = now()
      const choice = choose(before, { contributor, holds }, asked, { chance: () => random.next(), overbookUntil: -1 })
      expect(choice.offers.length).toBeLessThanOrEqual(asked.count)
      const mayTake = before.filter(
        (each) =>
          each.wanted > each.reserved &&
          !each.excludes.includes(contributor) &&
          (!isReply(each.kind) || each.room > each.reservedInTree)
      )
      // Nobody goes empty-handed while there is something for them.
      if (langs.length === 0 && mayTake.length > 0) expect(choice.offers.length).toBeGreaterThan(0)
      for (const { target, excludes } of choice.offers) {
        expect(excludes).not.toContain(contributor)
        expect(lent.get(target) ?? []).not.toContain(contributor)
        lent.set(target, [...(lent.get(target) ?? []), contributor])
      }
      clock += 60
    }
    for (const { kind, wanted, reserved, room, reservedInTree } of now()) {
      expect(reserved).toBeLessThanOrEqual(wanted)
      if (isReply(kind)) expect(reservedInTree).toBeLessThanOrEqual(room)
    }
    // Enough people for all there is: no tree was passed over that had room.
    if (offers.length < 300)
      for (const each of now())
        expect(each.reserved === each.wanted || (isReply(each.kind) && each.reservedInTree === each.room)).toBe(true)
    // And those who come later get what has lain longest, once more and no more often.
    for (let v = 200; v < 600; v++) {
      const { offers: more } = choose(
        now(),
        { contributor: `v${v}`, holds: new Set() },
        { langs: [], count: 5 },
        { chance: () => random.next(), overbookUntil: clock }
      )
      for (const { target } of more) lent.set(target, [...(lent.get(target) ?? []), `v${v}`])
    }
    for (const { kind, wanted, reserved, room, reservedInTree } of now()) {
      expect(reserved).toBeLessThanOrEqual(wanted + 1)
      if (isReply(kind)) expect(reservedInTree).toBeLessThanOrEqual(room + 1)
    }
  })
})
