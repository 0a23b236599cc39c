import { join } from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'
import { groundFor } from './ground.ts'

/** A hidden window that shows itself once there is something to see. */
export function makeWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1180,
    height: 760,
    minWidth: 380,
    minHeight: 600,
    show: false,
    backgroundColor: groundFor(nativeTheme),
    webPreferences: {
      preload: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: true,
      // What was compiled is kept at the first start: whoever opens the app once a week never gets warm.
      v8CacheOptions: 'bypassHeatCheck'
    }
  })
  window.once('ready-to-show', () => window.show())
  return window
}
