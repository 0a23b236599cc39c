import { afterAll, beforeAll, describe, it } from 'vitest'
import { cleanUp } from '../understory.ts'
import { lineSays, Workplace, works } from './at-work.ts'
import { closeAll } from './browser-window.ts'
import { ANY } from './words.ts'

// Titles are lines of docs/regressions.md.

let place: Workplace

beforeAll(async () => {
  place = await Workplace.open()
})
afterAll(() => {
  closeAll()
  cleanUp()
})

describe('lost drafts and lost work', () => {
  it('clearing the cache does not destroy the queue: what the browser fetched goes, what somebody did stays', async () => {
    const amina = await place.volunteer('Amina', 'en')
    await place.hub.killed()
    await works(amina, 2)
    const session = await amina.page.context().newCDPSession(amina.page)
    await session.send('Network.clearBrowserCache')
    await amina.page.evaluate(async () => {
      for (const name of await caches.keys()) await caches.delete(name)
      sessionStorage.clear()
      localStorage.clear()
    })
    await place.hubStarts()
    await amina.goesTo('/', 'home-title')
    await lineSays(amina, 'line-received')
    await place.holdsAllOf(amina)
    await amina.closes()
  })

  it('two minutes without network, and all the work is there: each item is finished, kept and sent as always', async () => {
    const bo = await place.volunteer('Bo', 'ja')
    await bo.offline(true)
    await works(bo, 1)
    await bo.killed()
    await bo.opensAgain()
    await bo.offline(true)
    await works(bo, 1)
    await bo.offline(false)
    await bo.goesTo('/', 'home-title')
    await lineSays(bo, 'line-received')
    await place.holdsAllOf(bo)
    await bo.closes()
  })
})

describe('false or missing status', () => {
  it('where is the sync state on the screen I use: on every screen, also over an open task', async () => {
    const chen = await place.volunteer('Chen', 'ar')
    for (const [path, title] of [
      ['/', 'home-title'],
      ['/borrow', 'borrow-title'],
      ['/work', 'work-title'],
      ['/settings', 'settings-title']
    ] as const) {
      await chen.goesTo(path, title)
      await lineSays(chen, 'line-received')
    }
    await place.hub.killed()
    await chen.goesTo('/', 'home-title')
    await chen.opensTaskHere('write')
    await chen.writes()
    await chen.finishes()
    const [waits = ''] = chen.t('line-waiting', { count: 1, size: ANY }).split(ANY)
    await chen.page.getByTitle(waits).waitFor()
    await place.hubStarts()
    await chen.page.getByTitle(chen.t('line-received')).waitFor({ timeout: 40_000 })
    await chen.closes()
  })
})
