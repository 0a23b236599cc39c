import { describe, expect } from 'vitest'
import { oneAtWork, sends } from './at-work.ts'
import type { Volunteer } from './volunteer.ts'

const { here, step } = oneAtWork('Amina', 'en', 'ja', 'sw', 'fr')

const field = (volunteer: Volunteer) => volunteer.field('write-label')
const LONG = 'A long answer, of many words. '.repeat(150)

/** The keys go into the field. */
const isInField = (volunteer: Volunteer) => field(volunteer).and(volunteer.page.locator(':focus')).waitFor()

describe('a draft', () => {
  step(
    'long answers are not discarded after a tab reload, at whatever moment, nor are the caret and what can be undone',
    async (amina) => {
      const { page } = amina
      await amina.opensTaskHere('write')
      await field(amina).focus()
      await page.keyboard.insertText(LONG)
      await page.reload()
      await isInField(amina)
      expect(await field(amina).inputValue()).toBe(LONG)

      for (const _ of 'abc') await page.keyboard.press('ArrowLeft')
      await page.keyboard.type('XY')
      const text = await field(amina).inputValue()
      await page.reload()
      await isInField(amina)
      await expect.poll(() => field(amina).inputValue()).toBe(text)
      expect(await field(amina).evaluate((area: HTMLTextAreaElement) => area.selectionStart)).toBe(LONG.length - 1)
      await page.keyboard.press('ControlOrMeta+z')
      expect(await field(amina).inputValue()).toBe(LONG)
      await page.keyboard.press('ControlOrMeta+z')
      expect(await field(amina).inputValue()).toBe('')
      await page.keyboard.press('ControlOrMeta+Shift+z')
      expect(await field(amina).inputValue()).toBe(LONG)
      await amina.finishes()
      await amina.goesHome()
    }
  )

  step(
    'unfinished work need not be parked in a notepad: Today and My work lead back to it, and so do the tabs that closed',
    async (amina) => {
      await amina.opensTaskHere('write')
      await field(amina).focus()
      await amina.page.keyboard.insertText('はじめの言葉')
      // Not a moment's wait: the tab is closed over the last letter.
      const other = await amina.page.context().newPage()
      await amina.page.close()
      amina.looksAt(other)
      await amina.goesTo('/', 'home-title')
      await other
        .getByRole('link', { name: amina.t('home-continue') })
        .first()
        .click()
      await expect.poll(() => field(amina).inputValue()).toBe('はじめの言葉')
      await amina.goesTo('/work', 'work-title')
      await other.getByRole('button', { name: amina.t('work-continue') }).click()
      await expect.poll(() => field(amina).inputValue()).toBe('はじめの言葉')
      await amina.finishes()
      await amina.goesHome()
    }
  )

  step(
    'what was deleted is taken back from an earlier version, by keyboard, and closing that question deletes nothing',
    async (amina) => {
      const { page } = amina
      await amina.opensTaskHere('write')
      await field(amina).focus()
      await page.keyboard.insertText(LONG)
      await page.keyboard.press('ControlOrMeta+s')
      await page.getByText(amina.t('task-draft-kept', { when: '' }).trim()).waitFor()
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type('Other words.')
      await page.keyboard.press('ControlOrMeta+s')

      const versions = page.getByRole('button', { name: amina.t('versions-open') })
      await versions.focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog', { name: amina.t('versions-title') })
      await dialog.getByText('A long answer').waitFor()
      await page.keyboard.press('Escape')
      expect(await field(amina).inputValue()).toBe('Other words.')

      await versions.focus()
      await page.keyboard.press('Enter')
      await dialog.getByText('A long answer').waitFor()
      await amina.hands.press(dialog.getByRole('button', { name: amina.t('versions-restore') }).first())
      await expect.poll(() => field(amina).inputValue()).toBe(LONG)
      await field(amina).focus()
      await page.keyboard.press('ControlOrMeta+z')
      expect(await field(amina).inputValue()).toBe('Other words.')
      await amina.finishes()
      await amina.goesHome()
    }
  )

  step(
    'what is written in another window meanwhile is there when the next task comes, which was drawn before',
    async (amina) => {
      const { page } = amina
      await amina.opensTaskHere('write')
      const task = page.url()
      await amina.writes()
      await amina.finishes()
      const next = page.url()
      await page.getByRole('heading', { level: 1 }).focus()
      await page.keyboard.press('ControlOrMeta+z')
      await page.waitForURL(task)
      const other = await page.context().newPage()
      await other.goto(next)
      await other.getByLabel(amina.t('write-label')).fill('Beside it.')
      await other.keyboard.press('ControlOrMeta+s')
      await other.getByText(amina.t('task-draft-kept', { when: '' }).trim()).waitFor()
      await other.close()
      await amina.finishes()
      expect(page.url()).toBe(next)
      await expect.poll(() => field(amina).inputValue()).toBe('Beside it.')
      await amina.finishes()
      await amina.goesHome()
    }
  )
})

