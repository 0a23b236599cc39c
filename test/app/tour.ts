import { HubProcess } from '../hub-process.ts'
import { freePort, newFolder } from '../understory.ts'
import type { Look } from './browser-window.ts'
import { pointer } from './hands.ts'
import { Volunteer } from './volunteer.ts'
import { ANY, pattern } from './words.ts'

/**
 * Every screen of the app in one language, one after the other, each with something on it.
 *
 * @param content language of the messages that are written, judged and ranked.
 * @param stop called on each screen, once what belongs to it is there.
 */
export async function tour(
  lang: string,
  content: string,
  stop: (name: string, visitor: Volunteer) => Promise<void>,
  look: Look = {}
): Promise<void> {
  const hub = await HubProcess.start(newFolder(), await freePort(), ['practice'])
  const visitor = new Volunteer('Sauti', pointer, { ...look, lang })
  const at = (name: string) => stop(name, visitor)
  try {
    await visitor.opens(`${hub.address}/`)
    await visitor.at('welcome-title')
    await at('welcome')
    await visitor.press('welcome-invited')
    await visitor.at('join-title')
    await visitor.page.getByRole('textbox').first().fill('http://example.org/')
    await visitor.press('join-go')
    await visitor.page.getByText(visitor.t('bad-invite')).first().waitFor()
    await at('join')
    await visitor.goesTo('/', 'welcome-title')
    await visitor.press('welcome-practise')
    await visitor.at('consent-title')
    await at('consent')
    await visitor.press('consent-agree')
    await visitor.at('home-title')
    await at('home-empty')
    await visitor.goesTo('/goals', 'goals-title')
    await visitor.page.getByRole('button', { name: visitor.t('most-show') }).click()
    await at('goals')
    await visitor.goes('nav-borrow', 'borrow-title')
    await visitor.press('borrow-language-add')
    await at('get-tasks')
    for (const kind of ['write', 'judge', 'rank'] as const) await visitor.borrows(content, kind, 5)
    await at('got-tasks')
    await visitor.goes('nav-home', 'home-title')
    await visitor.page.getByRole('region').first().waitFor()
    await at('home')

    await visitor.opensTask('write')
    await visitor.writes()
    await at('write')
    // A deletion that is undone before it was kept leaves no version behind.
    const press = (key: string) => visitor.page.keyboard.press(`ControlOrMeta+${key}`)
    const says = (words: RegExp | string) => visitor.page.getByText(words).first().waitFor()
    await press('s')
    await says(pattern(visitor.t('task-draft-kept', { when: ANY })))
    for (const key of ['a', 'Backspace', 's']) await press(key)
    await says(visitor.t('task-draft-none'))
    await press('z')
    await visitor.press('versions-open')
    await visitor.page
      .getByRole('button', { name: visitor.t('versions-restore') })
      .first()
      .waitFor()
    await at('versions')
    await visitor.page.keyboard.press('Escape')
    await visitor.press('task-skip')
    await visitor.page.getByRole('dialog').waitFor()
    await at('skip')
    await visitor.page.keyboard.press('Escape')
    await visitor.finishes()
    await visitor.opensTask('judge')
    await visitor.judges()
    await visitor.isUnsureOf('judge-pii')
    await at('judge')
    await visitor.finishes()
    await visitor.opensTask('rank')
    await visitor.ranks('tie')
    await visitor.leavesOutTheLast()
    await visitor.findsGoodEnough(1)
    await at('rank')
    await visitor.press('task-report')
    await visitor.page.getByRole('dialog').waitFor()
    await at('report')
    await visitor.page.keyboard.press('Escape')
    await visitor.finishes()

    await visitor.goesTo('/work', 'work-title')
    await visitor.page.locator('li[data-key] button').first().click()
    await at('my-work')
    const list = visitor.page.getByRole('list', { name: visitor.t('work-list') })
    await list.getByRole('button').last().click()
    await visitor.press('work-change')
    await visitor.page.waitForURL(/change$/)
    await visitor.writesMore(' ...')
    await at('change')
    await visitor.press('change-finish')
    await visitor.page.waitForURL(/work/)
    await visitor.page.getByRole('heading', { name: visitor.t('work-earlier') }).waitFor()
    await at('my-work-changed')
    await visitor.goesTo('/work/copies', 'files-title')
    await visitor.press('files-backup-save')
    await visitor.page.getByRole('region', { name: visitor.t('files-code') }).waitFor()
    await at('copies')
    await visitor.goesTo('/sync', 'home-sync')
    await visitor.page.getByRole('heading', { name: visitor.t('sync-receipts') }).waitFor()
    await at('sync')
    await visitor.notes('Habari! Türkçe, العربية, 日本語.', 'there')
    await at('notes')
    await visitor.goesTo('/settings', 'settings-title')
    await at('settings')
    await visitor.goesTo('/settings/keys', 'keys-change-go')
    await at('keys')
    await visitor.goesTo('/guide', 'guide-title')
    await visitor.page.locator('#privacy').waitFor()
    await at('guide')
    await visitor.goesTo('/wrong', 'wrong-title')
    await visitor.field('wrong-report-field').waitFor()
    await at('wrong')
    await press('k')
    await visitor.page.getByRole('combobox').waitFor()
    await at('palette')
    await visitor.page.keyboard.press('Escape')
    await visitor.goesTo('/nowhere', 'not-found-title')
    await at('not-found')
    await hub.stopped()
    await visitor.goesTo('/', 'home-title')
    await visitor.page.getByText(visitor.t('line-offline')).first().waitFor()
    await at('home-offline')
    // A page of the same address, where nothing holds what is to go.
    await visitor.page.goto(`${hub.address}/mark.svg`)
    await visitor.losesItsDatabase()
    await visitor.page.evaluate(async () => {
      await (await navigator.storage.getDirectory()).removeEntry('journals', { recursive: true })
    })
    await visitor.goesTo('/', 'lost-title')
    await at('lost')
    await visitor.press('files-restore-go')
    await visitor.at('files-restore-title')
    await at('put-back')
  } finally {
    await visitor.killed()
    await hub.killed()
  }
}
