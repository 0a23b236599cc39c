import { describe } from 'vitest'
import { lineSays, oneAtWork, sends, works } from './at-work.ts'
import { ANY } from './words.ts'

// Titles are lines of docs/regressions.md.

const { here, step } = oneAtWork('Amina', 'en', 'ar')

describe('lost work, and missing status', () => {
  step(
    'two minutes without network, and all the work is there: each item is finished, kept and sent as always',
    async (amina) => {
      await amina.offline(true)
      await works(amina, 1)
      await amina.killed()
      await amina.opensAgain()
      await amina.offline(true)
      await works(amina, 1)
      await amina.offline(false)
      await sends(amina)
      await here.place.holdsAllOf(amina)
    }
  )

  step('where is the sync state on the screen I use: on every screen, also over an open task', async (amina) => {
    for (const [path, title] of [
      ['/', 'home-title'],
      ['/borrow', 'borrow-title'],
      ['/work', 'work-title'],
      ['/settings', 'settings-title']
    ] as const) {
      await amina.goesTo(path, title)
      await lineSays(amina, 'line-received')
    }
    await here.place.hub.killed()
    await amina.goesTo('/', 'home-title')
    await amina.opensTaskHere('write')
    await amina.writes()
    await amina.finishes()
    const [waits = ''] = amina.t('line-waiting', { count: 1, size: ANY }).split(ANY)
    await amina.page.getByTitle(waits).waitFor()
    await here.place.hubStarts()
    await amina.page.getByTitle(amina.t('line-received')).waitFor({ timeout: 40_000 })
    await amina.goesHome()
  })

  // Last: from here on the page cannot be opened without the hub.
  step(
    'clearing the cache does not destroy the queue: what the browser fetched goes, what somebody did stays',
    async (amina) => {
      await here.place.hub.killed()
      await works(amina, 2)
      const session = await amina.page.context().newCDPSession(amina.page)
      await session.send('Network.clearBrowserCache')
      await amina.page.evaluate(async () => {
        for (const name of await caches.keys()) await caches.delete(name)
        sessionStorage.clear()
        localStorage.clear()
      })
      await here.place.hubStarts()
      await sends(amina)
      await here.place.holdsAllOf(amina)
    }
  )
})
