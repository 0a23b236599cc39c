import type { CDPSession, Locator, Page } from 'playwright'
import { describe, expect } from 'vitest'
import { oneAtWork } from './at-work.ts'
import { ANY, pattern } from './words.ts'

/** What an input method shows on the way to a word, and the word. */
const METHODS = {
  Japanese: { steps: ['ｎ', 'に', 'にｈ', 'にほ', 'にほん', '日本'], word: '日本' },
  Chinese: { steps: ['n', 'ni', "ni'h", "ni'hao"], word: '你好' },
  Korean: { steps: ['ㅎ', '하', '한'], word: '한' },
  Vietnamese: { steps: ['v', 'vi', 'vie', 'viê', 'việ', 'việt'], word: 'việt' },
  Amharic: { steps: ['s', 'ስ', 'ሰ', 'ሰl', 'ሰላ', 'ሰላm'], word: 'ሰላም' }
}
const ALL = Object.values(METHODS)
  .map(({ word }) => word)
  .join(' ')

const { step } = oneAtWork('Yuki', 'ja', 'en')

describe('with an input method', { timeout: 120_000 }, () => {
  step(
    'a message is written: no key of the method finishes the task, and nothing is lost or drawn anew',
    async (yuki) => {
      const { page, t } = yuki
      await yuki.opensTaskHere('write')
      const field = yuki.field('write-label')
      const address = page.url()
      const watch = await watched(field)
      const preview = page.getByRole('region', { name: t('write-preview') })
      let text = ''
      await composes(page, field, {
        during: async (shown) => {
          expect(await field.inputValue()).toBe(text + shown)
          expect(page.url()).toBe(address)
          // What stands beside the field waits for the word.
          expect(await preview.textContent()).not.toContain(text + shown)
        },
        after: async (word) => {
          text += word
          expect(await field.inputValue()).toBe(text)
        }
      })
      expect(await watch()).toEqual({ same: true, foreign: 0 })
      expect(text.trim()).toBe(ALL)
      await page.getByText(t('task-draft-kept', { when: '' }).trim()).waitFor()
      // At the end of a composition, and not after a pause: the next moment may be the last.
      await composed(await page.context().newCDPSession(page), ['も', 'もり'], '森')
      await page.reload()
      await expect.poll(() => field.inputValue()).toBe(`${text}森`)
      // The same keys mean something once no word is being composed.
      await page.keyboard.press('ControlOrMeta+Enter')
      await page.waitForURL((url) => url.href !== address)
      yuki.wrote.push(`${text}森`)
      await yuki.goesHome()
    }
  )

  step('a word that is given up leaves the text as it was', async (yuki) => {
    const { page } = yuki
    await yuki.opensTaskHere('write')
    const field = yuki.field('write-label')
    await field.focus()
    await page.keyboard.insertText('前')
    const session = await page.context().newCDPSession(page)
    await shows(session, 'に')
    await shows(session, '')
    expect(await field.inputValue()).toBe('前')
    await page.keyboard.press('ControlOrMeta+z')
    expect(await field.inputValue()).toBe('')
    await yuki.goesHome()
  })

  step('another reason for a skip is written, and Enter of the method does not skip', async (yuki) => {
    const { page, t } = yuki
    await yuki.opensTaskHere('write')
    await yuki.press('task-skip')
    await page.getByRole('button', { name: t('skip-other') }).click()
    const field = page.getByRole('textbox', { name: t('skip-other-words') })
    await writesAll(page, field)
    expect(await field.inputValue()).toBe(ALL)
    await page.keyboard.press('Escape')
    await yuki.goesHome()
  })

  step('my work is searched, and keys of the method do not walk through the list', async (yuki) => {
    await yuki.goesTo('/work', 'work-title')
    const field = yuki.field('work-seek')
    await writesAll(yuki.page, field)
    expect(await field.inputValue()).toBe(ALL)
    await field.fill('한')
    await yuki.page
      .getByRole('list', { name: yuki.t('work-list') })
      .getByRole('listitem')
      .first()
      .waitFor()
    await field.fill('')
  })

  step('the notes of a language are written', async (yuki) => {
    const { page, t } = yuki
    await page.goto(new URL('/notes/ko', page.url()).href)
    const field = page.getByRole('textbox', { name: pattern(t('notes-text', { language: ANY })) })
    await field.waitFor()
    await writesAll(page, field)
    await expect.poll(async () => (await field.locator('.cm-line').allTextContents()).join('\n')).toContain(ALL)
    await page.reload()
    await expect.poll(async () => (await field.locator('.cm-line').allTextContents()).join('\n')).toContain(ALL)
  })

  step('a command is sought, and Enter of the method does none', async (yuki) => {
    const { page } = yuki
    await yuki.goesTo('/', 'home-title')
    await page.keyboard.press('ControlOrMeta+k')
    const field = page.getByRole('dialog').getByRole('combobox')
    await field.waitFor()
    await writesAll(page, field)
    expect(await field.inputValue()).toBe(ALL)
    expect(new URL(page.url()).pathname).toBe('/')
  })
})

