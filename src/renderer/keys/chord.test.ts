import { describe, expect, it } from 'vitest'
import { chordOf, isForText, isSingle, namesOf, type Pressed } from './chord.ts'

const press = (key: string, code: string, held: Partial<Pressed> = {}): Pressed => ({
  ...{ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held
})
const ctrl = { ctrlKey: true }

describe('a key is', () => {
  it('a letter by what it writes: Z is where Z stands', () => {
    expect(chordOf(press('z', 'KeyY', ctrl))).toBe('Mod+z') // German
    expect(chordOf(press('z', 'KeyW', ctrl))).toBe('Mod+z') // French
    expect(chordOf(press('u', 'KeyF'))).toBe('u') // Dvorak
    expect(chordOf(press('U', 'KeyU'))).toBe('u') // with Caps Lock
  })

  it.each([
    ['Russian', 'я', 'KeyZ', 'z'],
    ['Arabic', 'ع', 'KeyU', 'u'],
    ['Arabic, two letters on one key', 'لا', 'KeyB', 'b'],
    ['Hindi, a vowel sign', 'ु', 'KeyG', 'g'],
    ['Thai', 'ี', 'KeyU', 'u'],
    ['Amharic', 'ኡ', 'KeyU', 'u'],
    ['Greek', 'ζ', 'KeyZ', 'z']
  ])('a letter by its place where the keyboard writes another script: %s', (_, key, code, letter) => {
    expect(chordOf(press(key, code))).toBe(letter)
    expect(chordOf(press(key, code, ctrl))).toBe(`Mod+${letter}`)
  })

  it('no second letter where a Latin keyboard has a sign on the place of a letter', () => {
    expect(chordOf(press(',', 'KeyM'))).toBe('KeyM') // French: M is beside L
    expect(chordOf(press('m', 'Semicolon'))).toBe('m')
    expect(chordOf(press('ı', 'KeyI'))).toBe('KeyI') // Turkish
  })

  it('a sign or a digit by its place, whatever is written there', () => {
    expect(chordOf(press('ü', 'BracketLeft'))).toBe('BracketLeft')
    expect(chordOf(press('&', 'Digit1'))).toBe('Digit1')
    expect(chordOf(press('Dead', 'Equal'))).toBe('Equal')
    expect(chordOf(press('=', 'Digit0', { shiftKey: true }))).toBe('Shift+Digit0')
  })

  it('of the number pad a digit only while it writes digits', () => {
    expect(chordOf(press('2', 'Numpad2'))).toBe('Digit2')
    expect(chordOf(press('Home', 'Numpad7'))).toBe('Home')
    expect(chordOf(press('Enter', 'NumpadEnter', ctrl))).toBe('Mod+Enter')
  })

  it('? wherever it stands, with Shift or without', () => {
    expect(chordOf(press('?', 'Slash', { shiftKey: true }))).toBe('?')
    expect(chordOf(press('?', 'KeyM', { shiftKey: true }))).toBe('?')
  })

  it('nothing with Alt or AltGr, with the other command key, alone, or to an input method', () => {
    expect(chordOf(press('e', 'KeyE', { altKey: true }))).toBeUndefined()
    expect(chordOf(press('€', 'KeyE', { altKey: true, ctrlKey: true }))).toBeUndefined()
    expect(chordOf(press('e', 'KeyE', { metaKey: true }))).toBeUndefined()
    expect(chordOf(press('Shift', 'ShiftLeft', { shiftKey: true }))).toBeUndefined()
    expect(chordOf(press('Process', 'KeyA'))).toBeUndefined()
  })

  it('with Cmd on a Mac', () => {
    expect(chordOf(press('k', 'KeyK', { metaKey: true }), true)).toBe('Mod+k')
    expect(chordOf(press('k', 'KeyK', ctrl), true)).toBeUndefined()
  })
})

describe('keys are told apart', () => {
  it('that write by themselves', () => {
    expect(['u', 'Shift+Digit0', 'BracketLeft', '?', 'KeyM'].map(isSingle)).toEqual(Array(5).fill(true))
    expect(['Mod+u', 'F1', 'Home', 'Backspace', 'Mod+Comma'].map(isSingle)).toEqual(Array(5).fill(false))
  })

  it('that do something in a text', () => {
    expect(['u', 'Home', 'Backspace', 'Shift+Home'].map(isForText)).toEqual(Array(4).fill(true))
    expect(['Mod+u', 'F1', 'F10'].map(isForText)).toEqual(Array(3).fill(false))
  })
})

describe('a key is called as it stands on the keyboard', () => {
  const names = (chord: string, layout: Readonly<Record<string, string>> = {}) =>
    namesOf(chord, new Map(Object.entries(layout)))

  it('of this layout, else as on an English one', () => {
    expect(names('Mod+Shift+s')).toEqual(['Ctrl', 'Shift', 'S'])
    expect(names('BracketLeft')).toEqual(['['])
    expect(names('BracketLeft', { BracketLeft: 'ü' })).toEqual(['Ü'])
    expect(names('Shift+Digit0', { Digit0: 'à' })).toEqual(['Shift', '0'])
    expect(names('ArrowLeft')).toEqual(['←'])
    expect(names('KeyM', { KeyM: ',' })).toEqual([','])
  })

  it('a letter where the layout has it; else by the one on its place', () => {
    expect(names('z', { KeyY: 'z', KeyZ: 'y' })).toEqual(['Z'])
    expect(names('u', { KeyU: 'г' })).toEqual(['Г'])
  })
})
