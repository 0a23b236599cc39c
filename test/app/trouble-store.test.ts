import { describe, expect, it } from 'vitest'
import { isTold, lineSays, oneAtWork, sends, works } from './at-work.ts'
import type { Volunteer } from './volunteer.ts'

const { here, step } = oneAtWork('Amina', 'en', 'ar')

describe('what the browser keeps is not as it was, while somebody works', () => {
  step(
    'is full: a finished text is told as not saved and stays in its field, and is saved once there is room',
    async (amina) => {
      await amina.closes()
      // What is free is known to the browser for a while once it was asked for, so the app is not there yet.
      await amina.opens(`${here.place.hub.address}/hub.json`)
      const quota = await quotaOf(amina)
      await quota(1)
      await amina.goesTo('/', 'home-title')
      await isTold(amina, ['not-saved', 'store-full', 'mend-store-full', 'D1'])
      await amina.opensTaskHere('write')
      await amina.writes()
      const [text] = amina.wrote
      await amina.hands.finish(amina.control('task-finish'))
      await isTold(amina, ['not-saved', 'store-full', 'mend-store-full', 'D1'])
      expect(await amina.field('write-label').inputValue()).toBe(text)
      await quota(undefined)
      await amina.finishes()
      await amina.goesHome()
      await amina.page.getByRole('button', { name: amina.t('line-try') }).click()
      await lineSays(amina, 'line-received')
      await here.place.holdsAllOf(amina)
    }
  )

  step(
    'is deleted: that is told at the next word written, which stays; after a reload all is back and goes on',
    async (amina) => {
      await amina.opensTaskHere('write')
      await besideIt(amina, deleteIt)
      await amina.writes()
      await isTold(amina, ['not-saved', 'store-missing', 'mend-store-missing', 'D1'])
      await amina.hands.finish(amina.control('task-finish'))
      await isTold(amina, ['not-saved', 'store-missing', 'mend-store-missing', 'D1'])
      expect(await amina.field('write-label').inputValue()).toBe(amina.wrote.at(-1))
      await amina.page.reload()
      await amina.goesHome()
      await amina.page.getByText(amina.t('mended-store', { items: 1 })).waitFor()
      // Also the words that could not be saved then.
      await amina.opensTaskHere('write')
      expect(await amina.field('write-label').inputValue()).toBe(amina.wrote.at(-1))
      await amina.finishes()
      await sends(amina)
      await here.place.holdsAllOf(amina)
    }
  )

  step('is of a newer version: that is told with the one thing to do, and nothing of it is touched', async (amina) => {
    await works(amina, 1)
    const kept = await amina.items(here.place.project)
    await amina.page.goto(`${here.place.hub.address}/hub.json`)
    await amina.page.evaluate(openNewer, `understory-${here.place.project}`)
    await amina.page.goto(here.place.hub.address)
    await isTold(amina, ['not-saved', 'store-newer', 'update-program', 'D1'])
    expect(await amina.items(here.place.project)).toEqual(kept)
    const databases = await amina.page.evaluate(() => indexedDB.databases())
    expect(databases).toContainEqual({ name: `understory-${here.place.project}`, version: 1000 })
    await amina.closes()
  })

  it('becomes newer under an open page: the line about the sync tells it, and the page stays', async () => {
    const dede = await here.place.volunteer('Dede', [])
    await besideIt(dede, openNewer)
    await isTold(dede, ['not-saved', 'store-newer', 'update-program', 'D1'])
    await dede.at('home-title')
    await dede.closes()
  })
})

/** What another window does to the project's database; the app then reads it again. */
async function besideIt(volunteer: Volunteer, deed: (name: string) => Promise<void>): Promise<void> {
  const other = await volunteer.page.context().newPage()
  await other.goto(`${here.place.hub.address}/hub.json`)
  const name = `understory-${here.place.project}`
  await other.evaluate(deed, name)
  await other.evaluate((channel) => new BroadcastChannel(channel).postMessage('changed'), name)
  await other.close()
}

function deleteIt(name: string): Promise<void> {
  return new Promise((done, failed) => {
    const deleting = indexedDB.deleteDatabase(name)
    deleting.onerror = () => failed(deleting.error)
    deleting.onsuccess = () => done()
  })
}

/** Resolves once the database is of a later version. */
function openNewer(name: string): Promise<void> {
  return new Promise((done, failed) => {
    const opening = indexedDB.open(name, 1000)
    opening.onerror = () => failed(opening.error)
    opening.onsuccess = () => {
      opening.result.close()
      done()
    }
  })
}

/** Limits what the browser lets the app store. @returns sets it, in bytes; undefined: as it was. */
async function quotaOf(volunteer: Volunteer) {
  const session = await volunteer.page.context().newCDPSession(volunteer.page)
  return (bytes: number | undefined) =>
    session.send('Storage.overrideQuotaForOrigin', {
      origin: here.place.hub.address,
      ...(bytes !== undefined && { quotaSize: bytes })
    })
}
