import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lackedBy, shownAt, withWord, withWordsOf, wordOf } from './hub-words.ts'
import type { HubWord, SegmentRow } from './store/store.ts'

const [A, B, C] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)] as const
const BARE: SegmentRow = { device: 'd', n: 1, hash: 'e', next: 2, bytes: new Uint8Array(), facts: ['f'] }
const word = (hub: string, stamp: number): HubWord => ({ hub, stamp, facts: [{ is: 'spare', rule: `${stamp}` }] })
/** Who has said it, and when. */
const said = (...words: readonly HubWord[]) => words.reduce((row, each) => withWord(row, each, C) ?? row, BARE)

describe('what hubs said of a segment', () => {
  it('[RC3] the word of the hub at home is shown, however late those of others are; without one the newest', () => {
    expect(said(word(A, 5), word(B, 3)).receipt).toEqual(word(A, 5))
    expect(said(word(A, 5), word(C, 1), word(B, 9)).receipt).toEqual(word(C, 1))
    expect(withWord(said(word(A, 5)), word(A, 5), C)).toBeUndefined()
    expect(withWord(said(word(A, 5), word(B, 9)), word(A, 4), C)).toBeUndefined()
  })

  it('[RC3] comes to the same row in whatever order it was heard, and by whatever copies', () => {
    const words = fc.array(fc.tuple(fc.constantFrom(A, B, C), fc.nat(5)).map(([hub, stamp]) => word(hub, stamp)))
    fc.assert(
      fc.property(words, words, fc.constantFrom(A, C, undefined), (some, more, home) => {
        const all = [...some, ...more].reduce((row, each) => withWord(row, each, home) ?? row, BARE)
        const back = [...some, ...more].reduceRight((row, each) => withWord(row, each, home) ?? row, BARE)
        expect(back).toEqual(all)
        const copy = said(...more)
        const both = withWordsOf(shownAt(said(...some), home) ?? said(...some), copy, home)
        expect(both ?? shownAt(said(...some), home) ?? said(...some)).toEqual(all)
        expect(withWordsOf(all, copy, home)).toBeUndefined()
      })
    )
  })

  it('[RC3] another hub is spoken with: what it last said is shown, and nothing is forgotten', () => {
    const row = said(word(A, 5), word(C, 1))
    expect(shownAt(row, C)).toBeUndefined()
    const moved = shownAt(row, A)!
    expect([moved.receipt, moved.others]).toEqual([word(A, 5), [word(C, 1)]])
    expect(shownAt(moved, C)).toEqual(row)
    // One that has said nothing yet leaves what others said.
    expect(shownAt(said(word(A, 5)), B)).toBeUndefined()
  })

  it('[EX4] a hub that lacks it takes its own word back, and hides those of others until somebody says more', () => {
    const lacked = lackedBy(said(word(A, 5), word(C, 1)), C)!
    expect([lacked.receipt, wordOf(lacked, C), wordOf(lacked, A)]).toEqual([undefined, undefined, word(A, 5)])
    expect(lackedBy(lacked, C)).toBeUndefined()
    expect(withWord(lacked, word(C, 1), C)?.receipt).toEqual(word(C, 1))
    expect(shownAt(lacked, C)?.receipt).toEqual(word(A, 5))
    expect(lackedBy(BARE, C)).toBeUndefined()
  })

  it('[RC3] whose word an earlier version kept is not known: it counts until the hub at home has said something', () => {
    const old = { ...BARE, receipt: { stamp: 9, facts: [{ is: 'merged' as const }] } }
    expect(withWord(old, word(A, 5), C)?.receipt).toEqual(old.receipt)
    expect(withWord(old, word(C, 5), C)).toEqual({ ...BARE, receipt: word(C, 5) })
    expect(lackedBy(old, C)).toEqual(BARE)
    // A hub that does not say who it is goes on with it.
    const { hub: _, ...nameless } = word(A, 10)
    expect(withWord(old, nameless, undefined)).toEqual({ ...BARE, receipt: nameless })
  })
})
