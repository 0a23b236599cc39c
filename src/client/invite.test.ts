import { describe, expect, it } from 'vitest'
import { inviteFrom } from './invite.ts'

const [project, secret] = ['a'.repeat(64), 'abcdefghjkmnpqrstuvwxyz023']
const hub = { address: 'http://10.0.0.1:8787', project }

describe('what a person gives to join', () => {
  it('is a link, as a browser or the system spells it', () => {
    const there = { address: 'http://10.0.0.2:8787', project, secret }
    expect(inviteFrom(` http://10.0.0.2:8787/join#${project}.${secret}\n`, hub)).toEqual(there)
    expect(inviteFrom(`understory://10.0.0.2:8787/join#${project}.${secret}`)).toEqual(there)
  })

  it('is a code, however it was spaced, where the hub is known', () => {
    expect(inviteFrom('ABCD efgh-jkmn pqrs tuvw xyz0 23', hub)).toEqual({ ...hub, secret })
    expect(() => inviteFrom(secret)).toThrow('a code without a hub')
  })

  it.each(['', 'hello', 'http://10.0.0.2:8787/join', 'ftp://x/join#y', 'abc/def'])('is not %j', (text) => {
    expect(() => inviteFrom(text, hub)).toThrow('no invite')
  })
})
