import { BadInvite, type Invite, readInvite } from '../sync/invite.ts'

/**
 * What a person pastes, types or clicks on: an invite link, also as `understory://…`, or its code alone where the hub
 * and its project are known already. Spaces and hyphens in a code are for the eye.
 *
 * @throws {BadInvite}
 */
export function inviteFrom(text: string, hub?: { readonly address: string; readonly project: string }): Invite {
  const link = text.trim().replace(/^understory:\/\//, 'http://')
  if (link.includes('/')) return readInvite(link)
  const secret = link.replace(/[\s-]/g, '').toLowerCase()
  if (!/^[a-z0-9]{20,60}$/.test(secret)) throw new BadInvite('neither a link nor a code')
  if (!hub) throw new BadInvite('a code without a hub')
  return { address: hub.address, project: hub.project, secret }
}
