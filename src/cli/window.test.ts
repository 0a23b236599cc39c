import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { electronBinary, neverStarted, noWindow, opener, whyNoWindow } from './window.ts'

const DESK = { platform: 'linux', uid: 1000, env: { DISPLAY: ':0' }, binary: true } as const

describe('a window of the app', () => {
  it('opens for a person at a screen, wherever Electron is', () => {
    expect(whyNoWindow(DESK)).toBeUndefined()
    expect(whyNoWindow({ ...DESK, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBeUndefined()
    for (const platform of ['darwin', 'win32'] as const)
      expect(whyNoWindow({ ...DESK, platform, uid: undefined, env: {} })).toBeUndefined()
  })

  it('does not open for root, without a display, or without Electron; the first that holds is told', () => {
    expect(whyNoWindow({ ...DESK, uid: 0, env: {}, binary: false })).toBe('root')
    expect(whyNoWindow({ ...DESK, env: { DISPLAY: '' }, binary: false })).toBe('no-display')
    expect(whyNoWindow({ ...DESK, binary: false })).toBe('no-binary')
    expect(whyNoWindow({ ...DESK, platform: 'darwin', uid: 0, binary: false })).toBe('no-binary')
    expect(noWindow('root')).toMatch(/^No desktop window: .*root\. The same app is served as web edition/)
  })

  it('that fails at once never was one; a later failure is the user’s to see', () => {
    expect([neverStarted(undefined, 1), neverStarted(127, 14_999), neverStarted(null, 100)]).toEqual([true, true, true])
    expect([neverStarted(0, 100), neverStarted(1, 15_000), neverStarted(null, 60_000)]).toEqual([false, false, false])
  })

  it('is Electron’s program, found without asking its package', () => {
    const folder = mkdtempSync(join(tmpdir(), 'understory-window-'))
    expect(electronBinary(folder, 'linux', {})).toBe(join(folder, 'dist', 'electron'))
    expect(electronBinary(folder, 'win32', {})).toBe(join(folder, 'dist', 'electron.exe'))
    expect(electronBinary(folder, 'linux', { ELECTRON_OVERRIDE_DIST_PATH: '/opt/e' })).toBe(join('/opt/e', 'electron'))
    writeFileSync(join(folder, 'path.txt'), 'named')
    expect(electronBinary(folder, 'linux', {})).toBe(join(folder, 'dist', 'named'))
    rmSync(folder, { recursive: true })
  })
})

describe('the browser', () => {
  it('opens by itself for a person at a screen, and never as root', () => {
    const address = 'http://127.0.0.1:8787'
    expect(opener(DESK, address)).toEqual(['xdg-open', address])
    expect(opener({ ...DESK, platform: 'darwin' }, address)).toEqual(['open', address])
    expect(opener({ ...DESK, platform: 'win32', uid: undefined }, address)?.at(-1)).toBe(address)
    expect(opener({ ...DESK, uid: 0 }, address)).toBeUndefined()
    expect(opener({ ...DESK, env: {} }, address)).toBeUndefined()
  })
})
