import { compareText } from './bytes.ts'
import { type KnownFact, ofKind } from './fact/check.ts'
import type { DeviceKey } from './fact/fact.ts'
import { uuidOf } from './hash.ts'

export type MemberRole = 'contributor' | 'moderator' | 'organizer' | 'hub'
export type Member = { readonly contributor: string; readonly role: MemberRole; readonly consented: boolean }

/** Who stands behind a device. Derived from project, grant, succeed and consent facts alone. */
export type People = ReadonlyMap<DeviceKey, Member>

const RANK: Record<MemberRole, number> = { contributor: 0, moderator: 1, hub: 2, organizer: 3 }

/**
 * [PE1] An organizer named by the project may grant every role; a hub may grant `contributor`; a device may name the
 * device that succeeds it, which is then the same contributor. Of several grants to one device the highest role
 * holds, then the smaller fact id.
 *
 * @param facts all facts about persons, in any order; others are passed over.
 */
export function readPeople(facts: readonly KnownFact[]): People {
  const project = ofKind(facts, 'project').sort((a, b) => compareText(a.id, b.id))[0]
  const members = new Map<DeviceKey, { contributor: string; role: MemberRole; from: string }>()
  const take = (device: DeviceKey, contributor: string, role: MemberRole, from: string): boolean => {
    const now = members.get(device)
    const better = !now || RANK[role] > RANK[now.role] || (role === now.role && from < now.from)
    if (better) members.set(device, { contributor, role, from })
    return better
  }
  for (const device of project?.content.organizers ?? []) take(device, uuidOf(device), 'organizer', '')

  const grants = ofKind(facts, 'grant')
  const successions = ofKind(facts, 'succeed')
  // A grant may come from a device that is itself granted later in the list: repeat until nothing is new.
  for (let news = true; news; ) {
    news = false
    for (const grant of grants) {
      const giver = members.get(grant.device)?.role
      const may = giver === 'organizer' || (giver === 'hub' && grant.content.role === 'contributor')
      if (may && take(grant.content.device, grant.content.contributor, grant.content.role, grant.id)) news = true
    }
    for (const { device, content, id } of successions) {
      const before = members.get(device)
      if (before && take(content.to, before.contributor, before.role, id)) news = true
    }
  }
  const terms = project?.content.terms
  const consented = new Set<string>()
  for (const consent of ofKind(facts, 'consent')) {
    const member = members.get(consent.device)
    if (member && consent.content.terms === terms) consented.add(member.contributor)
  }
  return new Map(
    [...members].map(([device, { contributor, role }]) => [
      device,
      { contributor, role, consented: role !== 'contributor' || consented.has(contributor) }
    ])
  )
}

/** A device that nobody granted anything is a contributor of its own without consent. */
export function memberOf(people: People, device: DeviceKey): Member {
  return people.get(device) ?? { contributor: uuidOf(device), role: 'contributor', consented: false }
}

/** Whether this device's decisions about trees count. */
export function mayDecide(people: People, device: DeviceKey): boolean {
  return people.has(device) && memberOf(people, device).role !== 'contributor'
}
