import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { afterAll, describe, expect, it } from 'vitest'
import { cleanUp } from '../understory.ts'
import { closeAll } from './browser-window.ts'
import { tour } from './tour.ts'
import { tourOfPeople } from './tour-of-people.ts'
import type { Volunteer } from './volunteer.ts'

const LOOKS = [
  { width: 1366, height: 768, theme: 'light' },
  { width: 390, height: 844, theme: 'dark' }
] as const

/** Tests of a file: every screen in one language and every look. */
export function axeFindsNothing(language: string, lang: string, content: string): void {
  afterAll(() => {
    closeAll()
    cleanUp()
  })
  describe('axe finds nothing, and the content policy has nothing to refuse', { timeout: 240_000 }, () => {
    it(`on any screen in ${language}, wide and light, narrow and dark`, () =>
      looksAtAll((stop) => tour(lang, content, stop)))

    it(`on the screens of several people in ${language}`, () => looksAtAll((stop) => tourOfPeople(lang, stop)))
  })
}

type Stop = (name: string, visitor: Volunteer) => Promise<void>

async function looksAtAll(tour: (stop: Stop) => Promise<void>): Promise<void> {
  const found: string[] = []
  const seen: string[] = []
  await tour(async (name, { page }) => {
    for (const { width, height, theme } of LOOKS) {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      seen.push(`${name} ${width}`)
      for (const { id, nodes } of await violationsOn(page))
        found.push(`${name}, ${width} ${theme}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
    }
    await page.setViewportSize(LOOKS[0])
  })
  console.log(`${seen.length} looks at ${new Set(seen.map((each) => each.replace(/ \d+$/, ''))).size} screens`)
  expect(found).toEqual([])
}

/**
 * What axe finds on a page that has no frames, as none of ours has: in one go, which takes half the time.
 * @param within a selector; without it, the whole page.
 */
export async function violationsOn(page: Page, within?: string) {
  expect(page.frames()).toHaveLength(1)
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  return (await (within === undefined ? axe : axe.include(within)).analyze()).violations
}
