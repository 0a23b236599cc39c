import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cleanUp } from '../understory.ts'
import { Workplace } from './at-work.ts'
import { closeAll } from './browser-window.ts'
import { keyboard } from './hands.ts'
import { Volunteer } from './volunteer.ts'
import { ANY, pattern } from './words.ts'

let place: Workplace

beforeAll(async () => {
  place = await Workplace.open()
})
afterAll(() => {
  closeAll()
  cleanUp()
})

const PIN = 'acacia tree 7'

/** Somebody who works with keys alone, and has begun a text. */
async function atWork(name: string, lang: string, text: string): Promise<Volunteer> {
  const person = new Volunteer(name, keyboard)
  await person.joins(place.hub.invite)
  await person.borrows(lang, 'write', 5)
  await person.opensTask('write')
  await person.hands.write(person.field('write-label'), text)
  await person.page
    .getByText(pattern(person.t('task-draft-kept', { when: ANY })))
    .first()
    .waitFor()
  return person
}

/** Sets a PIN by keys, and reads the code as it is shown. @param end what is done once all is to be encrypted. */
async function setsPin(person: Volunteer, pin = PIN, end = async () => person.press('pin-go')): Promise<string> {
  await person.goesHome()
  await person.goes('nav-settings', 'settings-title')
  await person.press('settings-people-go')
  await person.at('people-title')
  await person.press('pin-set')
  await person.hands.write(person.field('pin-new'), pin)
  await person.hands.write(person.field('pin-again'), pin)
  await person.press('pin-make')
  const code = await person.page.getByText(/^([0-9a-z]{4}-){4}[0-9a-z]{4}$/).textContent()
  await person.hands.write(person.field('code-end'), (code ?? '').slice(-4))
  await end()
  return code ?? ''
}

async function isLocked(person: Volunteer): Promise<void> {
  await person.field('unlock-pin').waitFor()
}

async function unlocks(person: Volunteer, pin = PIN): Promise<void> {
  await person.hands.write(person.field('unlock-pin'), pin)
  await person.press('unlock-open')
}

/** All that this origin keeps, byte for byte: databases, private files, both storages. As text, whatever it is. */
async function keptBy({ page }: Volunteer): Promise<string> {
  return page.evaluate(async () => {
    const texts: string[] = []
    const told = (value: unknown): void => {
      if (value instanceof Uint8Array) texts.push(new TextDecoder().decode(value))
      else if (value instanceof ArrayBuffer) told(new Uint8Array(value))
      else if (typeof value === 'object' && value !== null)
        for (const [k, v] of Object.entries(value)) {
          told(k)
          told(v)
        }
      else texts.push(String(value))
    }
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((done, failed) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => done(opening.result)
        opening.onerror = () => failed(opening.error)
      })
      for (const table of database.objectStoreNames)
        await new Promise<void>((done) => {
          const rows = database.transaction(table).objectStore(table).openCursor()
          rows.onsuccess = () => {
            const cursor = rows.result
            if (!cursor) return done()
            told(cursor.key)
            told(cursor.value)
            cursor.continue()
          }
        })
      database.close()
    }
    const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      for await (const entry of (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values())
        if (entry.kind === 'directory') await walk(entry as FileSystemDirectoryHandle)
        else told(await (await (entry as FileSystemFileHandle).getFile()).arrayBuffer())
    }
    await walk(await navigator.storage.getDirectory())
    for (const storage of [localStorage, sessionStorage]) told({ ...storage })
    return texts.join('\n')
  })
}

async function found(person: Volunteer, ...texts: string[]): Promise<boolean[]> {
  const kept = await keptBy(person)
  return texts.map((text) => kept.includes(text))
}

/** Files of the browser's profile in which this text lies as it is. */
function filesWith(folder: string, text: string): string[] {
  const found: string[] = []
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const path = join(folder, name)
    const file = statSync(path, { throwIfNoEntry: false })
    if (!file?.isFile()) continue
    const bytes = readFileSync(path)
    if (bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'))) found.push(name)
  }
  return found
}

