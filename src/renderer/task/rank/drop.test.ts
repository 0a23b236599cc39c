import { describe, expect, it } from 'vitest'
import { type Box, dropAt } from './drop.ts'

/** Cards 0, 1, 2 side by side, each 100 wide and 200 high, 20 apart. */
const columns = [0, 1, 2].map((card): Box => ({ card, left: card * 120, right: card * 120 + 100, top: 0, bottom: 200 }))
/** The same below each other. */
const list = [0, 1, 2].map((card): Box => ({ card, left: 0, right: 200, top: card * 120, bottom: card * 120 + 100 }))

describe('a card that is let go', () => {
  it('over the start or the end of another comes before or after it, over its middle it ties', () => {
    const over = (x: number) => dropAt(columns, { x, y: 50 }, 0, 'columns', 'ltr')
    expect([over(125), over(170), over(215)]).toEqual([
      { onto: 1, how: 'before' },
      { onto: 1, how: 'equal' },
      { onto: 1, how: 'after' }
    ])
  })

  it('is told along the line of reading, which may run from right to left, or down a list', () => {
    expect(dropAt(columns, { x: 125, y: 50 }, 0, 'columns', 'rtl')).toEqual({ onto: 1, how: 'after' })
    expect(dropAt(list, { x: 190, y: 122 }, 0, 'list', 'rtl')).toEqual({ onto: 1, how: 'before' })
    expect(dropAt(list, { x: 10, y: 218 }, 0, 'list', 'ltr')).toEqual({ onto: 1, how: 'after' })
  })

  it('between two or beside all goes by the nearest', () => {
    expect(dropAt(columns, { x: 225, y: 50 }, 0, 'columns', 'ltr')).toEqual({ onto: 1, how: 'after' })
    expect(dropAt(columns, { x: 2000, y: 900 }, 0, 'columns', 'ltr')).toEqual({ onto: 2, how: 'after' })
  })

  it('over its own place stays', () => {
    expect(dropAt(columns, { x: 50, y: 50 }, 0, 'columns', 'ltr')).toBeUndefined()
    expect(dropAt([], { x: 0, y: 0 }, 0, 'list', 'ltr')).toBeUndefined()
  })
})
