import { spawnSync } from 'node:child_process'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Bridge } from '../../src/main/bridge.ts'
import { cleanUp, freePort, newFolder } from '../understory.ts'
import { Desktop, endAll } from './launch.ts'

export const ROOT = join(import.meta.dirname, '..', '..')

/** For what happens in other processes: it takes as long as it takes. */
export const PATIENT = { timeout: 30_000 }

/** The page's window, as the preload leaves it. */
export type OurWindow = { understory: Bridge; heard?: string[] }

/** Builds the app first, if its sources have changed. */
export function isBuilt(): void {
  beforeAll(() => {
    const program = join('build', 'app.ts')
    const { status } = spawnSync(process.execPath, [program, '--if-stale'], { cwd: ROOT, stdio: 'inherit' })
    expect(status).toBe(0)
  })
}

/** The built app for each test of a describe block: a profile and a port of its own, and nothing left running. */
export function freshDesktop() {
  const fresh = {
    profile: '',
    port: 0,
    start: (...args: string[]) => Desktop.start(`--profile=${fresh.profile}`, `--port=${fresh.port}`, ...args)
  }
  isBuilt()
  beforeEach(async () => {
    fresh.profile = newFolder()
    fresh.port = await freePort()
  })
  afterEach(endAll)
  afterAll(cleanUp)
  return fresh
}

/** @returns its address on this computer. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
