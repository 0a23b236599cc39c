import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { HubInfo } from '../../src/main/bridge.ts'
import { newFolder } from '../understory.ts'
import { freshDesktop, listen, type OurWindow, PATIENT } from './fresh.ts'
import { Desktop, HOST } from './launch.ts'

describe(`the desktop app and its processes, on ${HOST}`, () => {
  const fresh = freshDesktop()

  it('runs the practice hub in a process of its own, which the page reaches', async () => {
    const desktop = await fresh.start()
    const hub = await practice(desktop)
    expect(hub).toMatchObject({
      v: 1,
      name: 'Understory practice',
      address: `http://127.0.0.1:${fresh.port}`,
      open: true
    })
    expect(Number(readFileSync(join(fresh.profile, 'practice', 'hub.lock'), 'utf8'))).not.toBe(desktop.process.pid)
    expect(await dialled(desktop, hub)).toBe('open')
    // Asked again it is the same one.
    expect(await practice(desktop)).toEqual(hub)
  })

  it('reaches no hub once the permission is denied', async () => {
    const desktop = await fresh.start()
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
    const desktop = await fresh.start()
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
    expect(existsSync(join(fresh.profile, 'practice', 'hub.lock'))).toBe(false)
    watcher.close()
  })

  it('passes the invite of a second start on, which leaves', async () => {
    const { page } = await fresh.start()
    await page.evaluate(() => {
      const ours = window as unknown as OurWindow
      ours.heard = []
      ours.understory.onInvite((link) => ours.heard?.push(link))
    })
    const link = 'understory://127.0.0.1:8787/join#ABCDEF'
    expect(await Desktop.passing(`--profile=${fresh.profile}`, link)).toBe(0)
    await page.waitForFunction(() => ((window as unknown as OurWindow).heard ?? []).length > 0)
    expect(await page.evaluate(() => (window as unknown as OurWindow).heard)).toEqual([link])
  })

  it('loads a page whose process was killed once more, and says so', async () => {
    const desktop = await fresh.start()
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

  it('tells the page that the port of the practice hub is taken, and tries again when asked', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(fresh.port, '127.0.0.1', done))
    const desktop = await fresh.start()
    expect(await askPractice(desktop)).toEqual({
      failed: {
        work: ['nothing-started'],
        cause: ['port-taken', { port: fresh.port }],
        action: ['free-port', { port: fresh.port }]
      }
    })
    await new Promise((done) => other.close(done))
    expect(await askPractice(desktop)).toMatchObject({ v: 1 })
  })

  it('saves the dataset whole or not at all', async () => {
    const { app, page } = await fresh.start()
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