describe('a PIN', { timeout: 180_000 }, () => {
  it('[PF5] leaves no letter of what was written in the clear, asks for itself, and keeps what was begun at the lock', async () => {
    const ada = await atWork('Ada', 'en', 'the secret of the acacia')
    const task = new URL(ada.page.url()).pathname
    expect(await found(ada, 'secret of the acacia', 'assistant_reply')).toEqual([true, true])
    const other = await ada.page.context().newPage()
    await other.goto(new URL('/', ada.page.url()).href)
    await other.getByRole('heading', { level: 1, name: ada.t('home-title') }).waitFor()
    await setsPin(ada)
    await ada.at('people-title')
    // A window that was open on these texts has let go of them.
    await other.getByRole('textbox', { name: ada.t('unlock-pin') }).waitFor()
    await other.close()
    await ada.page.getByText(ada.t('pin-has')).waitFor()
    expect(await found(ada, 'secret of', 'reply 1:', '"text"', 'sealed')).toEqual([false, false, false, true])

    await ada.page.goto(new URL(task, ada.page.url()).href)
    await isLocked(ada)
    expect(await ada.page.evaluate(() => document.body.textContent)).not.toContain('acacia')
    await unlocks(ada, 'not the PIN')
    await ada.page.getByText(ada.t('unlock-wrong', { count: 1 })).waitFor()
    await unlocks(ada)
    await ada.field('write-label').waitFor()
    await expect.poll(() => ada.field('write-label').inputValue()).toBe('the secret of the acacia')
    // Not a moment's wait: it locks over the last letter.
    await ada.writesMore(' and of the baobab')
    await ada.page.reload()
    await isLocked(ada)
    expect(await found(ada, 'baobab')).toEqual([false])
    await unlocks(ada)
    await ada.field('write-label').waitFor()
    await expect.poll(() => ada.field('write-label').inputValue()).toBe('the secret of the acacia and of the baobab')
    await ada.writesMore(', and the fig')
    await ada.goesHome()
    await ada.hands.press(ada.page.getByRole('button', { name: ada.t('person-lock') }))
    await isLocked(ada)
    expect(await found(ada, 'baobab', 'the fig', 'secret of')).toEqual([false, false, false])
    // The list of people is cleared: who has a journal here is known again, PIN and all.
    await ada.page.goto(`${place.hub.address}/mark.svg`)
    await ada.page.evaluate(
      () =>
        new Promise((done) => {
          indexedDB.deleteDatabase('understory-profiles').onsuccess = done
        })
    )
    await ada.goesTo('/', 'unlock-title-unnamed')
    await unlocks(ada)
    await ada.at('home-title')
    await ada.closes()
    expect(filesWith(ada.profile, 'baobab')).toEqual([])
    expect(filesWith(ada.profile, 'the fig')).toEqual([])
    // What lay in the clear before may lie in Chromium's own files until it tidies them, and nowhere else.
    const traces = filesWith(ada.profile, 'secret of the acacia')
    expect(traces.filter((file) => !file.startsWith(join('Default', 'IndexedDB')))).toEqual([])
  })

  it('[PF2] that was forgotten: the code opens, a new PIN is chosen, and the old one is none any more', async () => {
    const bo = await atWork('Bo', 'sw', 'kept under the code')
    const code = await setsPin(bo)
    await bo.page.getByText(bo.t('pin-has')).waitFor()
    await bo.page.reload()
    await isLocked(bo)
    for (let tries = 1; tries <= 3; tries++) {
      await unlocks(bo, `wrong ${tries}`)
      await bo.page.getByText(bo.t('unlock-wrong', { count: tries })).waitFor()
    }
    // A reload makes no wait shorter.
    await bo.page.reload()
    await isLocked(bo)
    await bo.page.getByText(pattern(bo.t('unlock-wait', { seconds: 2 }).replace('2', ANY))).waitFor()
    await bo.press('unlock-forgot')
    await bo.page.getByText(bo.t('forgot-kept')).waitFor()
    await bo.hands.write(
      bo.field('forgot-code'),
      code.replace(/.$/, (last) => (last === '2' ? '3' : '2'))
    )
    await bo.press('forgot-use')
    await bo.page.getByText(bo.t('forgot-wrong')).waitFor()
    await bo.page.keyboard.press('ControlOrMeta+a')
    await bo.hands.write(bo.field('forgot-code'), code.toUpperCase().replaceAll('-', ' '))
    await bo.press('forgot-use')
    await bo.at('renew-title')
    await bo.hands.write(bo.field('pin-new'), 'another one')
    await bo.hands.write(bo.field('pin-again'), 'another one')
    await bo.press('pin-make')
    await bo.at('people-title')
    await bo.page.reload()
    await isLocked(bo)
    await unlocks(bo)
    await bo.page.getByText(bo.t('unlock-wrong', { count: 1 })).waitFor()
    await unlocks(bo, 'another one')
    await bo.opensTask('write')
    expect(await bo.field('write-label').inputValue()).toBe('kept under the code')
    await bo.closes()
  })

  it('[PF5] killed while all is being encrypted, at any moment: all is there with the PIN, and then all is encrypted', async () => {
    const chi = await atWork('Chi', 'ja', 'written before the cut')
    for (const wait of [0, 40]) {
      await setsPin(chi, PIN, async () => {
        await chi.press('pin-go')
        await chi.page.waitForTimeout(wait)
        await chi.killed()
      })
      await chi.opensAgain()
      // Killed before the PIN was on the disk: then there is none, and nothing else has changed.
      const has = await Promise.race([isLocked(chi).then(() => true), chi.at('home-title').then(() => false)])
      if (has) {
        await unlocks(chi)
        await chi.at('home-title')
        expect(await found(chi, 'before the cut')).toEqual([false])
      }
      await chi.opensTask('write')
      expect(await chi.field('write-label').inputValue()).toBe('written before the cut')
      if (!has) continue
      await chi.goesTo('/people', 'unlock-title-unnamed')
      await unlocks(chi)
      await chi.at('people-title')
      await chi.press('pin-take')
      await chi.hands.write(chi.field('pin-now'), PIN)
      await chi.press('pin-take')
      await chi.page.getByText(chi.t('pin-none')).waitFor()
      expect(await found(chi, 'before the cut')).toEqual([true])
    }
    await chi.closes()
  })
})