describe('what was handed in', () => {
  step('opens again with one key right after, from the list, and over a reload, until it is sealed', async (amina) => {
    const { page } = amina
    await here.place.hub.killed()
    await amina.opensTaskHere('write')
    const task = page.url()
    await amina.writes()
    const text = amina.wrote.at(-1) ?? ''
    await amina.finishes()
    await expect.poll(() => field(amina).inputValue()).toBe('')
    await page.keyboard.press('ControlOrMeta+z')
    await page.waitForURL(task)
    await expect.poll(() => field(amina).inputValue()).toBe(text)

    await amina.finishes()
    await page.reload()
    await field(amina).waitFor()
    // The toast is gone with the page: the key works all the same.
    await page.keyboard.press('ControlOrMeta+z')
    await page.waitForURL(task)

    await amina.finishes()
    await amina.goesTo('/work', 'work-title')
    await page
      .getByRole('list', { name: amina.t('work-list') })
      .getByRole('button')
      .first()
      .focus()
    await page.keyboard.press('e')
    await page.waitForURL(task)
    expect(await field(amina).inputValue()).toBe(text)
    await amina.finishes()
    await here.place.hubStarts()
    await sends(amina)
  })

  step(
    'is changed with one key once it was sent: the version before is kept, and both show what became of them',
    async (amina) => {
      const { page } = amina
      await amina.opensTaskHere('write')
      await amina.writes()
      const text = amina.wrote.at(-1) ?? ''
      await amina.finishes()
      await sends(amina)
      await amina.goesTo('/work', 'work-title')
      const before = (await amina.states()).length
      await page
        .getByRole('list', { name: amina.t('work-list') })
        .getByRole('button')
        .first()
        .focus()
      await page.keyboard.press('e')
      await page.waitForURL(/\/change$/)
      await expect.poll(() => field(amina).inputValue()).toBe(text)
      // Nothing is changed yet.
      await page.keyboard.press('ControlOrMeta+Enter')
      await page.getByText(amina.t('change-same')).waitFor()
      await amina.writesMore(' Better.')
      await page.reload()
      await expect.poll(() => field(amina).inputValue()).toBe(`${text} Better.`)
      await amina.press('change-finish')
      await page.waitForURL(/\/work/)
      expect(await amina.states()).toHaveLength(before + 1)
      await page.getByRole('heading', { name: amina.t('work-earlier') }).waitFor()
      // The next contact sends it, which is now.
      await page.reload()
      await expect
        .poll(async () => (await amina.states()).filter((state) => /saved|waiting/.test(state)), { timeout: 20_000 })
        .toEqual([])
      amina.wrote[amina.wrote.length - 1] = `${text} Better.`
      await here.place.holdsAllOf(amina)
      await amina.goesHome()
    }
  )
})

describe('between two tasks', () => {
  step('the field stays where it is when the first letters are kept', async (amina) => {
    const { page } = amina
    const usual = page.viewportSize()
    await page.setViewportSize({ width: 1280, height: 720 })
    await amina.opensTaskHere('write')
    await isInField(amina)
    const before = await field(amina).boundingBox()
    await page.keyboard.insertText('First.')
    await page.keyboard.press('ControlOrMeta+s')
    await page.getByText(amina.t('task-draft-kept', { when: '' }).trim()).waitFor()
    expect(await field(amina).boundingBox()).toEqual(before)
    await amina.goesHome()
    if (usual) await page.setViewportSize(usual)
  })

  step('who types on while the next task comes loses no letter: they stand in the next task', async (amina) => {
    const { page } = amina
    await amina.opensTaskHere('write')
    await isInField(amina)
    await page.keyboard.insertText('Done.')
    const task = page.url()
    await page.keyboard.press('ControlOrMeta+Enter')
    await page.keyboard.type('Without a pause')
    await page.waitForURL((url) => url.href !== task)
    await expect.poll(() => field(amina).inputValue()).toBe('Without a pause')
    await page.keyboard.type(', and on.')
    await page.reload()
    await expect.poll(() => field(amina).inputValue()).toBe('Without a pause, and on.')
    await amina.finishes()
    await amina.goesHome()
  })
})
