import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newFolder, succeeds } from '../understory.ts'
import { lineSays, oneAtWork, sends, works } from './at-work.ts'
import type { Volunteer } from './volunteer.ts'

/** Where Chromium keeps what an origin stores. */
const DATABASES = join('Default', 'IndexedDB')
const JOURNALS = join('Default', 'File System')
const PATIENT = { timeout: 20_000 }
const STEPS = { timeout: 120_000 }

const { here, step } = oneAtWork('Amina', 'en', 'ja', 'sw')

describe('the second copy of the work', STEPS, () => {
  step(
    'gives back all when the folder of the databases is gone, keys too; told once, and nothing arrives twice',
    async (amina) => {
      const { place } = here
      await works(amina, 1)
      await sends(amina)
      await place.hub.killed()
      await works(amina, 1)
      await amina.opensTaskHere('write')
      await amina.hands.write(amina.field('write-label'), 'half a sen')
      await amina.goesHome()
      // Drafts within two seconds.
      await expect.poll(() => amina.page.evaluate(journalHas, 'half a sen'), PATIENT).toBe(true)
      await amina.closes()
      loses(amina, DATABASES)

      await amina.opensAgain()
      await amina.at('home-title')
      const told = `${amina.t('mended-store', { items: 2 })} ${amina.t('mended-drafts', { drafts: 1 })}`
      await amina.page.getByText(told).waitFor()
      await lineSays(amina, 'line-waiting', { count: 1 })
      await place.hubStarts()
      await lineSays(amina, 'line-received')
      await amina.opensTaskHere('write')
      expect(await amina.field('write-label').inputValue()).toBe('half a sen')
      await amina.finishes()
      await amina.goesHome()
      await amina.press('copies-seen')
      await expect.poll(() => amina.page.getByText(told).count()).toBe(0)
      await amina.page.reload()
      await lineSays(amina, 'line-received')
      expect(await amina.page.getByText(told).count()).toBe(0)
      await place.holdsAllOf(amina)
    }
  )

  step('is written anew when it is gone, and then gives back all', async (amina) => {
    await works(amina, 1)
    await sends(amina)
    await amina.closes()
    loses(amina, JOURNALS)
    await amina.opensAgain()
    await amina.page.getByText(amina.t('mended-journal')).waitFor()
    await amina.closes()
    loses(amina, DATABASES)
    await amina.opensAgain()
    await amina.page.getByText(amina.t('mended-store', { items: 4 })).waitFor()
    await amina.goes('nav-work', 'work-title')
    expect(await amina.states()).toHaveLength(4)
    await amina.goesHome()
  })

  step('goes on in a page that the browser has kept, once somebody goes back to it', async (amina) => {
    const { page } = amina
    await amina.opensTaskHere('write')
    await amina.writes()
    await page.evaluate(() => document.body.setAttribute('data-kept', ''))
    // Not the app: another window of it would ask for the lock of this one, which makes the browser drop it.
    await page.goto(new URL('/mark.svg', page.url()).href)
    await page.goBack({ waitUntil: 'commit' }) // a page that was kept is not loaded
    await page.locator('[data-kept]').waitFor()
    await amina.writesMore(' and more')
    amina.wrote.push(`${amina.wrote.pop()} and more`)
    await expect.poll(() => page.evaluate(journalHas, ' and more'), PATIENT).toBe(true)
    await amina.goesTo('/', 'home-title')
    await amina.opensTaskHere('write')
    await amina.finishes()
    await sends(amina)
    await here.place.holdsAllOf(amina)
  })

  step('that cannot be written keeps nobody from finishing; the line says that there is one copy', async (amina) => {
    const { place } = here
    await amina.page.addInitScript(() => {
      const Real = Worker
      // As on a disk that is full for it.
      window.Worker = class extends Real {
        override postMessage(ask: { id: number; call: string }) {
          const failed = { data: { id: ask.id, failed: 'full', noPlace: false } }
          if (ask.call === 'append' || ask.call === 'replace') this.dispatchEvent(new MessageEvent('message', failed))
          else super.postMessage(ask)
        }
      }
    })
    await amina.goesTo('/', 'home-title')
    await works(amina, 1)
    await amina.page.getByText(amina.t('line-one-copy')).waitFor()
    await sends(amina)
    await place.holdsAllOf(amina)
  })

  it('holds what was finished also when the browser is killed while it writes', async () => {
    const { place } = here
    const chen = await place.volunteer('Chen', 'ar')
    await place.hub.killed()
    for (const wait of ['said', 20, 5] as const) {
      await chen.opensTaskHere('write')
      const before = chen.wrote.length
      await chen.writes()
      const finishing = chen.finishes()
      finishing.catch(() => {}) // its page may be gone
      await (wait === 'said' ? finishing : new Promise((later) => setTimeout(later, wait)))
      await chen.killed()
      loses(chen, DATABASES)
      await chen.opensAgain()
      await chen.goes('nav-work', 'work-title')
      await chen.states()
      const seen = await chen.page.getByRole('main').textContent()
      const there = chen.wrote.filter((text) => seen?.includes(text))
      expect(there.length).toBeGreaterThanOrEqual(wait === 'said' ? before + 1 : before)
      // What nobody was told is finished may be a draft, or words of the last two seconds.
      chen.wrote.splice(0, Infinity, ...there)
      await chen.goesHome()
    }
    await place.hubStarts()
    await lineSays(chen, 'line-received')
    await chen.goes('nav-work', 'work-title')
    const states = await chen.states()
    chen.wrote.splice(states.filter((state) => state !== 'draft').length)
    await place.holdsAllOf(chen)
    await chen.closes()
  })
})

