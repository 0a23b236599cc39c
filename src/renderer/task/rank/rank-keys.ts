/** What a key means for the card that has focus. */
export type Deed =
  | { readonly is: 'place'; readonly place: number }
  | { readonly is: 'earlier' | 'later' | 'tie' | 'top' | 'leave-out' | 'good' | 'focus-earlier' | 'focus-later' }

export type Pressed = Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>

/** How cards lie: one below the other, or side by side along the line of reading. */
export type Layout = 'list' | 'columns'

/**
 * Keys are told by where they lie, so they work in every keyboard layout.
 *
 * @param onCard false: something inside the card has focus, which has its own use for arrows and Home.
 */
export function deedOf(pressed: Pressed, layout: Layout, dir: 'ltr' | 'rtl', onCard: boolean): Deed | undefined {
  const { code, key } = pressed
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return undefined
  const digit = /^Digit([1-9])$/.exec(code)?.[1] ?? /^[1-9]$/.exec(code.startsWith('Numpad') ? key : '')?.[0]
  if (digit !== undefined) return { is: 'place', place: Number(digit) }
  if (code === 'BracketLeft') return { is: 'earlier' }
  if (code === 'BracketRight') return { is: 'later' }
  if (code === 'Equal') return { is: 'tie' }
  if (code === 'KeyU') return { is: 'leave-out' }
  if (code === 'KeyG') return { is: 'good' }
  if (!onCard) return undefined
  if (key === 'Home') return { is: 'top' }
  const [earlier, later] = arrows(layout, dir)
  if (key === earlier) return { is: 'focus-earlier' }
  return key === later ? { is: 'focus-later' } : undefined
}

/** The arrows that lead to the card before and after. */
function arrows(layout: Layout, dir: 'ltr' | 'rtl'): readonly [earlier: string, later: string] {
  if (layout === 'list') return ['ArrowUp', 'ArrowDown']
  return dir === 'rtl' ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight']
}