async function writesAll(page: Page, field: Locator): Promise<void> {
  const address = page.url()
  await composes(page, field, {
    during: async () => {
      expect(page.url()).toBe(address)
      expect(await field.isVisible()).toBe(true)
    }
  })
}

/** Writes each word as its method does, with the keys that people press on the way to it. */
async function composes(
  page: Page,
  field: Locator,
  { during, after }: { during(shown: string): Promise<void>; after?(word: string): Promise<void> }
): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await field.focus()
  let isFirst = true
  for (const { steps, word } of Object.values(METHODS)) {
    if (!isFirst) {
      await page.keyboard.insertText(' ')
      await after?.(' ')
    }
    isFirst = false
    for (const shown of steps) {
      await shows(session, shown)
      for (const key of KEYS) await pressed(session, key)
      await during(shown)
    }
    await session.send('Input.insertText', { text: word })
    await after?.(word)
  }
  await session.detach()
}

async function composed(session: CDPSession, steps: readonly string[], word: string): Promise<void> {
  for (const shown of steps) await shows(session, shown)
  await session.send('Input.insertText', { text: word })
}

function shows(session: CDPSession, text: string): Promise<unknown> {
  return session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
}

/** As the system tells them while its method has them: Enter chooses a word, digits a candidate, arrows walk through them. */
const KEYS = [
  { code: 'Enter', key: 'Process', windowsVirtualKeyCode: 229 },
  { code: 'Enter', key: 'Enter', windowsVirtualKeyCode: 229, modifiers: 2 },
  { code: 'Digit1', key: 'Process', windowsVirtualKeyCode: 229 },
  { code: 'ArrowDown', key: 'Process', windowsVirtualKeyCode: 229 },
  { code: 'KeyK', key: 'Process', windowsVirtualKeyCode: 229 }
] as const

async function pressed(session: CDPSession, key: (typeof KEYS)[number]): Promise<void> {
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key })
}

/** From here on: is it the same field, and does anybody but the method write to it? */
async function watched(field: Locator): Promise<() => Promise<{ same: boolean; foreign: number }>> {
  const handle = await field.elementHandle()
  await field.evaluate((area: HTMLTextAreaElement) => {
    const state = { foreign: 0 }
    Object.assign(area, { watched: state })
    const { get, set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value') as PropertyDescriptor
    Object.defineProperty(area, 'value', {
      get: () => get?.call(area),
      set(text: string) {
        state.foreign += 1
        set?.call(this, text)
      }
    })
  })
  return () =>
    field.evaluate(
      (area, before) => ({
        same: area === before,
        foreign: (area as unknown as { watched: { foreign: number } }).watched.foreign
      }),
      handle
    )
}
