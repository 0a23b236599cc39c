import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cleanUp, newFolder, succeeds } from '../understory.ts'
import { lineSays, Workplace, works } from './at-work.ts'
import { closeAll } from './browser-window.ts'
import type { Volunteer } from './volunteer.ts'
import type { phrases } from './words.ts'

const STEPS = { timeout: 180_000 }
type Key = Parameters<ReturnType<typeof phrases>>[0]

let place: Workplace
/** Two messages at the project; from here on without the hub. Each test goes on from where the one before it ended. */
let amina: Volunteer

beforeAll(async () => {
  place = await Workplace.open()
  amina = await place.volunteer('Amina', 'en')
  await amina.borrows('sw', 'write', 5)
  await amina.goesHome()
  await works(amina, 2)
  await lineSays(amina, 'line-received')
  await place.hub.killed()
}, 120_000)

const DAY = 86_400_000
afterAll(() => {
  closeAll()
  cleanUp()
})

/** Presses a button that gives a file. @returns where it lies. */
async function saves(volunteer: Volunteer, button: Key): Promise<string> {
  const coming = volunteer.page.waitForEvent('download')
  await volunteer.press(button)
  const file = join(newFolder(), (await coming).suggestedFilename())
  await (await coming).saveAs(file)
  return file
}

/** Presses a button that asks for a file. */
async function chooses(volunteer: Volunteer, button: Key, file: string): Promise<void> {
  const asked = volunteer.page.waitForEvent('filechooser')
  await volunteer.press(button)
  await (await asked).setFiles(file)
}

describe('the files of a person at work, who has no hub', STEPS, () => {
  it.each([
    ['90 days later', 90 * DAY],
    ['by a clock at 1985', Date.UTC(1985, 5, 1) - Date.now()]
  ])('the app opens, works and saves %s, with everything that had a date expired', async (_, by) => {
    await amina.page.clock.setSystemTime(Date.now() + by)
    await amina.goesTo('/', 'home-title')
    const year = new Date(Date.now() + by).getFullYear()
    expect(await amina.page.evaluate(() => new Date().getFullYear())).toBe(year)
    if (by > 0)
      await amina.page
        .getByText(amina.t('home-kept-late', { day: '\n' }).split('\n')[0] ?? '')
        .first()
        .waitFor()
    await works(amina, 1)
    await amina.opensTaskHere('write')
    await amina.field('write-label').fill('half a sen')
    await amina.goesHome()
    await amina.goesTo('/work/copies', 'files-title')
    await saves(amina, 'files-backup-save')
    await amina.page.getByRole('region', { name: amina.t('files-code') }).waitFor()
    // Whoever goes on finds what was begun.
    await amina.goesTo('/', 'home-title')
    await amina.opensTaskHere('write')
    expect(await amina.field('write-label').inputValue()).toBe('half a sen')
    await amina.field('write-label').fill(by > 0 ? '' : 'half a sen')
    await amina.goesHome()
    await amina.goesTo('/work/copies', 'files-title')
  })

  it('all words are had as a text', async () => {
    const text = readFileSync(await saves(amina, 'files-words-save'), 'utf8')
    for (const words of [...amina.wrote, 'half a sen']) expect(text).toContain(words)
    await amina.page.getByText(amina.t('files-words-saved')).waitFor()
  })

  it('a backup beside what is there adds what is missing; damage is told, and the rest is taken', async () => {
    const file = await saves(amina, 'files-backup-save')
    const bytes = readFileSync(file)
    const at = bytes.indexOf('half a sen')
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(file, bytes)
    await chooses(amina, 'files-backup-open', file)
    const lost = amina.t('files-lost', { what: amina.t('files-lost-drafts', { count: 1 }) })
    await amina.page.getByText(lost).waitFor()
    // Its key is here.
    expect(await amina.page.getByRole('textbox').count()).toBe(0)
    await amina.press('files-put-back')
    await amina.page.getByText(amina.t('files-came', { items: 0, drafts: 0, tasks: 0, notes: 0 })).waitFor()
    await amina.page.getByText(amina.t('files-known', { count: 4 })).waitFor()
    writeFileSync(file, 'no backup')
    await chooses(amina, 'files-backup-open', file)
    await amina.page.getByText(amina.t('no-backup')).waitFor()
  })

  it('a bundle carries work to the hub on a stick and its receipts home, each once', async () => {
    const bundle = await saves(amina, 'files-stick-save')
    await amina.page.getByText(amina.t('files-stick-saved', { count: 2 })).waitFor()
    await amina.press('files-on-stick')
    await amina.page.getByText(amina.t('files-on-stick-done')).waitFor()
    await succeeds(['bundle', 'apply', bundle, '--data', place.folder])
    const answer = join(newFolder(), 'answer.understory')
    await succeeds(['bundle', 'make', '--data', place.folder, '--out', answer, '--for-device', 'all', '--open'])
    await chooses(amina, 'files-stick-open', bundle)
    await amina.page.getByText(amina.t('bundle-for-hubs')).waitFor()
    await chooses(amina, 'files-stick-open', answer)
    await amina.page.getByText(/^1 new receipt|^[2-9] new receipts/).waitFor()
    await amina.page.getByText(amina.t('files-received', { received: 4, items: 4 })).waitFor()
    await chooses(amina, 'files-stick-open', answer)
    await amina.page.getByText(amina.t('files-taken', { receipts: 0, batches: 0 })).waitFor()
    await place.holdsAllOf(amina)
  })

  it('a backup brings all back after the site’s data was wiped; then it is synced, and nothing is doubled', async () => {
    const file = await saves(amina, 'files-backup-save')
    await amina.page.getByText(amina.t('files-backup-saved', { items: 4, drafts: 1 })).waitFor()
    const region = amina.page.getByRole('region', { name: amina.t('files-code') })
    const code = (await region.locator('bdi').textContent()) ?? ''
    expect(code).toMatch(/^([0-9a-z]{4}-){6}[0-9a-z]{2}$/)
    expect(readFileSync(file).includes(code)).toBe(false)
    await amina.closes()
    for (const folder of ['IndexedDB', 'File System', 'Local Storage'])
      rmSync(join(amina.profile, 'Default', folder), { recursive: true })

    await amina.opensAgain()
    await amina.at('welcome-title')
    await amina.press('files-restore-go')
    await amina.at('files-restore-title')
    await chooses(amina, 'files-restore-go', file)
    await amina.page.getByText(amina.t('files-whole')).waitFor()
    await amina.hands.write(amina.field('files-code-ask'), 'not the code')
    await amina.press('files-put-back')
    await amina.page.getByText(amina.t('bad-code')).waitFor()
    await amina.field('files-code-ask').fill(code)
    await amina.press('files-put-back')
    await amina.at('files-title')
    await amina.page.getByText(amina.t('files-received', { received: 4, items: 4 })).waitFor()

    await amina.goesHome()
    await amina.opensTaskHere('write')
    expect(await amina.field('write-label').inputValue()).toBe('half a sen')
    await place.hubStarts()
    // A task that was lent to the lost key counts as ever.
    await amina.field('write-label').fill('')
    await amina.writes()
    await amina.finishes()
    await amina.goesHome()
    // The app may reach the hub before her: then there is nothing to press any more.
    await Promise.any([amina.press('home-sync-now'), lineSays(amina, 'line-received')])
    await lineSays(amina, 'line-received')
    await amina.goes('nav-work', 'work-title')
    const states = await amina.states()
    expect([states.length, states.includes('returned')]).toEqual([5, false])
    await place.holdsAllOf(amina)
    await amina.closes()
  })
})
