import { afterAll, describe, expect, it } from 'vitest'
import { cleanUp } from '../understory.ts'
import { violationsOn } from './axe.ts'
import { closeAll } from './browser-window.ts'
import { misfitsOn } from './fits.ts'
import { tour } from './tour.ts'
import { tourOfPeople } from './tour-of-people.ts'
import type { Volunteer } from './volunteer.ts'

type Look = { readonly width: number; readonly height: number; readonly theme: 'light' | 'dark' | 'contrast' }
const WIDE = { width: 1366, height: 768 }
/** Those of axe's rules that look at colours, which is all that another theme changes. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']
const NARROW = { width: 390, height: 844 }

/** Tests of a file: every screen in one language, in every theme and size, on one way through the app. */
export function everyScreen(language: string, lang: string, content: string, themes: readonly Look['theme'][]): void {
  const looks: Look[] = themes.map((theme) => ({ ...(theme === 'dark' ? NARROW : WIDE), theme }))
  afterAll(() => {
    closeAll()
    cleanUp()
  })
  describe(`every screen in ${language}`, { timeout: 360_000 }, () => {
    it(`axe finds nothing (wide and ${themes.filter((theme) => theme !== 'dark').join(' or ')}, narrow and dark); targets are 32 px, nothing is cut off or stands out at 320 px, with spaced or large text, and no focus is covered`, () =>
      passes(
        (stop) => tour(lang, content, stop),
        [(name, visitor) => axeOn(name, visitor, looks), (name, visitor) => misfitsOn(name, visitor.page)]
      ))

    it('axe finds nothing on the screens of several people', () =>
      passes((stop) => tourOfPeople(lang, stop), [(name, visitor) => axeOn(name, visitor, looks)]))
  })
}

type Stop = (name: string, visitor: Volunteer) => Promise<void>
type Check = (name: string, visitor: Volunteer) => Promise<string[]>

async function passes(tour: (stop: Stop) => Promise<void>, checks: readonly Check[]): Promise<void> {
  const found: string[] = []
  const seen = new Set<string>()
  await tour(async (name, visitor) => {
    seen.add(name)
    await visitor.page.emulateMedia({ reducedMotion: 'reduce' })
    await visitor.page.evaluate(settled)
    for (const check of checks) found.push(...(await check(name, visitor)))
  })
  console.log(`${seen.size} screens`)
  expect(found).toEqual([])
}

/** What comes into view is there. */
async function settled(): Promise<void> {
  const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity)
  await Promise.all(ending.map((each) => each.finished.catch(() => {})))
}

async function axeOn(name: string, { page }: Volunteer, looks: readonly Look[]): Promise<string[]> {
  const found: string[] = []
  for (const { theme, ...size } of looks) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light' })
    const before = await page.evaluate((theme) => {
      const { dataset } = document.documentElement
      const before = dataset.theme
      if (theme === 'contrast') dataset.theme = theme
      return before
    }, theme)
    for (const { id, nodes } of await violationsOn(page, undefined, theme === 'contrast' ? OF_COLOURS : undefined))
      found.push(`${name}, ${size.width} ${theme}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
    if (theme === 'contrast')
      await page.evaluate((theme) => {
        document.documentElement.dataset.theme = theme
      }, before)
  }
  await page.setViewportSize(WIDE)
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}
