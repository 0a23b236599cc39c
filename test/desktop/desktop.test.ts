import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CONTENT_POLICY } from '../../src/hub/content-policy.ts'
import type { Bridge, HubInfo } from '../../src/main/bridge.ts'
import { cleanUp, freePort, newFolder } from '../understory.ts'
import { Desktop, endAll, HOST, IS_STAND_IN } from './launch.ts'

type OurWindow = { understory: Bridge; heard?: string[] }

/** For what happens in other processes: it takes as long as it takes. */
const PATIENT = { timeout: 30_000 }

const ROOT = join(import.meta.dirname, '..', '..')

beforeAll(() => {
  const { status } = spawnSync(process.execPath, [join('build', 'app.ts'), '--if-stale'], {
    cwd: ROOT,
    stdio: 'inherit'
  })
  expect(status).toBe(0)
})

describe(`the desktop on ${HOST}`, () => {
  let profile: string
  let port: number

  beforeEach(async () => {
    profile = newFolder()
    port = await freePort()
  })
  afterEach(endAll)
  afterAll(cleanUp)

  const start = (...args: string[]) => Desktop.start(`--profile=${profile}`, `--port=${port}`, ...args)

  it('opens from the built main through app://, with its policy, its bridge and nothing else', async () => {
    const { page } = await start()
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
      bridge: ['onClosing', 'onInvite', 'practice', 'saveDataset', 'version'],
      isFixed: true
    })
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect(await page.evaluate(() => (window as unknown as OurWindow).understory.version())).toBe(version)
  })

  it('refuses wrong arguments and foreign pages with plain words', async () => {
    const { app, page } = await start()
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
    expect(await page.title()).toBe('elsewhere')
    const asked = () =>
      page.evaluate(() => (window as unknown as OurWindow).understory.version().catch((error: Error) => error.message))
    expect(await asked()).toBe("version is only for Understory's own page.")
    foreign.close()
  })

  it('runs the practice hub in a process of its own, which the page reaches', async () => {
    const desktop = await start()
    const hub = await practice(desktop)
    expect(hub).toMatchObject({ v: 1, name: 'Understory practice', address: `http://127.0.0.1:${port}`, open: true })
    expect(Number(readFileSync(join(profile, 'practice', 'hub.lock'), 'utf8'))).not.toBe(desktop.process.pid)
    expect(await dialled(desktop, hub)).toBe('open')
    // Asked again it is the same one.
    expect(await practice(desktop)).toEqual(hub)
  })

  it('reaches no hub once the permission is denied', async () => {
    const desktop = await start()
    const hub = await practice(desktop)
    await desktop.app.evaluate(({ session }) => {
      session.defaultSession.setPermissionRequestHandler((_contents, _permission, answered) => answered(false))
      session.defaultSession.setPermissionCheckHandler(() => false)
    })
    await desktop.page.reload()
    expect(await dialled(desktop, hub)).toBe('refused')
  })

  it.each([
    ['quits', (desktop: Desktop) => desktop.quit()],
    ['ends with its window', (desktop: Desktop) => desktop.closed()]
  ])('lets the page flush before it stops the hub and %s', async (_how, leave) => {
    const desktop = await start()
    const hub = await practice(desktop)
    // The page's flush dials this and waits until it hangs up.
    let hubDuringFlush: number | undefined
    const watcher = createServer(async (socket) => {
      hubDuringFlush = await fetch(hub.address).then(
        ({ status }) => status,
        () => 0
      )
      socket.destroy()
    })
    const address = await listen(watcher)
    await desktop.page.evaluate(
      (url) => {
        const flush = () =>
          new Promise<void>((done) => {
            new WebSocket(url).onerror = () => done()
          })
        ;(window as unknown as OurWindow).understory.onClosing(flush)
      },
      address.replace('http', 'ws')
    )
    expect(await leave(desktop)).toBe(0)
    expect(hubDuringFlush).toBe(200)
    await expect(fetch(hub.address)).rejects.toThrow()
    // It was stopped, not cut off: its folder is free too.
    expect(existsSync(join(profile, 'practice', 'hub.lock'))).toBe(false)
    watcher.close()
  })

  it('passes the invite of a second start on, which leaves', async () => {
    const { page } = await start()
    await page.evaluate(() => {
      const ours = window as unknown as OurWindow
      ours.heard = []
      ours.understory.onInvite((link) => ours.heard?.push(link))
    })
    const link = 'understory://127.0.0.1:8787/join#ABCDEF'
    expect(await Desktop.passing(`--profile=${profile}`, link)).toBe(0)
    await page.waitForFunction(() => ((window as unknown as OurWindow).heard ?? []).length > 0)
    expect(await page.evaluate(() => (window as unknown as OurWindow).heard)).toEqual([link])
  })

  it('leaves neither its origin nor its window; what messages link to goes to the system', async () => {
    const { app, page } = await start()
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
    const { app, page } = await start()
    const asked: string[] = []
    app.context().on('request', (request) => asked.push(new URL(request.url()).host))
    await app.context().setOffline(true)
    await page.reload()
    expect(await page.title()).toMatch(/Understory$/)
    expect(new Set(asked)).toEqual(new Set([new URL(page.url()).host]))
  })

  it('loads a page whose process was killed once more, and says so', async () => {
    const desktop = await start()
    const { app } = desktop
    await app.evaluate(({ dialog }) => {
      const said: string[] = []
      Object.assign(globalThis, { said })
      dialog.showMessageBox = async (...args: unknown[]) => {
        said.push((args.at(-1) as { message: string }).message)
        return { response: 0, checkboxChecked: false }
      }
    })
    const crash = () =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer())
    const said = () => app.evaluate(() => (globalThis as unknown as { said: string[] }).said)
    const title = () =>
      app.evaluate(({ BrowserWindow }) => {
        const { webContents } = BrowserWindow.getAllWindows()[0]!
        return webContents.isCrashed() ? '' : webContents.executeJavaScript('document.title')
      })
    await crash()
    await expect.poll(said, PATIENT).toEqual(['The window had a fault and was opened anew.'])
    await expect.poll(title, PATIENT).toMatch(/Understory$/)
    await crash()
    await expect.poll(async () => (await said())[1], PATIENT).toBe('The window had a fault again.')
    expect(await title()).toBe('')
    expect(await desktop.quit()).toBe(0)
  })

  it('keeps IndexedDB over a restart', async () => {
    const first = await start()
    await first.page.evaluate(probe, 'kept')
    await first.quit()
    expect(await (await start()).page.evaluate(probe, undefined)).toBe('kept')
  })

  it('tells the page that the port of the practice hub is taken, and tries again when asked', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(port, '127.0.0.1', done))
    const desktop = await start()
    expect(await askPractice(desktop)).toEqual({
      failed: { work: ['nothing-started'], cause: ['port-taken', { port }], action: ['free-port', { port }] }
    })
    await new Promise((done) => other.close(done))
    expect(await askPractice(desktop)).toMatchObject({ v: 1 })
  })

  it('saves the dataset whole or not at all', async () => {
    const { app, page } = await start()
    const folder = newFolder()
    const save = async (filePath: string) => {
      await app.evaluate(({ dialog }, path) => {
        dialog.showSaveDialog = async () => ({ canceled: path === '', filePath: path })
      }, filePath)
      return page.evaluate(() => (window as unknown as OurWindow).understory.saveDataset())
    }
    expect(await save('')).toBe('cancelled')
    const file = join(folder, 'dataset.jsonl')
    writeFileSync(file, 'of yesterday')
    expect(await save(file)).toBe('saved')
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(JSON.parse(line)).toBeTypeOf('object')

    const taken = join(folder, 'taken.jsonl')
    mkdirSync(join(taken, 'inside'), { recursive: true })
    expect(await save(taken)).toMatchObject({
      failed: { work: ['not-saved'], cause: ['output-failed', { file: taken }] }
    })
    expect(readdirSync(folder).toSorted()).toEqual(['dataset.jsonl', 'taken.jsonl'])
    expect(await save(join(folder, 'none', 'dataset.jsonl'))).toMatchObject({ failed: { work: ['not-saved'] } })
    expect(existsSync(join(folder, 'none'))).toBe(false)
  })

  it('has a menu without reload and developer tools', async () => {
    const { app } = await start()
    const roles = await app.evaluate(({ Menu }) => {
      const rolesOf = (menu: Electron.Menu | null | undefined): string[] =>
        (menu?.items ?? []).flatMap(({ role, submenu }) => [`${role ?? ''}`.toLowerCase(), ...rolesOf(submenu)])
      return rolesOf(Menu.getApplicationMenu())
    })
    expect(roles).toEqual(expect.arrayContaining(['quit', 'undo', 'paste', 'zoomin', 'minimize']))
    expect(roles.filter((role) => /reload|devtools/.test(role))).toEqual([])
  })

  it.skipIf(!IS_STAND_IN)('opens no window with unsafe preferences (only the stand-in says so)', async () => {
    const { app } = await start()
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
  it('holds no Dexie: the page alone has IndexedDB', () => {
    const main = join(ROOT, 'out', 'main')
    const scripts = readdirSync(main, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
    expect(scripts).toEqual(expect.arrayContaining(['index.js', 'hub-process.js']))
    expect(scripts.filter((name) => /dexie/i.test(readFileSync(join(main, name), 'utf8')))).toEqual([])
  })
})

function askPractice({ page }: Desktop) {
  return page.evaluate(() => (window as unknown as OurWindow).understory.practice())
}

async function practice(desktop: Desktop): Promise<HubInfo> {
  const hub = await askPractice(desktop)
  if ('failed' in hub) throw new Error(JSON.stringify(hub.failed))
  return hub
}

/** What becomes of a link that the page opens to the hub. */
function dialled({ page }: Desktop, { address }: HubInfo): Promise<string> {
  return page.evaluate(
    (url) =>
      new Promise<string>((done) => {
        const socket = new WebSocket(url)
        socket.onopen = () => done('open')
        socket.onerror = () => done('refused')
      }),
    `${address.replace('http', 'ws')}/link?${'a'.repeat(64)}`
  )
}

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

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
