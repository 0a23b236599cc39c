import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { cleanUp, freePort, newFolder } from '../understory.ts'
import { isBuilt } from './fresh.ts'
import { endAll, HOST } from './launch.ts'
import { Seat } from './seat.ts'

const STEPS = { timeout: 120_000 }
const PATIENT = { timeout: 20_000 }

isBuilt()
afterAll(async () => {
  await endAll()
  cleanUp()
})

describe(`the second copy beside the desktop app's profile, on ${HOST}`, STEPS, () => {
  let profile = ''
  let amina: Seat
  beforeEach(async () => {
    profile = newFolder()
    amina = new Seat('Amina', `--profile=${profile}`, `--port=${await freePort()}`)
    await amina.starts()
    await amina.at('welcome-title')
    await amina.press('welcome-practise')
    await amina.press('consent-agree')
    await amina.at('home-title')
    await amina.borrows('en', 'write', 5)
  })

  it('gives back all when the folder of the databases is gone, keys too, also after a power cut', async () => {
    await amina.answers(1, 'write')
    await amina.running.killed()
    for (const folder of databases(profile)) rmSync(folder, { recursive: true })
    await amina.starts()
    await amina.at('home-title')
    await amina.page.getByText(amina.t('mended-store', { items: 1 })).waitFor()
    await amina.answers(1, 'write')
    await amina.goesTo('/work', 'work-title')
    await expect
      .poll(async () => (await amina.states()).filter((state) => !/received|merged|spare/.test(state)), PATIENT)
      .toEqual([])
    expect(await amina.states()).toHaveLength(2)
    await amina.closes()
  })

  it('lies in files of its owner alone, holds a sentence begun as the app quits, and is written anew when it is gone', async () => {
    await amina.opensTask('write')
    await amina.hands.write(amina.field('write-label'), 'half a sen')
    await amina.closes()
    const [file = ''] = filesIn(join(profile, 'journals'))
    expect(statSync(file).mode & 0o77).toBe(0)
    expect(readFileSync(file).includes('half a sen')).toBe(true)
    rmSync(join(profile, 'journals'), { recursive: true })
    await amina.starts()
    await amina.goesTo('/', 'home-title')
    await amina.page.getByText(amina.t('mended-journal')).waitFor()
    expect(readFileSync(filesIn(join(profile, 'journals'))[0] ?? '').includes('half a sen')).toBe(true)
    await amina.closes()
  })
})

/** Where Chromium keeps them: Electron's in the profile itself, the stand-in's deeper. */
function databases(profile: string): string[] {
  const found = [join(profile, 'IndexedDB'), join(profile, 'Chromium', 'Default', 'IndexedDB')].filter((folder) =>
    existsSync(folder)
  )
  expect(found.length).toBeGreaterThan(0)
  return found
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
