import { describe, expect, it } from 'vitest'
import { Chance } from '../../core/examples/chance.ts'
import { keyOf, known, TERMS } from '../../core/examples/story.ts'
import type { KnownFact } from '../../core/fact/check.ts'
import { type Content, makeFact } from '../../core/fact/fact.ts'
import { uuidOf } from '../../core/hash.ts'
import { memberOf, readPeople } from '../../core/people.ts'
import { PeopleBook } from './people.ts'

const NAMES = Array.from({ length: 14 }, (_, n) => `p${n}`)

/** Mostly new people who consent, and now and then whatever links them, raises them or shuts them out. */
function someFact(chance: Chance, at: number, before: readonly KnownFact[]): KnownFact {
  // Whoever may have been raised may grant.
  const raised = NAMES.filter((each) => ['hub', 'organizer'].some((role) => isGranted(before, keyOf(each), role)))
  const [name, other] = [chance.one(NAMES) ?? '', chance.one(NAMES) ?? '']
  // Under the name of somebody who decides, too.
  const contributor = chance.happens(0.1) ? uuidOf(keyOf('organizer')) : other
  const grant = (giver: string, role: string) =>
    [giver, { kind: 'grant', v: 1, device: keyOf(name), role, contributor, at }] as const
  const bans = before.filter(({ is }) => is === 'ban' && chance.happens(0.5)).map(({ id }) => id)
  const roll = chance.next()
  const [by, content]: readonly [string, Content] =
    roll < 0.35
      ? grant(chance.one(['hub', 'hub', other, chance.one(raised) ?? 'hub']) ?? '', 'contributor')
      : roll < 0.42
        ? grant(chance.happens(0.5) ? 'organizer' : other, chance.one(['moderator', 'hub', 'contributor']) ?? '')
        : roll < 0.65
          ? [name, { kind: 'succeed', v: 1, to: keyOf(other), saved: at }]
          : roll < 0.8
            ? [name, { kind: 'consent', v: 1, terms: TERMS, saved: at }]
            : roll < 0.9
              ? [name, { kind: 'withdraw', v: 1, saved: at }]
              : roll < 0.96
                ? [chance.happens(0.5) ? 'organizer' : name, { kind: 'ban', v: 1, contributor: other, at }]
                : ['organizer', { kind: 'unban', v: 1, bans, at }]
  return known(makeFact(keyOf(by), content))
}

function isGranted(facts: readonly KnownFact[], device: string, role: string): boolean {
  return facts.some((fact) => fact.is === 'grant' && fact.content.device === device && fact.content.role === role)
}

describe('a book of people', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    '[HS9] says after each fact what all facts say, and what it changed; seed %i',
    (seed) => {
      const chance = new Chance(seed)
      const organizers = [keyOf('organizer')]
      const project = { kind: 'project', v: 1, name: 'x', rules: 'x', organizers, terms: TERMS, at: 1 }
      const hub = { kind: 'grant', v: 1, device: keyOf('hub'), role: 'hub', contributor: 'hub', at: 1 }
      const facts = [known(makeFact(keyOf('organizer'), project)), known(makeFact(keyOf('organizer'), hub))]
      const book = new PeopleBook(facts, facts[0]?.id)
      for (let at = 2; at < 150; at++) {
        const before = new Map(book.people)
        const fact = someFact(chance, at, facts)
        facts.push(fact)
        const changed = book.learn(fact)
        const all = readPeople(facts, facts[0]?.id)
        expect(new Map([...book.people].sort())).toEqual(new Map([...all].sort()))
        const should = [...new Set([...before.keys(), ...all.keys()])].filter(
          (device) => JSON.stringify(before.get(device)) !== JSON.stringify(all.get(device))
        )
        expect([...changed].sort()).toEqual(should.sort())
        for (const name of NAMES) {
          const own = [...all].filter(([, member]) => member.contributor === name)
          expect([...book.devicesOf(name)].sort()).toEqual(own.map(([device]) => device).sort())
          expect(book.isBanned(name)).toBe(own.some(([, { banned }]) => banned))
        }
      }
      expect(memberOf(book.people, keyOf('organizer')).role).toBe('organizer')
      expect(book.learn(facts[5] as KnownFact)).toEqual([])
    }
  )
})
