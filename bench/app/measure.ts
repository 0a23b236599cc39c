import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright'
import { BrowserWindow } from '../../test/app/browser-window.ts'
import { WATCH } from './page-code.ts'

/** A processor so many times slower. */
const SLOWER = 6
const CHARACTERS = 9000
const STROKES = 40
const ROUNDS = 4
/** Each in processes of its own: where the system puts those makes a difference of some ten per cent. */
const PAIRS = 3
const PAUSE = 90
/** Milliseconds in which the next task is most likely there. */
const ASKED_AFTER = 500
/** Milliseconds after which a page that came to the front is drawn. */
const SETTLED = 300
const BARE = 'http://bare.invalid/'
const BARE_EDITOR = `<!doctype html><textarea lang="en" dir="auto" spellcheck="true"
  style="width: 40rem; height: 24rem; font: 16px/1.5 sans-serif"></textarea>`
/** On Today: the way into the most urgent batch, and into the others. */
const FIRST = '[aria-labelledby="batch-now"] a[href^="/task/"]'
const OTHERS = '[aria-labelledby="batches-more"] a[href^="/task/"]'

/** A window whose page is watched, on a slow processor. */
export async function slowWindow(profile: string): Promise<{ window: BrowserWindow; slowDown: Watched['slowDown'] }> {
  const window = await BrowserWindow.open(profile)
  const { slowDown } = await watch(window.page)
  await slowDown(SLOWER)
  return { window, slowDown }
}

type Watched = { readonly page: Page; slowDown(times: number): Promise<void> }

/** Whatever a page does, being slowed down takes most of a processor: only the page that is measured is. */
async function watch(page: Page): Promise<Watched> {
  await page.addInitScript(WATCH)
  const session = await page.context().newCDPSession(page)
  return {
    page,
    slowDown: async (rate) => void (await session.send('Emulation.setCPUThrottlingRate', { rate }))
  }
}

/** Milliseconds from the address to the way on being drawn, and how long the longest task kept the page after that. */
export async function startUp(page: Page, address: string): Promise<{ home: number; busy: number }> {
  await page.goto('about:blank')
  await page.goto(address, { waitUntil: 'commit' })
  await until(page, 'speed.home > 0')
  await page.waitForTimeout(4000)
  const { home, busy: tasks } = (await page.evaluate('speed')) as { home: number; busy: [number, number][] }
  return { home, busy: Math.max(0, ...tasks.map(([start, length]) => start + length - Math.max(start, home))) }
}

/**
 * From Today, writes and finishes the replies of the most urgent batch, and of the next ones.
 * @returns for each the milliseconds until the next task can be worked on; after the last of a batch that is a ranking.
 */
export async function finishing(page: Page, address: string, batches: number): Promise<number[]> {
  const times: number[] = []
  for (let batch = 0; batch < batches; batch++) {
    await page.goto(address)
    await page
      .locator(batch === 0 ? FIRST : OTHERS)
      .nth(Math.max(0, batch - 1))
      .press('Enter')
    const field = fieldIn(page)
    await field.waitFor({ timeout: 60_000 })
    while ((await field.count()) > 0) {
      await field.fill(`A reply of some words, as a person writes them, number ${times.length}.`)
      // The draft is kept meanwhile, as it is while somebody writes.
      await page.waitForTimeout(2500)
      await page.evaluate('speed.next = undefined')
      await page.keyboard.press('Control+Enter')
      // Asking takes the page's time too.
      await page.waitForTimeout(ASKED_AFTER)
      await until(page, 'speed.next !== undefined')
      times.push(Number(await page.evaluate('speed.next.took')))
    }
  }
  return times
}

/**
 * Types into a reply of 9,000 characters in the app and into a page with nothing but a field, by turns: this machine's
 * own speed changes within seconds.
 *
 * @returns milliseconds from each key to its frame.
 */
export async function typing({ context }: BrowserWindow, address: string): Promise<{ app: number[]; bare: number[] }> {
  const typed: { app: number[]; bare: number[] } = { app: [], bare: [] }
  for (let pair = 0; pair < PAIRS; pair++) {
    const bare = await watch(await context.newPage())
    const app = await watch(await context.newPage())
    await openBareEditor(bare.page)
    await openLongReply(app.page, address)
    for (let round = 0; round <= ROUNDS; round++) {
      const times = { bare: await type(bare), app: await type(app) }
      // The first letters of a text, on code that has not run yet, are not what people wait for.
      if (round === 0) continue
      typed.bare.push(...times.bare)
      typed.app.push(...times.app)
    }
    await bare.page.close()
    await app.page.close()
  }
  return typed
}

/** The reply of a task, with a text of 9,000 characters; five seconds later. */
export async function openLongReply(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.locator(OTHERS).last().press('Enter')
  const field = fieldIn(page)
  await field.waitFor({ timeout: 60_000 })
  await field.fill(longReply())
  await page.waitForTimeout(5000)
}

/** Of the task that is open; the next one is laid out behind it. */
function fieldIn(page: Page): Locator {
  return page.getByRole('main').locator('textarea[data-focus]')
}

async function openBareEditor(page: Page): Promise<void> {
  await page.route(BARE, (route) => route.fulfill({ contentType: 'text/html', body: BARE_EDITOR }))
  await page.goto(BARE)
  await page.locator('textarea').fill(longReply())
}

/** At the end of the field. */
async function type({ page, slowDown }: Watched): Promise<number[]> {
  await page.bringToFront()
  await slowDown(SLOWER)
  await page.locator('textarea').first().focus()
  await page.keyboard.press('ControlOrMeta+End')
  await page.waitForTimeout(SETTLED)
  await page.evaluate('speed.keys.length = 0')
  for (let n = 0; n < STROKES; n++) {
    await page.keyboard.press('and so on '.charAt(n % 10))
    await page.waitForTimeout(PAUSE)
  }
  await slowDown(1)
  return (await page.evaluate('speed.keys')) as number[]
}

/** Megabytes: of the page's heap once it is tidied, and what the processes of the window hold for themselves alone. */
export async function memory({ page, context }: BrowserWindow): Promise<{ heap: number; page: number; all: number }> {
  const session = await context.newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number }
  const whole = await (context.browser() ?? fail()).newBrowserCDPSession()
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
  const kinds = processInfo.map(({ type, id }) => ({ type, bytes: ownBytes(id) }))
  const pages = kinds.filter(({ type }) => type === 'renderer').map(({ bytes }) => bytes)
  const all = kinds.reduce((sum, { bytes }) => sum + bytes, 0)
  return { heap: usedSize / 1e6, page: Math.max(...pages) / 1e6, all: all / 1e6 }
}

/** Proportional set size: what several share is divided among them. Linux alone tells it. */
function ownBytes(pid: number): number {
  const found = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
  return Number(found?.[1] ?? 0) * 1024
}

/** Asked now and then: the page's policy keeps it from being asked by a script in the page. */
async function until(page: Page, condition: string): Promise<void> {
  while (!(await page.evaluate(condition))) await page.waitForTimeout(200)
}

function fail(): never {
  throw new Error('no browser')
}

function longReply(): string {
  const sentence = 'Moss grows **slowly** on stones by the water, and nobody asks it why. '
  const paragraph = `${sentence.repeat(7)}\n\n- one\n- two\n\n`
  return paragraph.repeat(Math.ceil(CHARACTERS / paragraph.length)).slice(0, CHARACTERS)
}
