import { readdirSync, readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CONTENT_POLICY } from '../../src/hub/content-policy.ts'
import { freshDesktop, isBuilt, listen, type OurWindow, PATIENT, ROOT } from './fresh.ts'
import { HOST, IS_STAND_IN } from './launch.ts'

describe(`the page of the desktop app, on ${HOST}`, () => {
  const fresh = freshDesktop()

  it('opens from the built main through app://, with its policy, its bridge and nothing else', async () => {
    const { page } = await fresh.start()
    const response = await page.reload()
    expect(response?.headers()['content-security-policy']).toBe(CONTENT_POLICY)
    const seen = await page.evaluate(async () => {
      // Inside the evaluation itself the debugger lifts the policy.
      await new Promise((later) => setTimeout(later))
      const refusal = (what: () => unknown) => {
        try {
          what()
        } catch (error) {
          return (error as Error).name
        }
        return 'allowed'
      }
      return {
        isSecure: isSecureContext,
        eval: refusal(() => new Function('1')),
        html: refusal(() => document.createElement('p').setHTMLUnsafe('<b>x</b>')),
        innerHtml: refusal(() => {
          document.createElement('p').innerHTML = '<b>x</b>'
        }),
        leaks: ['require', 'process', 'module', 'Buffer', 'global', '__ask', '__open', 'electron'].filter(
          (name) => name in window
        ),
        bridge: Object.keys((window as unknown as OurWindow).understory).toSorted(),
        isFixed: Object.isFrozen((window as unknown as OurWindow).understory)
      }
    })
    expect(seen).toEqual({
      isSecure: true,
      eval: 'EvalError',
      html: 'TypeError',
      innerHtml: 'TypeError',
      leaks: [],
      bridge: ['journals', 'onClosing', 'onInvite', 'practice', 'saveDataset', 'version'],
      isFixed: true
    })
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect(await page.evaluate(() => (window as unknown as OurWindow).understory.version())).toBe(version)
  })

  it('refuses wrong arguments and foreign pages with plain words', async () => {
    const { app, page } = await fresh.start()
    const withArguments = () =>
      page.evaluate(() => {
        const version = (window as unknown as OurWindow).understory.version as (...args: unknown[]) => Promise<string>
        return version('x').catch((error: Error) => error.message)
      })
    expect(await withArguments()).toBe('version does not take these arguments.')
    const listening = page.evaluate(() => (window as unknown as OurWindow).understory.onInvite('x' as never))
    await expect(listening).rejects.toThrow('onInvite takes a function.')

    const foreign = createHttpServer((_request, response) => response.end('<title>elsewhere</title>'))
    const address = await listen(foreign)
    await app.evaluate(({ BrowserWindow }, url) => BrowserWindow.getAllWindows()[0]!.loadURL(url), address)
    await expect.poll(() => page.title(), PATIENT).toBe('elsewhere')
    const asked = () =>
      page.evaluate(() => (window as unknown as OurWindow).understory.version().catch((error: Error) => error.message))
    expect(await asked()).toBe("version is only for Understory's own page.")
    foreign.close()
  })

  it('leaves neither its origin nor its window; what messages link to goes to the system', async () => {
    const { app, page } = await fresh.start()
    await app.evaluate(({ BrowserWindow, shell }) => {
      const seen = { opened: [] as string[], refused: [] as string[] }
      Object.assign(globalThis, { seen })
      shell.openExternal = async (url) => void seen.opened.push(url)
      BrowserWindow.getAllWindows()[0]!.webContents.on('will-navigate', (event) => {
        if (event.defaultPrevented) seen.refused.push(event.url)
      })
    })
    await page.evaluate(() => {
      location.href = 'https://example.org/'
    })
    await page.evaluate(() => {
      open('file:///etc/passwd')
      open('smb://example.org/x')
      open('https://example.org/help')
      const link = document.createElement('a')
      link.target = '_blank'
      link.href = 'http://example.org/linked'
      document.body.append(link)
      link.click()
    })
    const seen = () => app.evaluate(() => (globalThis as unknown as { seen: object }).seen)
    await expect.poll(seen, PATIENT).toEqual({
      opened: ['https://example.org/help', 'http://example.org/linked'],
      refused: ['https://example.org/']
    })
    await expect.poll(() => app.windows().length, PATIENT).toBe(1)
    expect(await page.title()).toMatch(/Understory$/)
  })

  it('needs no network: it asks nobody but itself, and loads again offline', async () => {
    const { app, page } = await fresh.start()
    const asked: string[] = []
    app.context().on('request', (request) => asked.push(new URL(request.url()).host))
    await app.context().setOffline(true)
    await page.reload()
    expect(await page.title()).toMatch(/Understory$/)
    expect(new Set(asked)).toEqual(new Set([new URL(page.url()).host]))
  })

  it('keeps IndexedDB over a restart', async () => {
    const first = await fresh.start()
    await first.page.evaluate(probe, 'kept')
    await first.quit()
    expect(await (await fresh.start()).page.evaluate(probe, undefined)).toBe('kept')
  })

  it('has a menu without reload and developer tools', async () => {
    const { app } = await fresh.start()
    const roles = await app.evaluate(({ Menu }) => {
      const rolesOf = (menu: Electron.Menu | null | undefined): string[] =>
        (menu?.items ?? []).flatMap(({ role, submenu }) => [`${role ?? ''}`.toLowerCase(), ...rolesOf(submenu)])
      return rolesOf(Menu.getApplicationMenu())
    })
    expect(roles).toEqual(expect.arrayContaining(['quit', 'undo', 'paste', 'zoomin', 'minimize']))
    expect(roles.filter((role) => /reload|devtools/.test(role))).toEqual([])
  })

  it.skipIf(!IS_STAND_IN)('opens no window with unsafe preferences (only the stand-in says so)', async () => {
    const { app } = await fresh.start()
    const unsafe = [{ sandbox: false }, { contextIsolation: false }, { nodeIntegration: true }, { webSecurity: false }]
    for (const webPreferences of unsafe) {
      const opening = app.evaluate(
        ({ BrowserWindow }, prefs) => void new BrowserWindow({ webPreferences: prefs }),
        webPreferences
      )
      await expect(opening).rejects.toThrow(`webPreferences.${Object.keys(webPreferences)[0]} must be`)
    }
  })
})

describe('the built main', () => {
  isBuilt()

  it('holds no Dexie: the page alone has IndexedDB', () => {
    const main = join(ROOT, 'out', 'main')
    const scripts = readdirSync(main, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
    expect(scripts).toEqual(expect.arrayContaining(['index.js', 'hub-process.js']))
    expect(scripts.filter((name) => /dexie/i.test(readFileSync(join(main, name), 'utf8')))).toEqual([])
  })
})

/** Runs in the page: writes a value, or reads the one there. */
function probe(value: string | undefined): Promise<unknown> {
  return new Promise((done, failed) => {
    const opening = indexedDB.open('probe', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('values')
    opening.onerror = () => failed(opening.error)
    opening.onsuccess = () => {
      const store = opening.result.transaction('values', 'readwrite').objectStore('values')
      const request = value === undefined ? store.get('one') : store.put(value, 'one')
      store.transaction.oncomplete = () => done(request.result)
    }
  })
}
