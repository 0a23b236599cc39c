import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { journalsContract } from './conformance.ts'
import { writeFrame } from './frame.ts'
import { journalsIn } from './node.ts'

const folder = mkdtempSync(join(tmpdir(), 'understory-journal-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

journalsContract('files', () => journalsIn(join(folder, 'contract')))

it('[JN9] a journal is one file that only its owner can read, in a folder of its own', async () => {
  const home = join(folder, 'rights')
  const journals = journalsIn(home)
  await journals.append('a', writeFrame(Uint8Array.of(1)))
  await journals.replace('a', writeFrame(Uint8Array.of(2)))
  expect(readdirSync(join(home, 'a'))).toEqual(['000001.journal'])
  const rights = (path: string) => statSync(join(home, path)).mode & 0o777
  expect([rights('a'), rights('a/000001.journal')]).toEqual([0o700, 0o600])
})

it('[JN6] a journal that went while the program runs begins again', async () => {
  const home = join(folder, 'gone')
  const journals = journalsIn(home)
  await journals.append('a', writeFrame(Uint8Array.of(1)))
  rmSync(home, { recursive: true })
  await journals.append('a', writeFrame(Uint8Array.of(2)))
  expect(await journals.read('a')).toEqual(writeFrame(Uint8Array.of(2)))
})

it('[JN6] a journal that fails once goes on with the next call', async () => {
  const home = join(folder, 'barred')
  const journals = journalsIn(home)
  await journals.append('a', writeFrame(Uint8Array.of(1)))
  rmSync(join(home, 'a'), { recursive: true })
  writeFileSync(join(home, 'a'), 'in the way')
  await expect(journals.append('a', writeFrame(Uint8Array.of(2)))).rejects.toThrow()
  rmSync(join(home, 'a'))
  await journals.append('a', writeFrame(Uint8Array.of(3)))
  expect(await journals.read('a')).toEqual(writeFrame(Uint8Array.of(3)))
})
