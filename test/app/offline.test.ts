import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, describe, expect, it } from 'vitest'
import { SITE } from '../../src/cli/site.ts'
import { startHub } from '../../src/hub/run.ts'
import { HubProcess } from '../hub-process.ts'
import { cleanUp, freePort, newFolder } from '../understory.ts'
import { oneBrowser } from './one-browser.ts'

const one = oneBrowser()
afterAll(cleanUp)

describe('the web edition without its hub', () => {
  it('opens from any place in it once it was loaded, and still asks the hub who it is', async () => {
    const hub = await HubProcess.start(newFolder(), await freePort())
    await opened(hub.address)
    await hub.stopped()
    await one.page.reload()
    await one.page.getByRole('button', { name: 'Try again' }).waitFor()
    await one.page.goto(`${hub.address}/join`)
    await one.page.getByRole('heading', { name: 'Join a project' }).waitFor()
    for (const path of ['/hub.json', '/dataset.jsonl'])
      expect(await one.page.evaluate((asked) => fetch(asked).catch(() => 'no hub'), path)).toBe('no hub')
  })

  it('opens while a hub takes the connection and says nothing', async () => {
    const hub = await HubProcess.start(newFolder(), await freePort())
    await opened(hub.address)
    process.kill(hub.process.pid, 'SIGSTOP')
    await one.page.goto(`${hub.address}/join`, { waitUntil: 'commit' })
    await one.page.getByRole('heading', { name: 'Join a project' }).waitFor()
    await hub.killed()
  })

  it('keeps the old version whole until its last window is closed, then drops it', async () => {
    const site = join(newFolder(), 'site')
    cpSync(SITE, site, { recursive: true })
    const place = { folder: newFolder(), host: '127.0.0.1', port: await freePort() }
    const hub = await startHub({ ...place, site, open: false, name: 'Test', log: () => {} })
    await opened(hub.address)
    const [old] = await cachesOf(one.page)

    const worker = join(site, 'sw.js')
    writeFileSync(worker, readFileSync(worker, 'utf8').replace(/VERSION = '\w+'/, "VERSION = 'next'"))
    for (const twin of ['.br', '.gz']) rmSync(worker + twin)
    await one.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      await registration.update()
      const next = registration.installing ?? registration.waiting
      await new Promise<void>((done) => {
        const look = () => next?.state === 'installed' && done()
        next?.addEventListener('statechange', look)
        look()
      })
    })
    await one.page.reload()
    expect(await cachesOf(one.page)).toEqual([old, 'understory-next'])

    await one.page.close()
    const ofNewWindow = async () => {
      const window = await one.context.newPage()
      await window.goto(hub.address)
      return cachesOf(window).finally(() => window.close())
    }
    await expect.poll(ofNewWindow, { timeout: 30_000 }).toEqual(['understory-next'])
    await hub.close()
  })
})

/** Opens the page and waits until every file of it is kept. */
async function opened(address: string): Promise<void> {
  await one.page.goto(address)
  await one.page.evaluate(async () => {
    if (navigator.serviceWorker.controller) return
    await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }))
  })
}

/** But for the one of what somebody has used, which belongs to all versions. */
async function cachesOf(window: Page): Promise<string[]> {
  return (await window.evaluate(() => caches.keys())).filter((name) => name !== 'understory-fonts')
}
