import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cleanUp } from '../understory.ts'
import { isTold, lineSays, Workplace, works } from './at-work.ts'
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

describe('what the browser keeps is not as it was, while somebody works', () => {
  it('is full: a finished text is told as not saved and stays in its field, and is saved once there is room', async () => {
    const amina = await place.volunteer('Amina', 'en')
    await amina.closes()
    // What is free is known to the browser for a while once it was asked for, so the app is not there yet.
    await amina.opens(`${place.hub.address}/hub.json`)
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
    await place.holdsAllOf(amina)
    await amina.closes()
  })

  it('is deleted: that is told at the next word written, which stays; after a reload all is back and goes on', async () => {
    const bo = await place.volunteer('Bo', 'ja')
    await bo.opensTaskHere('write')
    await besideIt(bo, deleteIt)
    await bo.writes()
    await isTold(bo, ['not-saved', 'store-missing', 'mend-store-missing', 'D1'])
    await bo.hands.finish(bo.control('task-finish'))
    await isTold(bo, ['not-saved', 'store-missing', 'mend-store-missing', 'D1'])
    expect(await bo.field('write-label').inputValue()).toBe(bo.wrote[0])
    await bo.page.reload()
    await bo.goesHome()
    await bo.page.getByText(bo.t('mended-store', { items: 0 })).waitFor()
    // Also the words that could not be saved then.
    await bo.opensTaskHere('write')
    expect(await bo.field('write-label').inputValue()).toBe(bo.wrote[0])
    await bo.finishes()
    await bo.goesHome()
    await lineSays(bo, 'line-received')
    await place.holdsAllOf(bo)
    await bo.closes()
  })

  it('is of a newer version: that is told with the one thing to do, and nothing of it is touched', async () => {
    const chen = await place.volunteer('Chen', 'ar')
    await works(chen, 1)
    const kept = await chen.items(place.project)
    await chen.page.goto(`${place.hub.address}/hub.json`)
    await chen.page.evaluate(openNewer, `understory-${place.project}`)
    await chen.page.goto(place.hub.address)
    await isTold(chen, ['not-saved', 'store-newer', 'update-program', 'D1'])
    expect(await chen.items(place.project)).toEqual(kept)
    const databases = await chen.page.evaluate(() => indexedDB.databases())
    expect(databases).toContainEqual({ name: `understory-${place.project}`, version: 1000 })
    await chen.closes()
  })

  it('becomes newer under an open page: the line about the sync tells it, and the page stays', async () => {
    const dede = await place.volunteer('Dede', 'sw')
    await besideIt(dede, openNewer)
    await isTold(dede, ['not-saved', 'store-newer', 'update-program', 'D1'])
    await dede.at('home-title')
    await dede.closes()
  })
})

/** What another window does to the project's database; the app then reads it again. */
async function besideIt(volunteer: Volunteer, deed: (name: string) => Promise<void>): Promise<void> {
  const other = await volunteer.page.context().newPage()
  await other.goto(`${place.hub.address}/hub.json`)
  const name = `understory-${place.project}`
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
      origin: place.hub.address,
      ...(bytes !== undefined && { quotaSize: bytes })
    })
}
