import { bindingsNow, commandOf } from '../../keys/bindings.ts'
import type { Pressed } from '../../keys/chord.ts'
import type { CommandId } from '../../keys/commands.ts'

/** What a key means for the card that has focus. */
export type Deed =
  | { readonly is: 'place'; readonly place: number }
  /** Its text on or back, where it is longer than its card. */
  | { readonly is: 'read'; readonly by: 1 | -1 }
  | { readonly is: 'earlier' | 'later' | 'tie' | 'top' | 'leave-out' | 'good' | 'focus-earlier' | 'focus-later' }

/** How cards lie: one below the other, or side by side along the line of reading. */
export type Layout = 'list' | 'columns'

/**
 * Digits are told by where they lie, so they work in every keyboard layout; the rest is on the keys of the person.
 *
 * @param onCard false: something inside the card has focus, which has its own use for arrows and Home.
 */
export function deedOf(pressed: Pressed, layout: Layout, dir: 'ltr' | 'rtl', onCard: boolean): Deed | undefined {
  const { code, key } = pressed
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return undefined
  const digit = /^Digit([1-9])$/.exec(code)?.[1] ?? /^[1-9]$/.exec(code.startsWith('Numpad') ? key : '')?.[0]
  if (digit !== undefined && bindingsNow().singles) return { is: 'place', place: Number(digit) }
  const deed = DEEDS.find((each) => each === commandOf(pressed, 'rank'))
  // What is inside the card has its own use for Home and its like.
  if (deed && (onCard || !/^(Home|End|Page)/.test(key))) return { is: deed }
  if (!onCard) return undefined
  // In a list a text opens, and the page scrolls.
  if (layout === 'columns' && (key === 'PageDown' || key === 'PageUp'))
    return { is: 'read', by: key === 'PageDown' ? 1 : -1 }
  const [earlier, later] = arrows(layout, dir)
  if (key === earlier) return { is: 'focus-earlier' }
  return key === later ? { is: 'focus-later' } : undefined
}

const DEEDS = ['earlier', 'later', 'tie', 'top', 'leave-out', 'good'] as const satisfies readonly CommandId[]

/** The arrows that lead to the card before and after. */
function arrows(layout: Layout, dir: 'ltr' | 'rtl'): readonly [earlier: string, later: string] {
  if (layout === 'list') return ['ArrowUp', 'ArrowDown']
  return dir === 'rtl' ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight']
}
