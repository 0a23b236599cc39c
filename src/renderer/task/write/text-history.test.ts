import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type History, NO_HISTORY, recorded, redone, trimmed, undone, type Written } from './text-history.ts'

const at = (text: string, caret = text.length): Written => ({ text, selection: [caret, caret] })

/** Types these states one after another, so many milliseconds apart. */
function typed(states: readonly Written[], apart = 100): History {
  return states.slice(1).reduce((history, state, n) => {
    return recorded(history, states[n] ?? at(''), state, n * apart)
  }, NO_HISTORY)
}
const letters = (text: string) => Array.from({ length: text.length + 1 }, (_, n) => at(text.slice(0, n)))

describe('the history of a text', () => {
  it('undoes word by word, and does it again', () => {
    const history = typed(letters('ab cd'))
    const once = undone(history, 'ab cd')
    expect(once).toMatchObject({ text: 'ab ', selection: [3, 3] })
    const twice = once && undone(once.history, once.text)
    expect(twice?.text).toBe('')
    const again = twice && redone(twice.history, twice.text)
    expect(again).toMatchObject({ text: 'ab ', selection: [3, 3] })
  })

  it('a pause ends a step', () => {
    expect(undone(typed(letters('abcd'), 1500), 'abcd')?.text).toBe('abc')
  })

  it('letters deleted one after another come back at once, forwards and backwards', () => {
    const back = typed([at('abcd'), at('abc'), at('ab')])
    expect(undone(back, 'ab')).toMatchObject({ text: 'abcd', selection: [4, 4] })
    const forwards = typed([at('abcd', 1), at('acd', 1), at('ad', 1)])
    expect(undone(forwards, 'ad')).toMatchObject({ text: 'abcd', selection: [1, 1] })
  })

  it('writing on after an undo leaves nothing to do again', () => {
    const step = undone(typed(letters('ab')), 'ab')
    const on = recorded(step?.history ?? NO_HISTORY, at(''), at('x'), 0)
    expect(redone(on, 'x')).toBeUndefined()
  })

  it('of another text does nothing', () => {
    expect(undone(typed(letters('ab')), 'xy')).toBeUndefined()
    expect(undone(NO_HISTORY, '')).toBeUndefined()
  })

  it('is bounded, the newest steps stay', () => {
    const history = typed(letters('a b c d e f'))
    const small = trimmed(history, { steps: 2, characters: 100 })
    expect(small.done).toEqual(history.done.slice(-2))
    expect(trimmed(history, { steps: 100, characters: 3 }).done).toEqual(history.done.slice(-2))
    const pasted = typed([at(''), at('x'.repeat(50)), at(`${'x'.repeat(50)} y`)], 1500)
    expect(trimmed(pasted, { steps: 100, characters: 10 }).done).toHaveLength(1)
  })

  it('leads back to the empty text and forth again, never through half a character', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '😀', '😁', 'é', '𝒳'), maxLength: 6 }), {
      maxLength: 12
    })
    fc.assert(
      fc.property(texts, (all) => {
        const states = ['', ...all].map((text) => at(text))
        const history = typed(states)
        for (const { gone, come } of history.done) expect([gone, come].every((part) => part.isWellFormed())).toBe(true)
        let now: { text: string; history: History } = { text: states.at(-1)?.text ?? '', history }
        for (let next = undone(now.history, now.text); next; next = undone(now.history, now.text)) now = next
        expect(now.text).toBe('')
        for (let next = redone(now.history, now.text); next; next = redone(now.history, now.text)) now = next
        expect(now.text).toBe(states.at(-1)?.text)
      })
    )
  })
})
