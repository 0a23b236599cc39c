import type { Page } from 'playwright'
import { coveredFocus, cutText, sidewaysOverflow, smallTargets, spaceText } from './measures.ts'

const WIDE = { width: 1366, height: 768 }
const PHONE = { width: 390, height: 844 }
/** What a window of 1280 px shows at a zoom of 400 % (WCAG 1.4.10). */
const REFLOWED = { width: 320, height: 640 }

/** What does not fit on the screen as it is, in every size of window and of text. */
export async function misfitsOn(name: string, page: Page): Promise<string[]> {
  const found: string[] = []
  const look = async (how: string, measure: () => string[]) => {
    for (const wrong of await page.evaluate(measure)) found.push(`${name}, ${how}: ${wrong}`)
  }
  await sized(page, WIDE)
  await look('1366 px', smallTargets)
  await look('1366 px', coveredFocus)
  await page.evaluate(spaceText, true)
  await look('1366 px, spaced text', cutText)
  await page.evaluate(spaceText, false)
  await textAt(page, 32)
  await look('1366 px, text at 200 %', cutText)
  await look('1366 px, text at 200 %', sidewaysOverflow)
  await textAt(page, 16)
  await sized(page, PHONE)
  await look('390 px', smallTargets)
  await sized(page, REFLOWED)
  await look('320 px', sidewaysOverflow)
  await look('320 px', coveredFocus)
  await page.evaluate(spaceText, true)
  await look('320 px, spaced text', cutText)
  await look('320 px, spaced text', sidewaysOverflow)
  await page.evaluate(spaceText, false)
  await sized(page, WIDE)
  return found
}

/** The size of text that a person has set in the browser, in px; 16 is the usual one (WCAG 1.4.4). */
async function textAt(page: Page, standard: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Page.setFontSizes', { fontSizes: { standard, fixed: standard } })
  await session.detach()
}

/** What is measured by the page itself, such as the height of its bars, has settled. */
async function sized(page: Page, size: typeof WIDE): Promise<void> {
  await page.setViewportSize(size)
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
}
