/**
 * `npm run screens [-- LANG…]`: a picture of every screen in every look, into out/screens/, and all of them on one sheet.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cleanUp } from '../understory.ts'
import { BrowserWindow, closeAll } from './browser-window.ts'
import { tour } from './tour.ts'
import { tourOfPeople } from './tour-of-people.ts'
import type { Volunteer } from './volunteer.ts'

const OUT = join(import.meta.dirname, '..', '..', 'out', 'screens')
const CONTENT: Readonly<Record<string, string>> = { en: 'sw', ar: 'ar', ja: 'ja' }
const SIZES = [
  [1366, 768],
  [390, 844]
] as const
const THEMES = ['light', 'dark'] as const

const langs = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(CONTENT)
const names: string[] = []
rmSync(OUT, { recursive: true, force: true })
mkdirSync(OUT, { recursive: true })
for (const lang of langs) {
  const takes = async (name: string, { page }: Volunteer) => {
    if (!names.includes(name)) names.push(name)
    for (const [width, height] of SIZES)
      for (const theme of THEMES) {
        await page.setViewportSize({ width, height })
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
        await page.screenshot({ path: join(OUT, `${name}-${lang}-${width}-${theme}.png`) })
      }
    await page.setViewportSize({ width: 1366, height: 768 })
    console.log(`${lang} ${name}`)
  }
  await tour(lang, CONTENT[lang] ?? 'en', takes)
  await tourOfPeople(lang, takes)
}

const looks = langs.flatMap((lang) => SIZES.flatMap(([width]) => THEMES.map((theme) => `${lang}-${width}-${theme}`)))
const cell = (name: string, look: string) => `<td><img src="${name}-${look}.png" alt="${name} ${look}"></td>`
const row = (name: string) => `<tr><th>${name}</th>${looks.map((look) => cell(name, look)).join('')}</tr>`
writeFileSync(
  join(OUT, 'index.html'),
  `<!doctype html><title>Screens</title><style>img{height:240px;border:1px solid #888}th{font:14px sans-serif}</style>
<table><tr><th></th>${looks.map((look) => `<th>${look}</th>`).join('')}</tr>${names.map(row).join('\n')}</table>`
)
const window = await BrowserWindow.open(join(OUT, '..', 'screens-profile'), { width: 3600, height: 1200 })
await window.page.goto(`file://${join(OUT, 'index.html')}`)
await window.page.screenshot({ path: join(OUT, 'sheet.png'), fullPage: true })
await window.killed()
rmSync(join(OUT, '..', 'screens-profile'), { recursive: true, force: true })
console.log(join(OUT, 'sheet.png'))
closeAll()
cleanUp()
process.exit(0)
