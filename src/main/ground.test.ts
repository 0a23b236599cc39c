import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { GROUNDS, groundFor } from './ground.ts'

const TOKENS = readFileSync(join(import.meta.dirname, '..', 'renderer', 'design', 'tokens.css'), 'utf8')

it.each([
  ['light', ':root'],
  ['dark', '[data-theme="dark"]'],
  ['contrast', '[data-theme="contrast"]']
] as const)('a window in the %s look is of the ground that its page will paint', (look, selector) => {
  const rules = TOKENS.slice(TOKENS.indexOf(`\n${selector} {`))
  expect(rules.match(/--ground: (#\w+);/)?.[1]).toBe(GROUNDS[look])
})

it('follows the system: contrast before dark, dark before light', () => {
  const look = (dark: boolean, contrast: boolean) =>
    groundFor({ shouldUseDarkColors: dark, shouldUseHighContrastColors: contrast })
  expect([look(false, false), look(true, false), look(true, true), look(false, true)]).toEqual([
    GROUNDS.light,
    GROUNDS.dark,
    GROUNDS.contrast,
    GROUNDS.contrast
  ])
})
