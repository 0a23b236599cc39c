import { join } from 'node:path'
import { type Browser, chromium, type Locator, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserArgs, findBrowser } from '../browser.ts'
import { stopVolunteers, Volunteer } from '../engine/volunteer.ts'
import { HubProcess } from '../hub-process.ts'
import { cleanUp, freePort, newFolder } from '../understory.ts'
import { violationsOn } from './axe.ts'

/** A reading at the hub takes a new member each time. */
const PATIENT = { timeout: 30_000 }

/** Hubs and readers are programs that start anew; a hub builds its pages if the sources have changed. */
const SLOW = { timeout: 120_000 }

const executablePath = findBrowser()

let browser: Browser
let folder: string
let port: number
let hub: HubProcess
let ada: Page
let bo: Page

beforeAll(async () => {
  browser = await chromium.launch({ ...(executablePath && { executablePath }), args: [...browserArgs] })
  folder = join(newFolder(), 'hub')
  port = await freePort()
  hub = await HubProcess.start(folder, port, ['practice'])
  ada = await aMember()
  bo = await aMember()
}, 180_000)
afterAll(async () => {
  await browser.close()
  cleanUp()
})

/** A browser profile of its own, in which somebody has joined. */
async function aMember(): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(hub.address)
  await page.getByRole('button', { name: 'Start practising' }).click()
  await page.getByRole('button', { name: 'I agree' }).click()
  await page.getByRole('navigation').waitFor()
  return page
}

async function open(page: Page, lang: string): Promise<Locator> {
  await page.goto(`${hub.address}/notes/${lang}`)
  const editor = page.getByRole('textbox', { name: 'Text of the notes' })
  await editor.waitFor()
  return editor
}

/** The lines that the window shows. */
function linesOf(page: Page): Promise<string[]> {
  return page.locator('.cm-line').allTextContents()
}

async function says(page: Page, words: string): Promise<void> {
  await page.getByRole('main').getByRole('status').filter({ hasText: words }).waitFor()
}

/** Writes at the end, as with a keyboard. */
async function type(editor: Locator, words: string): Promise<void> {
  await editor.press('Control+End')
  await editor.pressSequentially(words)
}

/** What anybody who joins gets from the hub. */
async function textAtHub(lang: string): Promise<string> {
  const reader = new Volunteer()
  await reader.device.join(hub.invite)
  const { text } = await reader.device.openNotes(lang)
  await reader.syncs()
  await stopVolunteers()
  return text.toString()
}

describe('the notes of a language in two browsers', SLOW, () => {
  it('what two write at once stands in both, and at the hub', async () => {
    const [hers, his] = [await open(ada, 'sw'), await open(bo, 'sw')]
    await hers.pressSequentially('Names stay.\n')
    await bo.locator('.cm-line', { hasText: 'Names stay.' }).waitFor()
    await his.press('Control+Home')
    await Promise.all([type(hers, 'from ada, at the end'), his.pressSequentially('from bo, at the top. ')])
    const both = 'from bo, at the top. Names stay.\nfrom ada, at the end'
    for (const page of [ada, bo]) {
      await says(page, 'The project has it.')
      await expect.poll(async () => (await linesOf(page)).join('\n')).toBe(both)
    }
    expect(await textAtHub('sw')).toBe(both)
  })

  it('what both write without a hub is saved here, and merges when it is back', async () => {
    const [hers, his] = [await open(ada, 'am'), await open(bo, 'am')]
    await says(ada, 'The project has it.')
    await says(bo, 'The project has it.')
    await hub.killed()
    await type(hers, 'ሰላም from ada. ')
    await type(his, 'ሰላም from bo. ')
    await says(ada, 'Saved on this computer. Waiting to sync.')
    await says(bo, 'Saved on this computer. Waiting to sync.')
    hub = await HubProcess.start(folder, port, ['practice'])
    for (const page of [ada, bo]) {
      await page.locator('.cm-line', { hasText: 'from ada' }).filter({ hasText: 'from bo' }).waitFor()
      await says(page, 'The project has it.')
    }
    expect(await linesOf(ada)).toEqual(await linesOf(bo))
    expect(await textAtHub('am')).toBe((await linesOf(ada)).join('\n'))
  })

  it('a pasted text of 100 kB arrives, and so does undoing and redoing it', async () => {
    const editor = await open(ada, 'hi')
    const long = `${'लंबा पाठ 🌱 '.repeat(30)}\r\n`.repeat(120)
    await ada.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await ada.evaluate((text) => navigator.clipboard.writeText(text), long)
    await editor.press('Control+v')
    const pasted = long.replaceAll('\r\n', '\n')
    expect(Buffer.byteLength(pasted)).toBeGreaterThan(100_000)
    const arrives = (text: string) => expect.poll(async () => (await textAtHub('hi')) === text, PATIENT).toBe(true)
    await arrives(pasted)
    await editor.press('Control+z')
    await arrives('')
    await editor.press('Control+Shift+Z')
    await arrives(pasted)
    await says(ada, 'The project has it.')
  })

  it('each line runs as its text does, and one without letters as the language does', async () => {
    const editor = await open(ada, 'ar')
    await editor.pressSequentially('كلمات بسيطة\nplain words\n12')
    const directions = () =>
      ada.locator('.cm-line').evaluateAll((lines) => lines.map((line) => getComputedStyle(line).direction))
    await expect.poll(directions).toEqual(['rtl', 'ltr', 'rtl'])
    // Home goes to where a line begins: on the right, or on the left.
    const caretAt = () =>
      editor.evaluate((content) => {
        const { left, right } = content.getBoundingClientRect()
        const selection = (content.getRootNode() as unknown as { getSelection(): Selection }).getSelection()
        const caret = selection.getRangeAt(0).getBoundingClientRect()
        return caret.left > (left + right) / 2 ? 'right' : 'left'
      })
    await editor.press('ArrowUp')
    await editor.press('Home')
    expect(await caretAt()).toBe('left')
    await editor.press('ArrowUp')
    await editor.press('Home')
    expect(await caretAt()).toBe('right')
  })
})

