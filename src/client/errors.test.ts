import { describe, expect, it } from 'vitest'
import { StoreTrouble } from './errors.ts'

describe('what a device’s store says of its trouble', () => {
  it.each([
    ['of a later version', 'newer'],
    ['database or disk is full', 'full'],
    ['attempt to write a readonly database', 'no-rights'],
    ['database disk image is malformed', 'damaged'],
    ['file is not a database', 'damaged'],
    ['database is locked', 'busy'],
    ['unable to open database file', 'missing'],
    ['the operation was carefully and fully done', 'other']
  ])('"%s" of an engine is %s', (words, reason) => {
    expect(new StoreTrouble('f', new Error(words)).told.cause).toEqual([`store-${reason}`, { file: 'f' }])
  })

  it.each([
    ['VersionError', 'newer'],
    ['QuotaExceededError', 'full'],
    ['SecurityError', 'unavailable'],
    ['InvalidStateError', 'unavailable'],
    ['UnknownError', 'unavailable'],
    ['MissingAPIError', 'unavailable'],
    ['OpenFailedError', 'unavailable'],
    ['DatabaseClosedError', 'closed'],
    ['DataError', 'other']
  ])('%s of a browser is %s, also under another error', (name, reason) => {
    const cause = new DOMException('', name)
    const under = Object.assign(new Error('', { cause: 'not this' }), { name: 'AbortError', inner: cause })
    expect(new StoreTrouble('f', cause).told.cause[0]).toBe(`store-${reason}`)
    expect(new StoreTrouble('f', under).told.cause[0]).toBe(`store-${reason}`)
    expect(new StoreTrouble('f', new Error('', { cause })).told.cause[0]).toBe(`store-${reason}`)
  })

  it('what is no error at all is told too', () => {
    expect(new StoreTrouble('f', undefined).told.action).toEqual(['mend-store-other'])
  })
})
