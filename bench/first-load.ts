import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BrowserWindow } from '../test/app/browser-window.ts'
import { firstLoad } from '../test/app/first-load.ts'
import { HubProcess } from '../test/hub-process.ts'
import { freePort } from '../test/understory.ts'

/** What the first visit costs until home can be used, on this processor and on slower ones; each from an empty browser. */
export async function measureFirstLoad(slower: readonly number[]) {
  const folder = mkdtempSync(join(tmpdir(), 'understory-bench-'))
  const hub = await HubProcess.start(join(folder, 'hub'), await freePort(), ['practice'])
  const runs: Record<string, object> = {}
  try {
    for (const times of slower) {
      const window = await BrowserWindow.open(join(folder, `profile-${times}`))
      const { gzip, wire, fonts, heading, home } = await firstLoad(window.page, hub.address, times)
      runs[`processor ${times}x slower`] = {
        gzip,
        wire,
        fonts,
        heading_ms: Math.round(heading),
        consent_to_home_ms: Math.round(home)
      }
      await window.close()
    }
  } finally {
    await hub.killed()
    rmSync(folder, { recursive: true, force: true })
  }
  return runs
}
