import { AxeBuilder } from '@axe-core/playwright'
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

afterAll(() => {
  closeAll()
  cleanUp()
})

describe('axe finds nothing, and the content policy has nothing to refuse', () => {
  it.each([
    { language: 'English', lang: 'en', content: 'sw' },
    { language: 'Arabic', lang: 'ar', content: 'ar' }
  ])('on any screen in $language, wide and light, narrow and dark', { timeout: 240_000 }, async ({ lang, content }) => {
    await findsNothing((stop) => tour(lang, content, stop))
  })

  it.each([
    { language: 'English', lang: 'en' },
    { language: 'Arabic', lang: 'ar' }
  ])('on the screens of several people in $language', { timeout: 240_000 }, async ({ lang }) => {
    await findsNothing((stop) => tourOfPeople(lang, stop))
  })
})

async function findsNothing(tour: (stop: (name: string, visitor: Volunteer) => Promise<void>) => Promise<void>) {
  const found: string[] = []
  const seen: string[] = []
  await tour(async (name, { page }) => {
    for (const { width, height, theme } of LOOKS) {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      const { violations } = await new AxeBuilder({ page }).analyze()
      seen.push(`${name} ${width}`)
      for (const { id, nodes } of violations)
        found.push(`${name}, ${width} ${theme}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
    }
    await page.setViewportSize(LOOKS[0])
  })
  console.log(`${seen.length} looks at ${new Set(seen.map((each) => each.replace(/ \d+$/, ''))).size} screens`)
  expect(found).toEqual([])
}
