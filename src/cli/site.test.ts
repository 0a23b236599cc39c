import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isStale } from './site.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'understory-site-'))
})
afterEach(() => rmSync(root, { recursive: true }))

/** Writes a file of that age; its folders are as old as the oldest here. */
function put(name: string, seconds: number): void {
  const file = join(root, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  utimesSync(file, seconds, seconds)
  for (let folder = dirname(file); folder !== root; folder = dirname(folder)) utimesSync(folder, 1, 1)
}

describe('the web edition of a checkout', () => {
  it('is stale until it is built, and again when one of its sources is newer', () => {
    put('src/renderer/screens/deep/Task.tsx', 10)
    put('package-lock.json', 10)
    expect(isStale(root)).toBe(true)
    put('out/renderer/index.html', 20)
    expect(isStale(root)).toBe(false)
    for (const source of [
      'src/renderer/screens/deep/Task.tsx',
      'src/core/json.ts',
      'package-lock.json',
      'build/app.ts'
    ]) {
      put(source, 21)
      expect([source, isStale(root)]).toEqual([source, true])
      put(source, 10)
    }
  })

  it('is stale when a source has gone', () => {
    put('src/renderer/main.tsx', 10)
    put('out/renderer/index.html', 20)
    utimesSync(join(root, 'src', 'renderer'), 21, 21)
    expect(isStale(root)).toBe(true)
  })

  it('is not stale because of what it is not made of', () => {
    put('src/renderer/main.tsx', 10)
    put('out/renderer/index.html', 20)
    put('src/cli/main.ts', 21)
    put('test/practice.test.ts', 21)
    expect(isStale(root)).toBe(false)
  })

  it('without its sources is as it was installed', () => {
    put('out/renderer/index.html', 20)
    put('package-lock.json', 21)
    expect(isStale(root)).toBe(false)
  })
})
