import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyOf, known, Story, TERMS } from './examples/story.ts'
import { hashOf, uuidOf } from './hash.ts'
import { mayDecide, memberOf, readPeople } from './people.ts'

const member = (story: Story, name: string) => memberOf(story.people, keyOf(name))
const succeed = (story: Story, from: string, to: string) =>
  story.person(from, { kind: 'succeed', v: 1, to: keyOf(to), saved: story.tick() })

describe('people', () => {
  it('[PE1] an organizer grants every role, a hub only that of a contributor, others none', () => {
    const story = new Story()
    const rolesGivenBy = (giver: string) =>
      ['contributor', 'moderator', 'hub', 'organizer'].map((role) => {
        story.grant(`${role} of ${giver}`, role, { giver })
        return story.people.get(keyOf(`${role} of ${giver}`))?.role
      })
    expect(rolesGivenBy('organizer')).toEqual(['contributor', 'moderator', 'hub', 'organizer'])
    expect(rolesGivenBy('hub')).toEqual(['contributor', undefined, undefined, undefined])
    for (const giver of ['moderator', 'contributor of hub', 'nobody'])
      expect(rolesGivenBy(giver)).toEqual([undefined, undefined, undefined, undefined])
  })

  it('[PE1] of several grants the highest role holds, then the smaller id', () => {
    const story = new Story()
    const grants = ['x', 'y'].map((contributor) => story.grant('ada', 'contributor', { contributor, giver: 'hub' }))
    const first = grants.toSorted((a, b) => (a.id < b.id ? -1 : 1))[0]
    expect(member(story, 'ada').contributor).toBe(first?.content.contributor)
    for (const name of ['ada', 'bo', 'cy', 'di', 'ed']) {
      story.grant(name, 'contributor', { contributor: 'x' })
      story.grant(name, 'moderator', { contributor: 'z' })
      expect(member(story, name)).toMatchObject({ contributor: 'z', role: 'moderator' })
    }
  })

  it('[PE1] who succeeds a device is the same contributor in the same role', () => {
    const story = new Story()
    story.grant('old', 'moderator', { contributor: 'ada' })
    succeed(story, 'old', 'new')
    succeed(story, 'new', 'newest')
    expect(member(story, 'newest')).toEqual({ contributor: 'ada', role: 'moderator', consented: true })
    expect(mayDecide(story.people, keyOf('newest'))).toBe(true)
  })

  it('[PE1] nobody takes over a device by naming it: its own grant holds', () => {
    const story = new Story()
    for (const name of ['ada', 'thief']) story.grant(name, 'contributor', { giver: 'hub' })
    for (let i = 0; i < 20; i++) succeed(story, 'thief', 'ada')
    expect(member(story, 'ada').contributor).toBe('ada')
    succeed(story, 'nobody', 'ada')
    expect(story.people.has(keyOf('nobody'))).toBe(false)
  })

  it('[PE1] a device without a grant is a contributor of its own, who decides nothing and consented to nothing', () => {
    const story = new Story()
    const own = { contributor: uuidOf(keyOf('nobody')), role: 'contributor', consented: false }
    expect(member(story, 'nobody')).toEqual(own)
    expect(mayDecide(story.people, keyOf('nobody'))).toBe(false)
    expect(mayDecide(readPeople([]), keyOf('organizer'))).toBe(false)
  })

  it('[PE1] consent is to the terms of the project, once for all devices of a contributor', () => {
    const story = new Story()
    const consent = (name: string, terms: string) => story.person(name, { kind: 'consent', v: 1, terms, saved: 1 })
    for (const name of ['ada', 'ada phone', 'bo'])
      story.grant(name, 'contributor', { contributor: name.split(' ')[0] ?? '' })
    consent('ada phone', TERMS)
    consent('bo', hashOf('other terms', ''))
    expect(['ada', 'ada phone', 'bo'].map((name) => member(story, name).consented)).toEqual([true, true, false])
  })

  it('[PE2] who withdraws consents no longer, in whatever role, until they consent again', () => {
    const story = new Story()
    story.grant('ada', 'contributor')
    story.grant('ada phone', 'contributor', { contributor: 'ada' })
    const says = (name: string, saved: number) => story.person(name, { kind: 'consent', v: 1, terms: TERMS, saved })
    const withdraws = (name: string, saved: number) => story.person(name, { kind: 'withdraw', v: 1, saved })
    says('ada', 10)
    withdraws('ada phone', 20)
    says('ada', 15)
    expect(member(story, 'ada')).toMatchObject({ consented: false })
    story.person('ada', { kind: 'consent', v: 1, terms: hashOf('other terms', ''), saved: 30 })
    expect(member(story, 'ada phone')).toMatchObject({ consented: false })
    says('ada', 30)
    expect(member(story, 'ada phone')).toMatchObject({ consented: true })
    withdraws('ada', 30)
    expect(member(story, 'ada')).toMatchObject({ consented: false })
    withdraws('moderator', 1)
    expect(member(story, 'moderator')).toMatchObject({ consented: false, role: 'moderator' })
  })

  it('[PE3] who is above bans and lifts bans, and a lifting lifts what it names', () => {
    const story = new Story()
    story.grant('ada', 'contributor')
    story.grant('ada phone', 'contributor', { contributor: 'ada' })
    story.grant('bo', 'contributor')
    const ban = (name: string, contributor: string) => story.person(name, { kind: 'ban', v: 1, contributor, at: 1 }).id
    const lift = (name: string, ...bans: string[]) => story.person(name, { kind: 'unban', v: 1, bans, at: 0 })
    const banned = () => [...new Set([...story.people.values()].flatMap((m) => (m.banned ? m.contributor : [])))].sort()
    const none = [ban('bo', 'ada'), ban('nobody', 'ada'), ban('moderator', 'moderator'), ban('moderator', 'hub')]
    expect([none.length, banned()]).toEqual([4, []])
    const bans = [ban('moderator', 'ada'), ban('hub', 'ada'), ban('organizer', 'moderator')]
    expect(banned()).toEqual(['ada', 'moderator'])
    expect([member(story, 'ada').banned, member(story, 'ada phone').banned]).toEqual([true, true])
    lift('bo', ...bans)
    lift('moderator', ...bans.slice(1))
    expect(banned()).toEqual(['ada', 'moderator'])
    lift('moderator', ...bans)
    lift('organizer', bans[2] as string)
    expect(banned()).toEqual([])
  })

  it("[PE1] with the project's id given, no other project fact names an organizer", () => {
    const story = new Story()
    const organizers = [keyOf('thief')]
    for (let at = 1; at < 20; at++)
      story.person('thief', { kind: 'project', v: 1, name: 'x', rules: 'x', organizers, terms: TERMS, at })
    const people = readPeople(story.persons.map(known), story.persons[0]?.id)
    expect(people.get(keyOf('thief'))).toBeUndefined()
    expect(people.get(keyOf('organizer'))?.role).toBe('organizer')
  })

  it('[PE1] [I1] any grants and successions, in any order and repeated, give the same people', () => {
    const names = ['organizer', 'hub', 'a', 'b', 'c', 'd', 'e']
    const name = fc.constantFrom(...names)
    const grant = fc.record({
      giver: name,
      to: name,
      role: fc.constantFrom('contributor', 'contributor', 'moderator', 'hub', 'organizer'),
      contributor: fc.constantFrom('x', 'y', 'z')
    })
    const link = fc.tuple(name, name)
    fc.assert(
      fc.property(
        fc.array(grant, { maxLength: 12 }),
        fc.array(link, { maxLength: 8 }),
        fc.nat(),
        (grants, links, n) => {
          const story = new Story()
          for (const { giver, to, role, contributor } of grants) story.grant(to, role, { giver, contributor })
          for (const [from, to] of links) succeed(story, from, to)
          const facts = story.persons.map(known)
          const turned = [...facts.slice(n % facts.length), ...facts.slice(0, n % facts.length)].reverse()
          const sorted = (people: Iterable<unknown>) => [...people].map((each) => JSON.stringify(each)).sort()
          expect(sorted(readPeople([...turned, ...facts]))).toEqual(sorted(readPeople(facts)))
        }
      )
    )
  })
})
