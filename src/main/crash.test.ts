import { expect, it } from 'vitest'
import { afterCrash } from './crash.ts'

it('loads the page anew after its first crash, and says so each time', () => {
  const events: string[] = []
  const crashed = afterCrash({ reload: () => events.push('reload'), say: (what) => void events.push(what) })
  crashed()
  crashed()
  crashed()
  const again = 'The window had a fault again.'
  expect(events).toEqual(['reload', 'The window had a fault and was opened anew.', again, again])
})
