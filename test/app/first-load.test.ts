import { afterAll, describe, expect, it } from 'vitest'
import { HubProcess } from '../hub-process.ts'
import { cleanUp, freePort, newFolder } from '../understory.ts'
import { BrowserWindow, closeAll } from './browser-window.ts'
import { firstLoad } from './first-load.ts'

/** A quarter of what a page of a news site weighs: two minutes of a 2G link, once. */
const BUDGET = 300_000

afterAll(() => {
  closeAll()
  cleanUp()
})

describe('the first load', () => {
  it(`brings home within ${BUDGET / 1000} kB gzipped before fonts`, async () => {
    const hub = await HubProcess.start(newFolder(), await freePort(), ['practice'])
    const window = await BrowserWindow.open(newFolder())
    const { gzip, wire, files } = await firstLoad(window.page, hub.address)
    await window.close()
    await hub.stopped()
    console.log(`until home: ${gzip} bytes gzipped (${wire} on the wire) in ${files.length} files`)
    expect(files.length).toBeGreaterThan(3)
    expect(gzip, JSON.stringify(files)).toBeLessThanOrEqual(BUDGET)
  })
})
