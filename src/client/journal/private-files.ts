import { joined } from '../../core/bytes.ts'
import { type Journals, NoPlace } from './journal.ts'
import { inTurns } from './turns.ts'

/** As far as they are used here; the types have these names in browsers only. */
export type Folder = {
  getDirectoryHandle(name: string, options?: { readonly create: boolean }): Promise<Folder>
  getFileHandle(name: string, options?: { readonly create: boolean }): Promise<PrivateFile>
  removeEntry(name: string): Promise<void>
  keys(): AsyncIterable<string>
}
type PrivateFile = {
  getFile(): Promise<{ arrayBuffer(): Promise<ArrayBuffer> }>
  createSyncAccessHandle(): Promise<Access>
}
type Access = {
  getSize(): number
  read(into: Uint8Array, options: { readonly at: number }): number
  write(bytes: Uint8Array, options: { readonly at: number }): number
  truncate(bytes: number): void
  flush(): void
  close(): void
}
type Own = { readonly file: string; readonly access: Access }

const HOME = 'journals'
const FILE = /^\d{6}\.journal$/
/** Other windows may each be in the way once. */
const MOST_TRIES = 50

/**
 * Journals in an origin's private file system, `journals/NAME/000007.journal`. Runs in a worker, where alone bytes can be
 * flushed. A window locks the file that it writes to, so each has its own; what none is writing to is gone on with.
 *
 * @param root rejects where the browser bars it.
 */
export function privateJournals(root: () => Promise<Folder>): Journals {
  const inTurn = inTurns()
  const owned = new Map<string, Own>()
  const home = async (create: boolean) => {
    const folder = await root().catch((cause: unknown) => {
      throw new NoPlace('no private file system', { cause })
    })
    return create ? folder.getDirectoryHandle(HOME, { create }) : unlessMissing(folder.getDirectoryHandle(HOME))
  }
  const folderOf = async (name: string) => {
    const folder = await home(false)
    return folder && unlessMissing(folder.getDirectoryHandle(name))
  }
  const madeFolder = async (name: string) => ((await home(true)) as Folder).getDirectoryHandle(name, { create: true })

  const letGo = (name: string) => {
    owned.get(name)?.access.close()
    owned.delete(name)
  }
  const ownFile = async (name: string): Promise<Access> => {
    const own = owned.get(name)
    if (own) return own.access
    const folder = await madeFolder(name)
    const [newest, ...older] = (await filesIn(folder)).reverse()
    const opened = await firstFree(folder, [...(newest === undefined ? [] : [newest]), ...older, ...after(newest)])
    owned.set(name, opened)
    return opened.access
  }

  return {
    async list() {
      const folder = await home(false)
      const names: string[] = []
      if (folder)
        for await (const name of folder.keys()) {
          const each = await folder.getDirectoryHandle(name).catch(() => undefined) // a file is none
          if (each && (await filesIn(each)).length > 0) names.push(name)
        }
      return names.sort()
    },
    read: (name) =>
      inTurn(name, async () => {
        const folder = await folderOf(name)
        return folder ? readAll(folder, owned.get(name)) : new Uint8Array()
      }),
    append: (name, bytes) => inTurn(name, async () => writeTo(await ownFile(name), bytes)),
    replace: (name, bytes) =>
      inTurn(name, async () => {
        const folder = await madeFolder(name)
        const old = await filesIn(folder)
        const next = await firstFree(folder, after(old.at(-1)))
        try {
          writeTo(next.access, bytes)
        } catch (cause) {
          next.access.close()
          await folder.removeEntry(next.file).catch(() => {}) // it holds nothing that counts
          throw cause
        }
        letGo(name)
        owned.set(name, next)
        // Another window's stays.
        for (const file of old) await folder.removeEntry(file).catch(() => {})
      }),
    close: (name) => inTurn(name, async () => letGo(name))
  }
}

/** Files may come and go meanwhile, since another window writes its own anew: then it is read again. */
async function readAll(folder: Folder, own: Own | undefined): Promise<Uint8Array> {
  for (let tries = 0; ; tries++) {
    const files = await filesIn(folder)
    const parts: Uint8Array[] = []
    for (const file of files) {
      const bytes = file === own?.file ? readOwn(own.access) : await readOther(folder, file)
      if (bytes) parts.push(bytes)
    }
    const same = String(await filesIn(folder)) === String(files) && parts.length === files.length
    if (same || tries === 3) return joined(...parts)
  }
}

function readOwn(access: Access): Uint8Array {
  const bytes = new Uint8Array(access.getSize())
  access.read(bytes, { at: 0 })
  return bytes
}

async function readOther(folder: Folder, file: string): Promise<Uint8Array | undefined> {
  const handle = await unlessMissing(folder.getFileHandle(file))
  return handle && new Uint8Array(await (await handle.getFile()).arrayBuffer())
}

/** On the disk when this returns, or as it was. */
function writeTo(access: Access, bytes: Uint8Array): void {
  const start = access.getSize()
  try {
    for (let done = 0; done < bytes.byteLength; ) {
      const written = access.write(bytes.subarray(done), { at: start + done })
      if (written === 0) throw new Error('nothing was written')
      done += written
    }
    access.flush()
  } catch (cause) {
    access.truncate(start)
    throw cause
  }
}

/** The first that no other window is writing to. */
async function firstFree(folder: Folder, files: readonly string[]): Promise<Own> {
  let cause: unknown
  for (const file of files)
    try {
      const handle = await folder.getFileHandle(file, { create: true })
      return { file, access: await handle.createSyncAccessHandle() }
    } catch (why) {
      cause = why
    }
  throw cause
}

/** Oldest first. */
async function filesIn(folder: Folder): Promise<string[]> {
  const files: string[] = []
  for await (const name of folder.keys()) if (FILE.test(name)) files.push(name)
  return files.sort()
}

function after(file = '-1.journal'): string[] {
  const from = Number.parseInt(file, 10) + 1
  return Array.from({ length: MOST_TRIES }, (_, n) => `${String((from + n) % 1_000_000).padStart(6, '0')}.journal`)
}

function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  return found.catch((cause: unknown) => {
    if (cause instanceof Error && cause.name === 'NotFoundError') return undefined
    throw cause
  })
}