describe('the notes in one browser', SLOW, () => {
  it('two windows show what the other writes, each keeps its caret, and all of it is sent', async () => {
    const first = await open(ada, 'ta')
    await says(ada, 'The project has it.')
    const other = await ada.context().newPage()
    const second = await open(other, 'ta')
    await first.pressSequentially('[one]')
    await says(ada, 'Saved on this computer. Another window of this app syncs.')
    await other.locator('.cm-line', { hasText: '[one]' }).waitFor()
    await first.press('ArrowLeft')
    await second.press('Control+Home')
    await second.pressSequentially('two ')
    await ada.locator('.cm-line', { hasText: 'two [one]' }).waitFor()
    // Her caret stands before the bracket, wherever that has gone.
    await first.pressSequentially('!')
    await other.locator('.cm-line', { hasText: 'two [one!]' }).waitFor()
    await says(other, 'The project has it.')
    expect(await textAtHub('ta')).toBe('two [one!]')
    // The second window goes, and the first takes the turn in the midst of typing.
    await Promise.all([first.pressSequentially(' and more, '), other.close()])
    await first.pressSequentially('to the end')
    await says(ada, 'The project has it.')
    expect(await textAtHub('ta')).toBe('two [one! and more, to the end]')
  })

  it('a text that cannot be saved stays, is told, and is saved again', async () => {
    const editor = await open(ada, 'bn')
    await editor.pressSequentially('one')
    await says(ada, 'The project has it.')
    await ada.evaluate(() => {
      const { put } = IDBObjectStore.prototype
      IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...row) {
        if (this.name === 'updates') throw new DOMException('The disk is full', 'QuotaExceededError')
        return put.apply(this, row)
      }
      Object.assign(window, { mendDisk: () => Object.assign(IDBObjectStore.prototype, { put }) })
    })
    // One edit: a second one would be saved by itself once the disk is mended.
    await ada.keyboard.insertText(' two')
    await says(ada, 'only in this window')
    await ada.getByRole('alert').filter({ hasText: 'This was not saved.' }).waitFor()
    expect(await linesOf(ada)).toEqual(['one two'])
    await ada.evaluate('mendDisk()')
    await ada.getByRole('button', { name: 'Save again' }).click()
    await says(ada, 'The project has it.')
    await ada.reload()
    await ada.locator('.cm-line', { hasText: 'one two' }).waitFor()
  })

  it('composing is not disturbed by what others write in the same line', async () => {
    const [hers, his] = [await open(ada, 'ja'), await open(bo, 'ja')]
    await hers.pressSequentially('start ')
    await bo.locator('.cm-line', { hasText: 'start' }).waitFor()
    const input = await ada.context().newCDPSession(ada)
    const compose = (text: string) =>
      input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    await compose('に')
    await his.press('Control+Home')
    await his.pressSequentially('bo: ')
    await ada.locator('.cm-line', { hasText: 'bo: start に' }).waitFor()
    await compose('にほ')
    await compose('にほん')
    await input.send('Input.insertText', { text: '日本' })
    await says(ada, 'The project has it.')
    expect(await linesOf(ada)).toEqual(['bo: start 日本'])
    await expect.poll(() => linesOf(bo)).toEqual(['bo: start 日本'])
  })

  it('Tab leads through the page, and axe finds nothing in light and dark', async () => {
    const editor = await open(ada, 'sw')
    await editor.press('Tab')
    expect(await ada.evaluate(() => document.activeElement?.tagName)).toBe('A')
    await ada.keyboard.press('Shift+Tab')
    expect(await editor.evaluate((content) => content.matches(':focus'))).toBe(true)
    for (const colorScheme of ['light', 'dark'] as const) {
      await ada.emulateMedia({ colorScheme })
      for (const place of ['/notes', '/notes/sw', '/notes/no-such-language-at-all']) {
        await ada.goto(`${hub.address}${place}`)
        await ada.getByRole('heading', { level: 1 }).waitFor()
        const violations = await violationsOn(ada, 'main')
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
      }
    }
  })

  it('opens another language by its code, however it is written', async () => {
    await ada.goto(`${hub.address}/notes`)
    await ada.getByLabel('Another language').fill('PT_br')
    await ada.keyboard.press('Enter')
    await ada.getByRole('heading', { name: 'Notes for português (Brasil)' }).waitFor()
    expect(new URL(ada.url()).pathname).toBe('/notes/pt-BR')
    await ada.goto(`${hub.address}/notes`)
    await ada.getByRole('main').getByRole('link', { name: 'português' }).waitFor()
  })
})
