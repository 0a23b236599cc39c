/**
 * A key with those held beside it, as one word: `Mod+Shift+s`, `Home`, `BracketLeft`, `?`. `Mod` is Ctrl, or Cmd on a
 * Mac. The key itself is a letter a to z by what it writes, a named key (`Home`, `F1`) by its name, and anything else by
 * where it lies (`Digit1`, `BracketLeft`).
 */
export type Chord = string

export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)
/** The key for commands, as it stands on this keyboard. */
export const MOD = isMac ? '⌘' : 'Ctrl'

export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/**
 * What was pressed; undefined: nothing that a command may be on. Alt belongs to menus and accents, AltGr to letters.
 *
 * Letters go by what they write, so that Z is where Z stands. Where the keyboard writes another script no key writes z:
 * there the place decides, as on the Latin keyboard beneath.
 */
export function chordOf(pressed: Pressed, mac = isMac): Chord | undefined {
  const { ctrlKey, metaKey, altKey, shiftKey } = pressed
  const mod = mac ? metaKey : ctrlKey
  if (altKey || (mac ? ctrlKey : metaKey)) return undefined
  const key = keyOf(pressed)
  if (key === undefined) return undefined
  // Where ? stands, and whether Shift writes it, is each keyboard's own matter.
  const shift = shiftKey && key !== '?'
  return `${mod ? 'Mod+' : ''}${shift ? 'Shift+' : ''}${key}`
}

function keyOf({ key, code }: Pressed): string | undefined {
  if (HELD.includes(key)) return undefined
  if (key === '?') return key
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1]
  // With its lock off the number pad writes no digits.
  if (digit !== undefined && (code.startsWith('Digit') || /^[0-9]$/.test(key))) return `Digit${digit}`
  if (/^[A-Z][A-Za-z0-9]+$/.test(key) && key !== 'Dead') return key
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  const isOtherScript = /[\p{L}\p{M}]/u.test(key) && !/\p{Script=Latin}/u.test(key)
  if (letter !== undefined && isOtherScript) return letter.toLowerCase()
  return code === '' ? undefined : code
}

const HELD = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock', 'Process', 'Unidentified', 'Fn']

/** It writes something by itself, so it can be pressed by chance, and be said by whoever dictates. */
export function isSingle(chord: Chord): boolean {
  return !chord.startsWith('Mod+') && !NAMED.test(baseOf(chord))
}

/** It writes, deletes or moves the caret in a text. */
export function isForText(chord: Chord): boolean {
  return !chord.startsWith('Mod+') && !/^F\d+$/.test(baseOf(chord))
}

const NAMED = /^(?!Digit|Key|Bracket|Quote|Slash|Minus|Equal|Comma|Period|Semicolon|Backquote|Backslash|Intl)[A-Z]\w+$/

/** The key without what is held beside it. */
function baseOf(chord: Chord): string {
  return chord.replace(/^(Mod\+)?(Shift\+)?/, '')
}

/**
 * What stands on the keys of a chord, one name each.
 *
 * @param layout what this keyboard writes, by place; empty where the browser does not tell.
 */
export function namesOf(chord: Chord, layout: ReadonlyMap<string, string>): readonly string[] {
  const held = [chord.startsWith('Mod+') && MOD, /^(Mod\+)?Shift\+/.test(chord) && 'Shift']
  return [...held.filter((name) => name !== false), nameOf(baseOf(chord), layout)]
}

function nameOf(base: string, layout: ReadonlyMap<string, string>): string {
  if (/^[a-z]$/.test(base)) {
    const written = [...layout.values()].includes(base) ? base : layout.get(`Key${base.toUpperCase()}`)
    return (written ?? base).toUpperCase()
  }
  const digit = /^Digit([0-9])$/.exec(base)?.[1]
  if (digit !== undefined) return digit
  return SIGNS[base] ?? layout.get(base)?.toUpperCase() ?? ENGLISH[base] ?? base.replace(/^Key/, '')
}

const SIGNS: Readonly<Record<string, string>> = {
  ...{ ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' }
}

/** What stands there on an English keyboard. */
const ENGLISH: Readonly<Record<string, string>> = {
  ...{ BracketLeft: '[', BracketRight: ']', Equal: '=', Minus: '-', Comma: ',', Period: '.', Slash: '/' },
  ...{ Semicolon: ';', Quote: "'", Backquote: '`', Backslash: '\\' }
}
