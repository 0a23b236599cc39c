import { beforeAll, describe, expect, it } from 'vitest'
import { changePin, isLongEnough, newLock, openByCode, openByPin } from './lock.ts'

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
/** The same, sooner. */
const CHEAP = { n: 2 ** 8, r: 8, p: 1 }
let made: Awaited<ReturnType<typeof newLock>>
beforeAll(async () => {
  made = await newLock(' 90210٣ ', random, CHEAP)
})

describe('a profile’s lock', () => {
  it('[PF2] opens by its PIN, from any keyboard, and by no other', async () => {
    expect(await openByPin(made.lock, '９０２１０3')).toEqual(made.key)
    expect(await openByPin(made.lock, '902104')).toBeUndefined()
  })

  it('[PF2] opens by its code, as people write it down', () => {
    expect(made.code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){4}[0-9a-hjkmnp-tv-z]{4}$/)
    const written = made.code.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l')
    expect(openByCode(made.lock, written)).toEqual(made.key)
    expect(
      openByCode(
        made.lock,
        made.code.replace(/.$/, (last) => (last === '2' ? '3' : '2'))
      )
    ).toBeUndefined()
    expect(openByCode(made.lock, '')).toBeUndefined()
  })

  it('[PF2] a changed PIN opens the same key, the old one does not, and the code goes on', async () => {
    const changed = await changePin(made.lock, made.key, 'acacia tree', random, CHEAP)
    expect(await openByPin(changed, 'acacia tree')).toEqual(made.key)
    expect(await openByPin(changed, '902103')).toBeUndefined()
    expect(openByCode(changed, made.code)).toEqual(made.key)
  })

  it('[PF2] costs who tries PINs through what OWASP asks for', async () => {
    const { lock, key } = await newLock('902103', random)
    expect(lock.kdf).toMatchObject({ n: 32_768, r: 8, p: 3 })
    expect(await openByPin(lock, '902103')).toEqual(key)
  })

  it('[PF2] takes six signs or more', () => {
    expect(['12345', ' 12345 ', '123456', '木'.repeat(6), '🌱'.repeat(5)].map(isLongEnough)).toEqual([
      ...[false, false, true, true, false]
    ])
  })
})
