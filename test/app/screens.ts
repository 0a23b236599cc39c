/**
 * `npm run screens [-- LANG…]`: a picture of every screen in every look, into out/screens/, and of each screen one sheet:
 * a row for each language, a column for each look.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { cleanUp } from '../understory.ts'
import { BrowserWindow, closeAll } from './browser-window.ts'
import { tour } from './tour.ts'
import { tourOfPeople } from './tour-of-people.ts'

const OUT = join(import.meta.dirname, '..', '..', 'out', 'screens')
/** Languages of the interface, each with that of the messages which are worked on. */
const CONTENT: Readonly<Record<string, string>> = { en: 'sw', ar: 'ar', ja: 'ja', am: 'am' }
const WIDE = { width: 1366, height: 768 }
const NARROW = { width: 390, height: 844 }

type Look = {
  readonly name: string
  readonly size: { width: number; height: number }
  readonly media: Parameters<Page['emulateMedia']>[0]
  /** The text size that the person has set in the browser, in pixels. */
  readonly text?: number
}

const LOOKS: readonly Look[] = [
  { name: 'light', size: WIDE, media: { colorScheme: 'light' } },
  { name: 'dark', size: WIDE, media: { colorScheme: 'dark' } },
  { name: 'narrow-light', size: NARROW, media: { colorScheme: 'light' } },
  { name: 'narrow-dark', size: NARROW, media: { colorScheme: 'dark' } },
  { name: 'forced-colours', size: WIDE, media: { colorScheme: 'dark', forcedColors: 'active' } },
  { name: 'text-200', size: WIDE, media: { colorScheme: 'light' }, text: 32 }
]

const langs = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(CONTENT)
const names = new Set<string>()
rmSync(OUT, { recursive: true, force: true })
mkdirSync(join(OUT, 'sheets'), { recursive: true })
for (const lang of langs) {
  const takes = async (name: string, { page }: { readonly page: Page }) => {
    names.add(name)
    for (const look of LOOKS) {
      await dress(page, look)
      await page.screenshot({ path: join(OUT, pictureOf(name, lang, look)) })
    }
    await dress(page, LOOKS[0] as Look)
    console.log(`${lang} ${name}`)
  }
  await tour(lang, CONTENT[lang] ?? 'en', takes)
  await tourOfPeople(lang, takes)
}

const profile = join(OUT, '..', 'screens-profile')
const window = await BrowserWindow.open(profile, { width: 2240, height: 600 })
for (const name of names) {
  const file = join(OUT, 'sheets', `${name}.html`)
  writeFileSync(file, sheetOf(name))
  await window.page.goto(`file://${file}`)
  await window.page.screenshot({ path: join(OUT, 'sheets', `${name}.png`), fullPage: true })
}
await window.killed()
rmSync(profile, { recursive: true, force: true })
console.log(`${names.size} sheets in ${join(OUT, 'sheets')}`)
closeAll()
cleanUp()
process.exit(0)

async function dress(page: Page, { size, media, text = 16 }: Look): Promise<void> {
  await page.setViewportSize(size)
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'reduce', ...media })
  const browser = await page.context().newCDPSession(page)
  await browser.send('Page.setFontSizes', { fontSizes: { standard: text, fixed: (text * 13) / 16 } })
  await browser.detach()
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
}

function pictureOf(name: string, lang: string, look: Look): string {
  return `${name}-${lang}-${look.name}.png`
}

function sheetOf(name: string): string {
  const heads = LOOKS.map((look) => `<th>${look.name}</th>`).join('')
  const cells = (lang: string) => LOOKS.map((look) => `<td><img src="../${pictureOf(name, lang, look)}"></td>`).join('')
  const rows = langs.map((lang) => `<tr><th>${lang}</th>${cells(lang)}</tr>`).join('\n')
  return `<!doctype html><title>${name}</title><style>img{height:260px;border:1px solid #888}th{font:14px sans-serif}</style>
<table><tr><th>${name}</th>${heads}</tr>
${rows}</table>`
}
