import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

// The title is a line of docs/regressions.md.

const RENDERER = join(import.meta.dirname, '..', '..', 'src', 'renderer')
const SHEETS = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.css'))
/** What names a side of the screen instead of a side of the text. `inset: 0` and its like name none. */
const SIDES =
  /(?:^|[\s;{])(?:left|right|float|(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?)\s*:|text-align:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius/

it('the view that was forgotten: no style of any screen names left or right, so each turns round with its language', () => {
  expect(SHEETS.length).toBeGreaterThan(30)
  const named = SHEETS.flatMap((file) =>
    readFileSync(join(RENDERER, file), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .split('\n')
      .filter((line) => SIDES.test(line))
      .map((line) => `${file}: ${line.trim()}`)
  )
  expect(named).toEqual([])
})
