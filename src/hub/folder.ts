import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Told, UnderstoryError } from '../core/error.ts'

/** Makes a folder that only its owner can read, or says why it cannot be used. What comes into it is the owner's too. */
export function usableFolder(folder: string): string {
  process.umask(0o077)
  try {
    makeFolder(folder, 0o700)
    const probe = join(folder, `.probe-${process.pid}`)
    writeFileSync(probe, '')
    rmSync(probe)
    return folder
  } catch (cause) {
    throw unusable(folder, cause)
  }
}

/** Makes a folder with those above it. Node's own way does not end below one that takes none, as /proc. */
export function makeFolder(folder: string, mode: number): void {
  const above = dirname(resolve(folder))
  if (above !== resolve(folder) && !existsSync(above)) makeFolder(above, mode)
  try {
    mkdirSync(folder, { mode })
  } catch (cause) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw cause
  }
}

/** What it means of a folder that is to be made that something is not there. */
export const NO_FOLDER = 'no folder can be made there'

function unusable(folder: string, cause: unknown): FolderTrouble {
  const problem = problemOf(cause, NO_FOLDER)
  return new FolderTrouble(
    'F1',
    { work: ['nothing-changed'], cause: ['folder-unusable', { folder, problem }], action: ['check-folder'] },
    { cause }
  )
}

/**
 * What the operating system says of a failed file operation, in words.
 *
 * @param absent what it means that something is not there: of a file that is written it is the folder.
 */
export function problemOf(cause: unknown, absent = 'it does not exist'): string {
  const { code } = cause as NodeJS.ErrnoException
  const known: Record<string, string> = {
    ENOENT: absent,
    EEXIST: 'it is a file',
    EACCES: 'this user may not',
    EPERM: 'this user may not',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of its path is no folder',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full'
  }
  return known[code ?? ''] ?? (cause instanceof Error ? cause.message : String(cause))
}

/**
 * Takes a folder for one program. A lock whose process is gone counts for nothing.
 * @param words what is said while another holds it.
 * @returns gives it free again.
 */
export function lock(file: string, words: { cause: string; action: string }): () => void {
  const held = tryLock(file)
  if ('unlock' in held) return held.unlock
  throw new FolderTrouble('F2', {
    work: ['nothing-changed'],
    cause: [words.cause, { pid: held.holder }],
    action: [words.action]
  })
}

/** The same for whoever can do without: @returns what gives it free again, or the process that holds it. */
export function tryLock(file: string): { unlock(): void } | { holder: number } {
  const holder = holderOf(file)
  if (holder !== undefined) return { holder }
  rmSync(file, { force: true })
  try {
    claim(file)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(dirname(file), cause)
    return tryLock(file) // another was faster
  }
  return {
    unlock() {
      if (existsSync(file) && readFileSync(file, 'utf8') === String(process.pid)) rmSync(file, { force: true })
    }
  }
}

/** Written first and then named, so that nobody sees a lock that does not say yet whose it is. */
function claim(file: string): void {
  const own = `${file}-${process.pid}`
  try {
    writeFileSync(own, String(process.pid))
    linkSync(own, file)
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(code)) throw cause
    // The file systems of sticks have no second names.
    writeFileSync(file, String(process.pid), { flag: 'wx' })
  } finally {
    rmSync(own, { force: true })
  }
}

/** The living process that holds this lock. */
function holderOf(file: string): number | undefined {
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8'))
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return undefined
  try {
    process.kill(pid, 0)
    return pid
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM' ? pid : undefined
  }
}

export const HUB_LOCK = { cause: 'hub-runs', action: 'stop-hub' }
export const DEVICE_LOCK = { cause: 'device-busy', action: 'wait-device' }

/** A folder that cannot be used, that another program uses, or that has something in it already. */
export class FolderTrouble extends UnderstoryError {
  override name = 'FolderTrouble' as const
  readonly code: 'F1' | 'F2' | 'F9'
  readonly told: Told
  constructor(code: 'F1' | 'F2' | 'F9', told: Told, options?: ErrorOptions) {
    super(told.cause[0], options)
    this.code = code
    this.told = told
  }
}
