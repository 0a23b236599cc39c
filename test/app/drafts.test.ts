import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cleanUp } from '../understory.ts'
import { lineSays, Workplace } from './at-work.ts'
import { closeAll } from './browser-window.ts'
import type { Volunteer } from './volunteer.ts'

let place: Workplace

beforeAll(async () => {
  place = await Workplace.open()
})
afterAll(() => {
  closeAll()
  cleanUp()
})

const field = (volunteer: Volunteer) => volunteer.field('write-label')
const LONG = 'A long answer, of many words. '.repeat(150)

describe('a draft', () => {
  it('long answers are not discarded after a tab reload, at whatever moment, nor are the caret and what can be undone', async () => {
    const amina = await place.volunteer('Amina', 'en')
    const { page } = amina
    await amina.opensTaskHere('write')
    await field(amina).focus()
    await page.keyboard.insertText(LONG)
    await page.reload()
    expect(await field(amina).inputValue()).toBe(LONG)

    for (const _ of 'abc') await page.keyboard.press('ArrowLeft')
    await page.keyboard.type('XY')
    const text = await field(amina).inputValue()
    await page.reload()
    await expect.poll(() => field(amina).inputValue()).toBe(text)
    expect(await field(amina).evaluate((area: HTMLTextAreaElement) => area.selectionStart)).toBe(LONG.length - 1)
    await page.keyboard.press('ControlOrMeta+z')
    expect(await field(amina).inputValue()).toBe(LONG)
    await page.keyboard.press('ControlOrMeta+z')
    expect(await field(amina).inputValue()).toBe('')
    await page.keyboard.press('ControlOrMeta+Shift+z')
    expect(await field(amina).inputValue()).toBe(LONG)
    await amina.closes()
  })

  it('unfinished work need not be parked in a notepad: Today and My work lead back to it, and so do the tabs that closed', async () => {
    const bo = await place.volunteer('Bo', 'ja')
    await bo.opensTaskHere('write')
    await field(bo).focus()
    await bo.page.keyboard.insertText('はじめの言葉')
    // Not a moment's wait: the tab is closed over the last letter.
    const other = await bo.page.context().newPage()
    await bo.page.close()
    bo.looksAt(other)
    await bo.goesTo('/', 'home-title')
    await other
      .getByRole('link', { name: bo.t('home-continue') })
      .first()
      .click()
    await expect.poll(() => field(bo).inputValue()).toBe('はじめの言葉')
    await bo.goesTo('/work', 'work-title')
    await other.getByRole('button', { name: bo.t('work-continue') }).click()
    await expect.poll(() => field(bo).inputValue()).toBe('はじめの言葉')
    await bo.closes()
  })

  it('what was deleted is taken back from an earlier version, by keyboard, and closing that question deletes nothing', async () => {
    const chen = await place.volunteer('Chen', 'en')
    const { page } = chen
    await chen.opensTaskHere('write')
    await field(chen).focus()
    await page.keyboard.insertText(LONG)
    await page.keyboard.press('ControlOrMeta+s')
    await page.getByText(chen.t('task-draft-kept', { when: '' }).trim()).waitFor()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('Other words.')
    await page.keyboard.press('ControlOrMeta+s')

    const versions = page.getByRole('button', { name: chen.t('versions-open') })
    await versions.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: chen.t('versions-title') })
    await dialog.getByText('A long answer').waitFor()
    await page.keyboard.press('Escape')
    expect(await field(chen).inputValue()).toBe('Other words.')

    await versions.focus()
    await page.keyboard.press('Enter')
    await dialog.getByText('A long answer').waitFor()
    await chen.hands.press(dialog.getByRole('button', { name: chen.t('versions-restore') }).first())
    await expect.poll(() => field(chen).inputValue()).toBe(LONG)
    await field(chen).focus()
    await page.keyboard.press('ControlOrMeta+z')
    expect(await field(chen).inputValue()).toBe('Other words.')
    await chen.closes()
  })
})

describe('what was handed in', () => {
  it('opens again with one key right after, from the list, and over a reload, until it is sealed', async () => {
    const dede = await place.volunteer('Dede', 'sw')
    const { page } = dede
    await place.hub.killed()
    await dede.opensTaskHere('write')
    const task = page.url()
    await dede.writes()
    const [text = ''] = dede.wrote
    await dede.finishes()
    await expect.poll(() => field(dede).inputValue()).toBe('')
    await page.keyboard.press('ControlOrMeta+z')
    await page.waitForURL(task)
    await expect.poll(() => field(dede).inputValue()).toBe(text)

    await dede.finishes()
    await page.reload()
    await field(dede).waitFor()
    // The toast is gone with the page: the key works all the same.
    await page.keyboard.press('ControlOrMeta+z')
    await page.waitForURL(task)

    await dede.finishes()
    await dede.goesTo('/work', 'work-title')
    await page
      .getByRole('list', { name: dede.t('work-list') })
      .getByRole('button')
      .first()
      .focus()
    await page.keyboard.press('e')
    await page.waitForURL(task)
    expect(await field(dede).inputValue()).toBe(text)
    await dede.finishes()
    await place.hubStarts()
    await dede.goesTo('/', 'home-title')
    await lineSays(dede, 'line-received')
    await dede.closes()
  })

  it('is changed with one key once it was sent: the version before is kept, and both show what became of them', async () => {
    const eva = await place.volunteer('Eva', 'en')
    const { page } = eva
    await eva.opensTaskHere('write')
    await eva.writes()
    const [text = ''] = eva.wrote
    await eva.finishes()
    await eva.goesTo('/', 'home-title')
    await lineSays(eva, 'line-received')
    await eva.goesTo('/work', 'work-title')
    await page
      .getByRole('list', { name: eva.t('work-list') })
      .getByRole('button')
      .first()
      .focus()
    await page.keyboard.press('e')
    await page.waitForURL(/\/change$/)
    await expect.poll(() => field(eva).inputValue()).toBe(text)
    // Nothing is changed yet.
    await page.keyboard.press('ControlOrMeta+Enter')
    await page.getByText(eva.t('change-same')).waitFor()
    await eva.writesMore(' Better.')
    await page.reload()
    await expect.poll(() => field(eva).inputValue()).toBe(`${text} Better.`)
    await eva.press('change-finish')
    await page.waitForURL(/\/work/)
    expect(await eva.states()).toHaveLength(2)
    await page.getByRole('heading', { name: eva.t('work-earlier') }).waitFor()
    // The next contact sends it, which is now.
    await page.reload()
    await expect
      .poll(async () => (await eva.states()).filter((state) => /saved|waiting/.test(state)), { timeout: 20_000 })
      .toEqual([])
    eva.wrote[0] = `${text} Better.`
    await place.holdsAllOf(eva)
    await eva.closes()
  })
})
