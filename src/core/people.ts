import { compareText } from './bytes.ts'
import { type Known, type KnownFact, ofKind } from './fact/check.ts'
import type { DeviceKey, FactId } from './fact/fact.ts'
import { uuidOf } from './hash.ts'

export type MemberRole = 'contributor' | 'moderator' | 'organizer' | 'hub'
export type Member = {
  readonly contributor: string
  readonly role: MemberRole
  /** Whether their work may be given away. */
  readonly consented: boolean
  readonly banned?: true
}

/** Who stands behind a device. Derived from the facts about persons alone. */
export type People = ReadonlyMap<DeviceKey, Member>

const RANK: Record<MemberRole, number> = { contributor: 0, moderator: 1, hub: 2, organizer: 3 }

/**
 * [PE1] An organizer named by the project may grant every role; a hub may grant `contributor`; a device may name the
 * device that succeeds it, which is then the same contributor in the same role. Of several ways to one device the one
 * to the highest role holds; of those a grant before a succession, or anyone could take over a device by naming it;
 * then the smaller fact id.
 *
 * @param facts all facts about persons, in any order; others are passed over.
 * @param project the id of the project's first fact. Whoever knows it passes it: without it the smallest id is taken
 *   for the first, and any member could make a smaller one.
 */
export function readPeople(facts: readonly KnownFact[], project?: FactId): People {
  const first = ofKind(facts, 'project')
    .filter(({ id }) => project === undefined || id === project)
    .sort(byId)[0]
  const organizers = first?.content.organizers ?? []
  const grants = ofKind(facts, 'grant').sort(byId)
  const successions = ofKind(facts, 'succeed').sort(byId)
  const roles = rolesOf(organizers, grants, successions)
  const contributors = contributorsOf(roles, organizers, grants, successions)

  const words = wordsOnConsent(facts, contributors, first?.content.terms)
  const banned = bannedAmong(facts, roles, contributors)
  return new Map(
    [...contributors].map(([device, contributor]) => {
      const role = roles.get(device) ?? 'contributor'
      const consented = words.get(contributor) ?? role !== 'contributor'
      return [device, { contributor, role, consented, ...(banned.has(contributor) && { banned: true as const }) }]
    })
  )
}

/**
 * [PE2] Whether a contributor consents: what they said last, by recorded time, of the terms of the project. At the same
 * second the withdrawal holds. Undefined of those who said nothing.
 */
function wordsOnConsent(
  facts: readonly KnownFact[],
  contributors: ReadonlyMap<DeviceKey, string>,
  terms: string | undefined
): ReadonlyMap<string, boolean> {
  const consents = ofKind(facts, 'consent').filter(({ content }) => content.terms === terms)
  const words = new Map<string, boolean>()
  const told = [...consents, ...ofKind(facts, 'withdraw')].map((fact) => ({
    at: fact.content.saved,
    is: fact.is === 'consent',
    who: contributors.get(fact.device)
  }))
  for (const { who, is } of told.sort((a, b) => a.at - b.at || Number(b.is) - Number(a.is)))
    if (who !== undefined) words.set(who, is)
  return words
}

/**
 * [PE3] Contributors under a ban that no lifting names. Moderators, hubs and organizers ban, and lift, those whose role
 * is below their own; what was done before a ban stays, and so does what is done after it until somebody declines it.
 */
function bannedAmong(
  facts: readonly KnownFact[],
  roles: ReadonlyMap<DeviceKey, MemberRole>,
  contributors: ReadonlyMap<DeviceKey, string>
): ReadonlySet<string> {
  const ranks = new Map<string, number>()
  for (const [device, contributor] of contributors)
    ranks.set(contributor, Math.max(ranks.get(contributor) ?? 0, RANK[roles.get(device) ?? 'contributor']))
  const mayBan = (device: DeviceKey, contributor: string) =>
    RANK[roles.get(device) ?? 'contributor'] > (ranks.get(contributor) ?? 0)
  const bans = ofKind(facts, 'ban').filter(({ device, content }) => mayBan(device, content.contributor))
  const bannedBy = new Map(bans.map(({ id, content }) => [id, content.contributor]))
  const lifted = new Set(
    ofKind(facts, 'unban').flatMap(({ device, content }) =>
      content.bans.filter((id) => mayBan(device, bannedBy.get(id) ?? ''))
    )
  )
  return new Set(bans.filter(({ id }) => !lifted.has(id)).map(({ content }) => content.contributor))
}

function byId(a: { readonly id: FactId }, b: { readonly id: FactId }): number {
  return compareText(a.id, b.id)
}

type Grants = readonly Known<'grant'>[]
type Successions = readonly Known<'succeed'>[]

function mayGrant(giver: MemberRole | undefined, role: MemberRole): boolean {
  return giver === 'organizer' || (giver === 'hub' && role === 'contributor')
}

/** Roles only ever rise while facts are taken in, so their order is all one. */
function rolesOf(organizers: readonly DeviceKey[], grants: Grants, successions: Successions) {
  const roles = new Map<DeviceKey, MemberRole>(organizers.map((device) => [device, 'organizer']))
  let news = true
  const raise = (device: DeviceKey, role: MemberRole) => {
    const now = roles.get(device)
    if (now !== undefined && RANK[now] >= RANK[role]) return
    roles.set(device, role)
    news = true
  }
  // A giver may itself be granted later in the list: repeat until nothing is new.
  while (news) {
    news = false
    for (const { device, content } of grants)
      if (mayGrant(roles.get(device), content.role)) raise(content.device, content.role)
    for (const { device, content } of successions) {
      const role = roles.get(device)
      if (role !== undefined) raise(content.to, role)
    }
  }
  return roles
}

/** Who stands behind each device, once roles are known: by grants first, then one succession further each time. */
function contributorsOf(
  roles: ReadonlyMap<DeviceKey, MemberRole>,
  organizers: readonly DeviceKey[],
  grants: Grants,
  successions: Successions
): Map<DeviceKey, string> {
  const contributors = new Map<DeviceKey, string>(organizers.map((device) => [device, uuidOf(device)]))
  for (const { device, content } of grants) {
    const holds = mayGrant(roles.get(device), content.role) && roles.get(content.device) === content.role
    if (holds && !contributors.has(content.device)) contributors.set(content.device, content.contributor)
  }
  for (let reached = new Map(contributors); reached.size > 0; ) {
    const next = new Map<DeviceKey, string>()
    for (const { device, content } of successions) {
      const contributor = reached.get(device)
      if (contributor === undefined || roles.get(device) !== roles.get(content.to)) continue
      if (!contributors.has(content.to) && !next.has(content.to)) next.set(content.to, contributor)
    }
    for (const [device, contributor] of next) contributors.set(device, contributor)
    reached = next
  }
  return contributors
}

/** A device that nobody granted anything is a contributor of its own without consent. */
export function memberOf(people: People, device: DeviceKey): Member {
  return people.get(device) ?? { contributor: uuidOf(device), role: 'contributor', consented: false }
}

/** Whether this device's decisions about trees count. */
export function mayDecide(people: People, device: DeviceKey): boolean {
  return people.has(device) && memberOf(people, device).role !== 'contributor'
}
