import { describe, expect } from 'vitest'
import { oneAtWork } from './at-work.ts'
import type { Volunteer } from './volunteer.ts'
import { ANY } from './words.ts'

// Titles are lines of docs/regressions.md.

const { step } = oneAtWork('Njeri', 'en', 'ar', 'fr', 'th')

/** The label that has the focus, and what was chosen there. */
const chosenAt = (page: Volunteer['page'], label: string) =>
  page.locator(`[data-label="${label}"] input:checked`).inputValue()

/** The first keys go to a label. */
const atLabels = (page: Volunteer['page']) =>
  page.locator('[data-label] input:focus').first().waitFor({ state: 'attached' })

const labelNow = (page: Volunteer['page']) =>
  page.evaluate(() => document.activeElement?.closest('[data-label]')?.getAttribute('data-label') ?? '')

describe('keyboard, undo, speed', () => {
  step('Backspace discards nothing: in a text it deletes a letter, in a list of labels one answer', async (njeri) => {
    const { page } = njeri
    await njeri.borrows('sw', 'judge', 5)
    await njeri.opensTask('write')
    await njeri.field('write-label').focus()
    await page.keyboard.type('Habarii')
    const task = page.url()
    await page.keyboard.press('Backspace')
    expect([await njeri.field('write-label').inputValue(), page.url()]).toEqual(['Habari', task])
    await njeri.opensTask('judge')
    await atLabels(page)
    await page.keyboard.press('n')
    await page.keyboard.press('y')
    await page.keyboard.press('k')
    const label = await labelNow(page)
    expect(await chosenAt(page, label)).toBe('yes')
    const judged = page.url()
    await page.keyboard.press('Backspace')
    await expect.poll(() => page.locator(`[data-label="${label}"] input:checked`).count()).toBe(0)
    expect([await chosenAt(page, 'spam'), page.url()]).toEqual(['no', judged])
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    expect(page.url()).toBe(judged)
  })

  step('a mistaken vote can be undone: one key opens it again with what was given', async (njeri) => {
    const { page } = njeri
    await njeri.opensTask('judge')
    await atLabels(page)
    const label = await labelNow(page)
    await page.keyboard.press('y')
    const task = page.url()
    await njeri.finishes()
    await page.getByRole('button', { name: njeri.t('task-undo') }).waitFor()
    // In a text that has a past of its own the key is the text's.
    await page.getByRole('heading', { level: 1 }).focus()
    await page.keyboard.press('ControlOrMeta+z')
    await page.waitForURL(task)
    await expect.poll(() => chosenAt(page, label)).toBe('yes')
  })

  step(
    'judges mis-click often: the right answer beside it is one press, and the last finish one more',
    async (njeri) => {
      const { page } = njeri
      const spam = page.getByRole('radiogroup', { name: njeri.t('judge-spam') })
      await njeri.hands.choose(spam.getByRole('radio', { name: njeri.t('judge-no'), exact: true }))
      expect(await chosenAt(page, 'spam')).toBe('no')
      const task = page.url()
      await njeri.finishes()
      await page.getByRole('button', { name: njeri.t('task-undo') }).click()
      await page.waitForURL(task)
      await expect.poll(() => chosenAt(page, 'spam')).toBe('no')
    }
  )

  step('yes, no, skip and back have a key each', async (njeri) => {
    const { page } = njeri
    await page.locator('[data-label="spam"] input:checked').focus()
    await page.keyboard.press('n')
    const first = await labelNow(page)
    await page.keyboard.press('y')
    expect([await chosenAt(page, 'spam'), await chosenAt(page, first)]).toEqual(['no', 'yes'])
    await page.keyboard.press('k')
    expect(await labelNow(page)).toBe(first)
    await njeri.opensTask('write')
    await njeri.writesMore('Habari')
    const task = page.url()
    await page.keyboard.press('ControlOrMeta+PageDown')
    await page.waitForURL((url) => url.href !== task)
    await njeri.field('write-label').waitFor()
    await page.keyboard.press('ControlOrMeta+PageUp')
    await page.waitForURL(task)
    await expect.poll(() => njeri.field('write-label').inputValue()).toContain('Habari')
  })

  step('who cannot tell need not reject: a skip has a reason and says nothing of the message', async (njeri) => {
    const { page } = njeri
    const task = page.url()
    await page.keyboard.press('ControlOrMeta+Shift+s')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('3')
    await page.waitForURL((url) => url.href !== task)
    await njeri.goesTo('/work', 'work-title')
    const list = page.getByRole('list', { name: njeri.t('work-list') })
    const [skipped = ''] = njeri.t('work-skipped-kind', { kind: ANY }).split(ANY)
    await list.getByRole('button').filter({ hasText: skipped }).first().click()
    await page.getByText(njeri.t('skip-native-speaker')).first().waitFor()
    await page.getByText(njeri.t('work-outcome-skip')).first().waitFor()
  })

  step('the keys can be changed: also that which finishes', async (njeri) => {
    const { page } = njeri
    await njeri.goesTo('/settings/keys', 'keys-change-go')
    const name = njeri.t('rank-button-of', { button: njeri.t('keys-change-one'), card: njeri.t('task-finish') })
    await page.getByRole('button', { name, exact: true }).click()
    await page.keyboard.press('F8')
    await page.locator('kbd').getByText('F8').waitFor()
    await njeri.goesTo('/', 'home-title')
    await njeri.opensTaskHere('write')
    await njeri.writes()
    const task = page.url()
    await page.keyboard.press('ControlOrMeta+Enter')
    expect(page.url()).toBe(task)
    await page.locator('footer kbd').getByText('F8').waitFor()
    await page.keyboard.press('F8')
    await page.waitForURL((url) => url.href !== task)
  })

  step('a computer with little memory: one task after another takes no more than the first', async (njeri) => {
    const { page } = njeri
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    const used = async () => {
      await session.send('HeapProfiler.collectGarbage')
      const { metrics } = await session.send('Performance.getMetrics')
      const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
      return { heap: of('JSHeapUsedSize'), nodes: of('Nodes') }
    }
    const next = async () => {
      const task = page.url()
      await njeri.field('write-label').waitFor()
      await njeri.writes()
      await page.keyboard.press('F8')
      await page.waitForURL((url) => url.href !== task)
    }
    await next()
    const first = await used()
    for (let times = 0; times < 3; times++) await next()
    const last = await used()
    expect(last.heap).toBeLessThan(100e6)
    // What is finished leaves a row behind, and no screen.
    expect(last.heap - first.heap).toBeLessThan(8e6)
    expect(last.nodes - first.nodes).toBeLessThan(1500)
  })
})
