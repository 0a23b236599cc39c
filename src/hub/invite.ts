import { hexOf, utf8 } from '../core/bytes.ts'
import type { Content } from '../core/fact/fact.ts'
import { sha256, uuidOf } from '../core/hash.ts'
import { Refused } from '../sync/refusal.ts'
import { type System, secondsNow } from '../sync/system.ts'
import type { Ingest } from './ingest/ingest.ts'
import type { Identity } from './project.ts'
import type { HubStore, Invite } from './store/store.ts'

const DAY = 24 * 3600
/** A workshop's invite serves the whole room; an organizer's one person. */
export const INVITES = {
  contributor: { role: 'contributor', uses: 1000, days: 90 },
  organizer: { role: 'organizer', uses: 1, days: 90 }
} as const

/** 26 letters and digits that no one mistakes for others when read aloud: 130 bits. */
export function makeSecret(system: System): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz023456789'
  return [...system.random(26)].map((byte) => letters[byte % 32]).join('')
}

/** The store keeps a hash: whoever reads the database cannot join with it. */
export function secretHash(secret: string): string {
  return hexOf(sha256(utf8(secret)))
}

export async function addInvite(
  store: HubStore,
  secret: string,
  kind: keyof typeof INVITES,
  system: System
): Promise<void> {
  const { role, uses, days } = INVITES[kind]
  await store.write((tx) => tx.setInvite(secretHash(secret), { role, uses, expires: secondsNow(system) + days * DAY }))
}

/** Why an invite does not open the door; undefined: it does. */
export function inviteProblem(invite: Invite | undefined, now: number): 'unknown' | 'used' | 'expired' | undefined {
  if (!invite) return 'unknown'
  if (invite.uses < 1) return 'used'
  return invite.expires <= now ? 'expired' : undefined
}

/**
 * Makes the device a member, using the invite up by one, in one transaction. A device that is one already keeps its
 * membership and uses nothing.
 * @param as a hub, which an organizer's invite alone allows.
 * @throws {Refused} unknown-device with what is wrong with the invite.
 */
export async function join(
  ingest: Ingest,
  identity: Identity,
  device: string,
  secret: string,
  name: string | undefined,
  system: System,
  as?: 'hub'
): Promise<void> {
  await ingest.decide(async (tx, people) => {
    const now = secondsNow(system)
    if (people.has(device)) return { contents: [], result: undefined }
    const invite = await tx.invite(secretHash(secret))
    const problem = inviteProblem(invite, now)
    if (!invite || problem || (as && invite.role !== 'organizer'))
      throw new Refused('unknown-device', `invite-${problem ?? 'unknown'}`)
    await tx.setInvite(secretHash(secret), { ...invite, uses: invite.uses - 1 })
    const contributor = uuidOf(hexOf(system.random(32)))
    const grant: Content = {
      kind: 'grant',
      v: 1,
      device,
      role: as ?? invite.role,
      contributor,
      ...(name !== undefined && { name }),
      at: now
    }
    // A hub may make contributors; an organizer or a hub is made by an organizer.
    return {
      contents: [grant],
      result: undefined,
      signer: invite.role === 'organizer' ? identity.organizer : identity.hub
    }
  })
}
