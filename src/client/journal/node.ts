import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { joined } from '../../core/bytes.ts'
import type { Journals } from './journal.ts'
import { inTurns } from './turns.ts'

/**
 * Journals as folders of files, `NAME/000007.journal`, that only their owner can read. One program at a time has them.
 * @param folder made when the first journal begins.
 */
export function journalsIn(folder: string): Journals {
  const turns = inTurns()
  const inTurn = <T>(name: string, work: (home: string) => Promise<T>) => turns(name, () => work(join(folder, name)))
  return {
    async list() {
      const names = (await readdir(folder, { withFileTypes: true }).catch(noneIfMissing)).flatMap((entry) =>
        entry.isDirectory() ? [entry.name] : []
      )
      const filled: string[] = []
      for (const name of names.sort()) if ((await filesIn(join(folder, name))).length > 0) filled.push(name)
      return filled
    },
    read: (name) =>
      inTurn(name, async (home) => {
        const files = await filesIn(home)
        return joined(
          ...(await Promise.all(files.map(async (file) => new Uint8Array(await readFile(join(home, file))))))
        )
      }),
    append: (name, bytes) =>
      inTurn(name, async (home) => {
        const file = (await filesIn(home)).at(-1)
        await write(home, file ?? fileOf(0), bytes, file === undefined)
      }),
    replace: (name, bytes) =>
      inTurn(name, async (home) => {
        const old = await filesIn(home)
        await write(home, fileOf(numberOf(old.at(-1)) + 1), bytes, true)
        for (const file of old) await rm(join(home, file), { force: true })
        await flushFolder(home)
      }),
    close: (name) => inTurn(name, async () => {})
  }
}

const FILE = /^\d{6}\.journal$/

/** Oldest first. */
async function filesIn(home: string): Promise<string[]> {
  return (await readdir(home).catch(noneIfMissing)).filter((file) => FILE.test(file)).sort()
}

function fileOf(number: number): string {
  return `${String(number % 1_000_000).padStart(6, '0')}.journal`
}

function numberOf(file: string | undefined): number {
  return file === undefined ? -1 : Number(file.slice(0, 6))
}

/** On the disk when this resolves, with its name. */
async function write(home: string, file: string, bytes: Uint8Array, isNew: boolean): Promise<void> {
  if (isNew) await mkdir(home, { recursive: true, mode: 0o700 })
  const handle = await open(join(home, file), 'a', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  if (isNew) for (const folder of [home, join(home, '..')]) await flushFolder(folder)
}

/** So that the names in it are on the disk too; Windows knows no such thing. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

function noneIfMissing(cause: unknown): [] {
  if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
  throw cause
}