describe('what a browser clears it clears whole', STEPS, () => {
  it('is said once, with a file as the way out, which a hub takes', async () => {
    const { place } = here
    const eva = await place.volunteer('Eva', 'es')
    const session = await eva.page.context().newCDPSession(eva.page)
    await session.send('Browser.grantPermissions', { permissions: ['durableStorage'], origin: place.hub.address })
    await place.hub.killed()
    await works(eva, 2)
    await eva.goesTo('/', 'home-title')
    await eva.page.getByText(eva.t('copies-fate')).waitFor()
    const coming = eva.page.waitForEvent('download')
    await eva.press('copies-save')
    const file = join(newFolder(), (await coming).suggestedFilename())
    await (await coming).saveAs(file)
    await eva.page.getByText(eva.t('copies-saved')).waitFor()
    expect(file).toMatch(/\.understory$/)
    await eva.press('copies-seen')
    await expect.poll(() => eva.page.getByText(eva.t('copies-fate')).count(), PATIENT).toBe(0)
    await eva.goesTo('/', 'home-title')
    await lineSays(eva, 'line-waiting', { count: 2 })
    expect(await eva.page.getByText(eva.t('copies-fate')).count()).toBe(0)
    await eva.closes()
    await succeeds(['bundle', 'apply', file, '--data', place.folder])
    await place.holdsAllOf(eva)
  })
})

type Root = { getDirectoryHandle(name: string): Promise<Root>; values(): AsyncIterable<Root & Entry> }
type Entry = { readonly kind: 'file' | 'directory'; getFile(): Promise<{ text(): Promise<string> }> }

/** In the page: whether some journal holds these words. */
async function journalHas(words: string): Promise<boolean> {
  const root = (await navigator.storage.getDirectory()) as unknown as Root
  for await (const journal of (await root.getDirectoryHandle('journals')).values())
    for await (const file of journal.values()) if ((await (await file.getFile()).text()).includes(words)) return true
  return false
}

/** As somebody who cleans up, or a browser that saves space. */
function loses({ profile }: Volunteer, folder: string): void {
  expect(existsSync(join(profile, folder))).toBe(true)
  rmSync(join(profile, folder), { recursive: true })
}
