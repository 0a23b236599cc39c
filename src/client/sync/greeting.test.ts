import { describe, expect, it } from 'vitest'
import { saidOf } from './greeting.ts'

const GREETING = { before: [], hubs: ['h'.repeat(64)], since: 7, name: 'Amina', credentials: [Uint8Array.of(1)] }

describe('what a device says first', () => {
  it('[EX6] shows an invite and wants the charter until a hub has let it in', () => {
    expect(saidOf({ ...GREETING, hubs: [], invite: 's' }, false)).toEqual({
      ...{ since: 7, charter: true, invite: 's', name: 'Amina' }
    })
    expect(saidOf(GREETING, false)).toEqual({ since: 7 })
  })

  it('[EX6] shows the grants that a hub has forgotten only when asked', () => {
    expect(saidOf(GREETING, true)).toEqual({ since: 7, credentials: [Uint8Array.of(1)] })
  })

  it('[EX6] with a new key in the place of a lost one it shows the invite, and wants the grant that it gets by it', () => {
    expect(saidOf({ ...GREETING, invite: 's' }, false)).toEqual({
      ...{ since: 7, charter: true, invite: 's', name: 'Amina' }
    })
  })
})
