import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from '../hub-process.ts'
import { cleanUp, freePort, newFolder } from '../understory.ts'
import { violationsOn } from './axe.ts'
import { oneBrowser } from './one-browser.ts'

const one = oneBrowser()
let hub: HubProcess

beforeAll(async () => {
  hub = await HubProcess.start(newFolder(), await freePort(), ['practice'])
})
afterAll(cleanUp)

describe('a newcomer', () => {
  it('practises at once, and is asked for the terms once', async () => {
    await one.page.goto(hub.address)
    await isAccessible('Conversations that grow by many hands')
    await one.page.getByLabel('What should we call you?').fill('Amina')
    await one.page.keyboard.press('Enter')
    await isAccessible('Before your work counts')
    await press('I agree')
    await atHome()
    await one.page.reload()
    await atHome()
  })

  it('may look around before agreeing, and agree later', async () => {
    await one.page.goto(hub.address)
    await press('Start practising')
    await press('Look around first')
    await atHome()
    await one.page.reload()
    await one.page.getByRole('link', { name: 'Read the terms' }).click()
    await press('I agree')
    await atHome()
    await one.page.goto(`${hub.address}/terms`)
    await one.page.getByText('You have agreed to this.').waitFor()
  })

  it('reads the terms in the language of the app, and the English text that counts with one press', async () => {
    const { page } = one
    await page.goto(hub.address)
    await page.evaluate(() => localStorage.setItem('language', 'ja'))
    await page.reload()
    await press('練習を始める')
    await isAccessible('作業が有効になる前に')
    const terms = page.getByRole('listitem').filter({ hasText: 'Apache License 2.0' })
    expect(await terms.textContent()).toContain('開かれたデータセット')
    await press('英語の原文')
    expect(await terms.textContent()).toContain('published under the Apache License 2.0')
    expect(await terms.evaluate((item) => item.closest('[lang]')?.getAttribute('lang'))).toBe('en')
    await isAccessible('作業が有効になる前に')
  })

  it('is asked three things, each once: tasks come in the languages that one knows, whatever the app speaks', async () => {
    const { page } = one
    await page.goto(hub.address)
    await page.getByLabel('What should we call you?').fill('Amina')
    await press('Another language too')
    await page.getByRole('combobox', { name: 'Another language' }).fill('swahili')
    await page.keyboard.press('Escape')
    await press('Add')
    await page.getByRole('rowheader', { name: 'Kiswahili' }).waitFor()
    await page.getByRole('checkbox', { name: 'I write: English' }).uncheck()
    await page.getByRole('checkbox', { name: 'I judge: English' }).uncheck()
    await isAccessible('Conversations that grow by many hands')
    await press('Start practising')
    await press('I agree')
    await page.goto(`${hub.address}/borrow`)
    await page.getByRole('combobox', { name: 'Language' }).waitFor()
    expect(await page.getByRole('combobox', { name: 'Language' }).first().inputValue()).toContain('Kiswahili')
    await page.goto(`${hub.address}/join`)
    expect(await page.getByLabel('What should we call you?').inputValue()).toBe('Amina')
    expect(await page.getByText('Which languages do you know well?').count()).toBe(0)
  })

  it('joins with a link, whose secret leaves the address and the history', async () => {
    await one.page.goto(hub.invite)
    await isAccessible('You are invited')
    expect(one.page.url()).toBe(`${hub.address}/join`)
    await press('Join')
    await one.page.getByRole('heading', { name: 'Before your work counts' }).waitFor()
    expect(await one.page.evaluate(() => JSON.stringify(history.state))).not.toContain(hub.secret)
    await one.page.goto(hub.invite)
    await isAccessible('You are in it already')
  })

  it('is told in words what is wrong with an invite, and can try another', async () => {
    await one.page.goto(`${hub.address}/join`)
    await one.page.getByLabel('Invite link or code').fill('hello')
    await press('Join')
    await one.page.getByRole('alert').getByText('This is not an invite.').waitFor()
    await isAccessible('Join a project')
    await one.page.getByLabel('Invite link or code').fill('b'.repeat(26))
    await press('Join')
    await isAccessible('The hub did not let you in')
    await press('Use another invite')
    await one.page.getByLabel('Invite link or code').fill(hub.secret.toUpperCase())
    await press('Join')
    await one.page.getByRole('heading', { name: 'Before your work counts' }).waitFor()
  })

  it('is shown the way to the hub of another invite', async () => {
    await one.page.goto(`${hub.address}/join`)
    const link = `http://127.0.0.1:1/join#${'a'.repeat(64)}.${'b'.repeat(26)}`
    await one.page.getByLabel('Invite link or code').fill(link)
    await press('Join')
    await isAccessible('This invite opens at its own address')
    const asked = one.page.waitForRequest((request) => request.isNavigationRequest())
    await press('Open http://127.0.0.1:1')
    expect((await asked).url()).toBe(link.replace(/#.*/, ''))
  })
})

describe('a browser that keeps nothing', () => {
  it('says what became of the work when its database and the second copy were cleared, and starts again', async () => {
    await one.page.goto(hub.address)
    await press('Start practising')
    await press('I agree')
    await atHome()
    await one.page.goto(`${hub.address}/hub.json`)
    await one.page.evaluate(
      (name) =>
        new Promise((done) => {
          indexedDB.deleteDatabase(name).onsuccess = done
        }),
      `understory-${hub.invite.replace(/.*#(\w+)\..*/, '$1')}`
    )
    await one.page.evaluate(async () => {
      await (await navigator.storage.getDirectory()).removeEntry('journals', { recursive: true })
    })
    await one.page.goto(hub.address)
    await isAccessible('The work kept in this browser is gone')
    await press('Start practising again')
    await one.page.getByRole('heading', { name: 'Before your work counts' }).waitFor()
  })

  it('says so when it may store nothing at all', async () => {
    await one.page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('storage is barred', 'SecurityError')
      }
    })
    await one.page.goto(hub.address)
    await one.page.getByText('This window may not store anything').waitFor()
  })
})

async function press(name: string): Promise<void> {
  await one.page.getByRole('button', { name, exact: true }).click()
}

async function atHome(): Promise<void> {
  await one.page.getByRole('navigation').waitFor()
}

async function isAccessible(title: string): Promise<void> {
  await one.page.getByRole('heading', { level: 1, name: title }).waitFor()
  const violations = await violationsOn(one.page)
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}