describe('several people at one computer', { timeout: 90_000 }, () => {
  it('[PF1] each finds their own work and nothing of the others', async () => {
    const dia = await atWork('Dia', 'ar', 'only for Dia')
    await dia.goesHome()
    await dia.goes('nav-settings', 'settings-title')
    await dia.press('settings-people-go')
    await dia.hands.write(dia.field('people-name'), 'Dia')
    await dia.press('people-save')
    await dia.press('people-add')
    await dia.hands.write(dia.field('new-name'), 'Ewa')
    await dia.press('new-begin')
    await dia.at('welcome-title')
    await dia.press('welcome-practise')
    await dia.press('consent-agree')
    await dia.at('home-title')
    expect(await dia.page.getByText(dia.t('home-continue')).count()).toBe(0)
    await dia.goesTo('/work', 'work-title')
    expect(await dia.page.locator('li [data-state]').count()).toBe(0)
    // A new window asks who works here.
    await dia.closes()
    await dia.opensAgain()
    await dia.at('who-title')
    await dia.hands.press(dia.page.getByRole('button', { name: 'Dia' }))
    await dia.opensTask('write')
    expect(await dia.field('write-label').inputValue()).toBe('only for Dia')
    await dia.goesHome()
    await dia.hands.press(dia.page.getByRole('button', { name: dia.t('person-other') }))
    await dia.at('who-title')
    const [first, other] = await dia.page.evaluate(async () =>
      (await indexedDB.databases())
        .map(({ name = '' }) => name)
        .filter((name) => /[0-9a-f]{64}$/.test(name))
        .sort()
    )
    expect(other).toBe(`understory-${place.project}`)
    expect(first).toMatch(new RegExp(`^understory-[0-9a-f]{16}-${place.project}$`))
    await dia.closes()
  })
})
