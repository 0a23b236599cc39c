import { describe, expect, it } from 'vitest'
import { BadInvite, linkAddress, readInvite, writeInvite } from './invite.ts'

const PROJECT = '0123456789abcdef'.repeat(4)
const SECRET = 'abcdefghjkmnpqrstuvwxyz023'
const invite = (address: string) => ({ address, project: PROJECT, secret: SECRET })

describe('an invite', () => {
  it.each(['http://127.0.0.1:8787', 'https://hub.example', 'http://[fd00::1]:8787', 'http://localhost:1'])(
    'comes back as it was written: %s',
    (address) => {
      expect(readInvite(writeInvite(invite(address)))).toEqual(invite(address))
    }
  )

  it('may have blanks around it, as people copy it', () => {
    expect(readInvite(`\n  ${writeInvite(invite('http://a.example'))} \n`)).toEqual(invite('http://a.example'))
  })

  it('keeps project and secret behind the #, which no request carries', () => {
    const { pathname, search, hash } = new URL(writeInvite(invite('http://a.example')))
    expect([pathname, search, hash]).toEqual(['/join', '', `#${PROJECT}.${SECRET}`])
  })

  it.each([
    '',
    'hello',
    'a.example/join',
    `ftp://a.example/join#${PROJECT}.${SECRET}`,
    `javascript:0#${PROJECT}.${SECRET}`,
    'http://a.example/join',
    `http://a.example/join#${PROJECT}`,
    `http://a.example/join#${PROJECT}.`,
    `http://a.example/join#${PROJECT.toUpperCase()}.${SECRET}`,
    `http://a.example/join#${PROJECT.slice(1)}.${SECRET}`,
    `http://a.example/join#${PROJECT}.${SECRET.slice(7)}`,
    `http://a.example/join#${PROJECT}.${SECRET.repeat(3)}`,
    `http://a.example/join#${PROJECT}.${SECRET}/..`,
    `http://a.example/join?${PROJECT}.${SECRET}`
  ])('that is none is refused: %s', (text) => {
    expect(() => readInvite(text)).toThrow(BadInvite)
  })

  it('says nothing of its secret where it is refused', () => {
    expect(() => readInvite(`http://a.example/join#${SECRET}`)).toThrow(/^(?!.*abcdefgh).*$/)
  })
})

describe('the address of a link', () => {
  it('is that of the hub, encrypted where the hub is, and says whose link it will be', () => {
    expect(linkAddress('http://127.0.0.1:8787', PROJECT)).toBe(`ws://127.0.0.1:8787/link?${PROJECT}`)
    expect(linkAddress('https://http.example', PROJECT)).toBe(`wss://http.example/link?${PROJECT}`)
  })
})
