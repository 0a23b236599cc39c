import { type Told, UnderstoryError } from '../core/error.ts'

export type Invite = { readonly address: string; readonly project: string; readonly secret: string }

/** `http://host:port/join#<project>.<secret>`: what stands behind the # never travels in a request. */
export function writeInvite({ address, project, secret }: Invite): string {
  return `${address}/join#${project}.${secret}`
}

/** @throws {BadInvite} */
export function readInvite(text: string): Invite {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new BadInvite('not an address')
  const match = /^#([0-9a-f]{64})\.([a-z0-9]{20,60})$/.exec(url.hash)
  if (!match?.[1] || !match[2]) throw new BadInvite('no project and secret behind the #')
  return { address: url.origin, project: match[1], secret: match[2] }
}

/** Where the hub of an address takes the links of a device: so the hub can say at once what it holds of it. */
export function linkAddress(address: string, device: string): string {
  return `${address.replace(/^http/, 'ws')}/link?${device}`
}

/** An invite that is none. Nothing has been changed. */
export class BadInvite extends UnderstoryError {
  override name = 'BadInvite' as const
  readonly code = 'N4'
  constructor(problem: string) {
    super(`no invite: ${problem}`)
  }
  get told(): Told {
    return { work: ['nothing-changed'], cause: ['bad-invite'], action: ['ask-invite'] }
  }
}
