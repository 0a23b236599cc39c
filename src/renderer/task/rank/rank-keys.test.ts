import { describe, expect, it } from 'vitest'
import type { Pressed } from '../../keys/chord.ts'
import { deedOf } from './rank-keys.ts'

const press = (code: string, more: Partial<Pressed> = {}): Pressed => ({
  ...{ code, key: code, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false },
  ...more
})
const inColumns = (pressed: Pressed, onCard = true) => deedOf(pressed, 'columns', 'ltr', onCard)

describe('keys on a card', () => {
  it('are told by where they lie, whatever the keyboard writes there', () => {
    expect(inColumns(press('Digit3', { key: '"' }))).toEqual({ is: 'place', place: 3 })
    expect(inColumns(press('BracketLeft', { key: 'х' }))).toEqual({ is: 'earlier' })
    expect(inColumns(press('BracketRight', { key: 'ъ' }))).toEqual({ is: 'later' })
    expect(inColumns(press('KeyU', { key: 'г' }))).toEqual({ is: 'leave-out' })
    expect(inColumns(press('KeyG', { key: 'п' }))).toEqual({ is: 'good' })
    expect(inColumns(press('Equal', { key: '´' }))).toEqual({ is: 'tie' })
  })

  it('of the number pad are digits only while they write digits', () => {
    expect(inColumns(press('Numpad2', { key: '2' }))).toEqual({ is: 'place', place: 2 })
    expect(inColumns(press('Numpad7', { key: 'Home' }))).toEqual({ is: 'top' })
  })

  it.each<Partial<Pressed>>([{ ctrlKey: true }, { altKey: true }, { metaKey: true }])('do nothing with %j', (more) =>
    expect(inColumns(press('Digit1', more))).toBeUndefined()
  )

  it('that lead to other cards follow how the cards lie', () => {
    const left = press('ArrowLeft')
    expect(deedOf(left, 'columns', 'ltr', true)).toEqual({ is: 'focus-earlier' })
    expect(deedOf(left, 'columns', 'rtl', true)).toEqual({ is: 'focus-later' })
    expect(deedOf(left, 'list', 'ltr', true)).toBeUndefined()
    expect(deedOf(press('ArrowDown'), 'list', 'rtl', true)).toEqual({ is: 'focus-later' })
    expect(deedOf(press('ArrowDown'), 'columns', 'ltr', true)).toBeUndefined()
  })

  it('read on and back in a card; in a list the page scrolls', () => {
    expect(inColumns(press('PageDown'))).toEqual({ is: 'read', by: 1 })
    expect(inColumns(press('PageUp'))).toEqual({ is: 'read', by: -1 })
    expect(inColumns(press('PageDown'), false)).toBeUndefined()
    expect(deedOf(press('PageDown'), 'list', 'ltr', true)).toBeUndefined()
  })

  it('leave arrows and Home to what has focus inside the card, and keep the rest', () => {
    expect(inColumns(press('Home'), false)).toBeUndefined()
    expect(inColumns(press('ArrowLeft'), false)).toBeUndefined()
    expect(inColumns(press('Digit1'), false)).toEqual({ is: 'place', place: 1 })
  })
})
