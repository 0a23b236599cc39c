import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { Project } from '../project.ts'
import { PRACTICE_TREES } from '../sources.ts'
import { steps } from '../steps.ts'
import { cleanUp } from '../understory.ts'
import { violationsOn } from './axe.ts'
import { closeAll } from './browser-window.ts'
import { keyboard } from './hands.ts'
import { Volunteer } from './volunteer.ts'

const SLOWER = 6
const LOOKS = [
  { width: 1366, height: 768, theme: 'light' },
  { width: 390, height: 844, theme: 'dark' }
] as const

/** How each card is judged: at most two keys, and what its contribution says then. */
const VERDICTS: readonly (readonly [keys: readonly string[], labels: object | undefined])[] = [
  [['f'], { spam: 0, pii: 0, hate_speech: 0 }],
  [['w', '2'], { spam: 0 }],
  [['s', '2'], undefined]
]

afterAll(() => {
  closeAll()
  cleanUp()
})

describe('labels without the mouse, one card after another', { timeout: 180_000 }, () => {
  const amina = new Volunteer('Amina', keyboard)
  let project: Project
  const next = steps()
  const step = (words: string, work: (page: Page) => Promise<void>) => next(words, () => work(amina.page))

  beforeAll(async () => {
    project = await Project.from(PRACTICE_TREES)
    await project.written('Chen', 12)
    await amina.joins(project.hub.invite)
    await amina.borrows(project.languages[0] as string, 'judge', 10)
  }, 180_000)

  step(
    'the first task of a kind offers a round for practice, which goes back to it and keeps nothing',
    async (page) => {
      await amina.opensTask('judge')
      const task = new URL(page.url()).pathname
      await axeFindsNothing(page)
      await amina.press('round-go')
      await page.getByRole('radiogroup').first().waitFor()
      await axeFindsNothing(page)
      await page.locator('[data-label="spam"] input').first().focus()
      await page.keyboard.press('n')
      await page.keyboard.press('ControlOrMeta+Enter')
      await page.getByRole('heading', { name: amina.t('round-said') }).waitFor()
      await axeFindsNothing(page)
      await page.keyboard.press('ControlOrMeta+Enter')
      await page.locator('[data-label]').first().waitFor()
      expect(new URL(page.url()).pathname).toBe(task)
      expect(await page.getByRole('complementary', { name: amina.t('round-offer-title') }).count()).toBe(0)
    }
  )

  step('a passage is marked for a flag in the task', async (page) => {
    await page.locator('[data-label="pii"] input').first().focus()
    await page.keyboard.press('m')
    const field = page.getByRole('textbox', { name: amina.t('judge-mark-text') })
    await field.waitFor()
    await page.keyboard.press('ControlOrMeta+Home')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Enter')
    await axeFindsNothing(page)
    await page.keyboard.press('Escape')
    await page.locator('mark').waitFor()
    await page.locator('[data-label="spam"] input').first().focus()
    await page.keyboard.press('n')
    await amina.finishes()
    await amina.goesHome()
  })

  step(`cards take two keys or one each, on a computer ${SLOWER} times as slow`, async (page) => {
    await amina.hands.press(page.getByRole('link', { name: amina.t('triage-open') }).first())
    await page.locator('article[data-place]').waitFor()
    await axeFindsNothing(page)
    // What is connected is sealed soon, and then changed instead of taken back.
    await amina.offline(true)
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    await page.evaluate(watchCards)
    const start = performance.now()
    for (const [at, [keys]] of VERDICTS.entries()) {
      const before = await topCard(page)
      // Nobody reads so fast that the card below is not drawn by then.
      if (at + 1 < VERDICTS.length) await page.locator('article[hidden]').waitFor({ state: 'attached' })
      for (const key of keys) await page.keyboard.press(key)
      await expect.poll(() => topCard(page)).not.toBe(before)
    }
    const seconds = (performance.now() - start) / 1000
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    const waits = await page.evaluate(() => (window as unknown as { waits: number[] }).waits)
    console.log(
      `${(VERDICTS.length / seconds) * 60} cards a minute; key to next card: ${waits.map(Math.round).join(', ')} ms`
    )
    expect(VERDICTS.every(([keys]) => keys.length <= 2)).toBe(true)
  })

  step('one key takes the last two back, and they are judged anew', async (page) => {
    await expect.poll(() => saved(page)).toBe(VERDICTS.length)
    await page.keyboard.press('z')
    await expect.poll(() => saved(page)).toBe(VERDICTS.length - 1)
    await page.keyboard.press('z')
    await expect.poll(() => saved(page)).toBe(VERDICTS.length - 2)
    await page.keyboard.press('w')
    await axeFindsNothing(page)
    await page.keyboard.press('2')
    await page.keyboard.press('s')
    await page.keyboard.press('2')
    await expect.poll(() => saved(page)).toBe(VERDICTS.length)
  })

  step('the project holds what the verdicts say, and the passage', async () => {
    await amina.offline(false)
    await amina.goesHome()
    await amina.goes('nav-work', 'work-title')
    const open = async () => (await amina.states()).filter((state) => !/received|merged|spare/.test(state))
    await expect.poll(open, { timeout: 60_000 }).toEqual([])
    const exported = await project.exported()
    const reviews = exported
      .trim()
      .split('\n')
      .flatMap((line) => reviewsIn(JSON.parse(line)))
    const given = VERDICTS.filter(([, labels]) => labels !== undefined)
    expect(reviews).toHaveLength(given.length + 1)
    for (const [, labels] of given)
      expect(reviews).toContainEqual(expect.objectContaining({ labels: expect.objectContaining(labels as object) }))
    expect(reviews.flatMap(({ evidence = [] }) => evidence)).toEqual([{ label: 'pii', start: 0, end: 1 }])
    expect(exported).toContain('"reason": "unclear"')
    await amina.closes()
  })
})

type Said = { readonly labels: object; readonly evidence?: readonly object[] }

/** The single reviews of a tree as it was exported. */
function reviewsIn(value: unknown): Said[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'events' in value ? ((value.events as { review?: Said[] }).review ?? []) : []
  return [...own, ...Object.values(value).flatMap(reviewsIn)]
}

const topCard = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLElement>('article[data-place]')?.dataset.place)

/** How many of the batch's cards are done, as the bar counts them. */
const saved = (page: Page) =>
  page.evaluate(() =>
    Number(/\d+/.exec(document.querySelector('header')?.textContent?.match(/\d+ of/)?.[0] ?? '')?.[0] ?? 0)
  )

/** Notes for each verdict how long it took from its key until another card was drawn. */
function watchCards(): void {
  const waits: number[] = []
  Object.assign(window, { waits })
  let pressed = 0
  addEventListener('keydown', () => (pressed = performance.now()), true)
  const now = () => document.querySelector<HTMLElement>('article[data-place]')?.dataset.place
  let last = now()
  const look = () => {
    const place = now()
    if (place !== last && place !== undefined) waits.push(performance.now() - pressed)
    last = place
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

async function axeFindsNothing(page: Page): Promise<void> {
  const found: string[] = []
  for (const { width, height, theme } of LOOKS) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    for (const { id, nodes } of await violationsOn(page))
      found.push(`${page.url()} ${width}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  }
  await page.setViewportSize(LOOKS[0])
  expect(found).toEqual([])
}
