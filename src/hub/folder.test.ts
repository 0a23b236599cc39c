import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { newFolder, removeFolders } from './examples/folders.ts'
import { FolderTrouble, usableFolder } from './folder.ts'

afterAll(removeFolders)

function problemWith(folder: string): unknown {
  try {
    return usableFolder(folder)
  } catch (cause) {
    return cause instanceof FolderTrouble ? cause.told.cause[1] : cause
  }
}

describe('a folder that is to be used', () => {
  it('is made with those above it, for its owner alone, and stays as it is', () => {
    const folder = join(newFolder(), 'a', 'b')
    for (let again = 0; again < 2; again++) expect(usableFolder(folder)).toBe(folder)
    if (process.platform !== 'win32')
      for (const each of [folder, join(folder, '..')]) expect(statSync(each).mode & 0o077).toBe(0)
  })

  it('is none where a file lies', () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, '')
    expect(problemWith(file)).toEqual({ folder: file, problem: 'it is a file' })
    expect(problemWith(join(file, 'a'))).toMatchObject({ problem: 'a part of its path is no folder' })
  })

  it.runIf(existsSync('/proc/self'))('is refused below one that takes none, at once', () => {
    for (const folder of ['/proc/x', '/proc/x/y'])
      expect(problemWith(folder)).toEqual({ folder, problem: 'no folder can be made there' })
  })
})
