import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, join, parse } from 'node:path'
import { problemOf } from '../../hub/folder.ts'
import { Trouble } from '../trouble.ts'

/**
 * Writes the parts of a bundle. Each appears under its name only when all of them are whole and on the disk: a stick that
 * is pulled out holds the old file, or none.
 */
export class PartFiles {
  private readonly out: string
  private open: number | undefined
  private count = 0

  /** @param out the name of a bundle of one part; several are named `…-1`, `…-2`. */
  constructor(out: string) {
    this.out = out
  }

  /** @throws {Trouble} */
  write(part: number, bytes: Uint8Array): void {
    this.attempt(() => {
      if (part !== this.count) {
        this.close()
        this.count = part
        this.open = openSync(this.partial(part), 'w', 0o600)
      }
      for (let at = 0; at < bytes.byteLength; ) at += writeSync(this.open as number, bytes, at)
    })
  }

  /** @returns the names of the files. @throws {Trouble} */
  done(): string[] {
    return this.attempt(() => {
      this.close()
      const names = Array.from({ length: this.count }, (_, at) => (this.count === 1 ? this.out : this.named(at + 1)))
      for (const [at, name] of names.entries()) renameSync(this.partial(at + 1), name)
      flushFolder(dirname(this.out))
      return names
    })
  }

  /** Leaves nothing behind that is not whole. */
  failed(): void {
    if (this.open !== undefined) closeSync(this.open)
    this.open = undefined
    for (let part = 1; part <= this.count; part++) rmSync(this.partial(part), { force: true })
  }

  private partial(part: number): string {
    return `${this.out}.part-${process.pid}-${part}`
  }

  private named(part: number): string {
    const { dir, name, ext } = parse(this.out)
    return join(dir, `${name}-${part}${ext}`)
  }

  private close(): void {
    if (this.open === undefined) return
    fsyncSync(this.open)
    closeSync(this.open)
    this.open = undefined
  }

  private attempt<T>(work: () => T): T {
    try {
      return work()
    } catch (cause) {
      const cause_ = [
        'output-failed',
        { file: this.out, problem: problemOf(cause, 'its folder does not exist') }
      ] as const
      throw new Trouble('F5', { work: ['nothing-changed'], cause: cause_, action: ['check-output'] }, { cause })
    }
  }
}

/** So that the names are on the disk too; Windows and some sticks know no such thing. */
function flushFolder(folder: string): void {
  try {
    const open = openSync(folder, 'r')
    try {
      fsyncSync(open)
    } finally {
      closeSync(open)
    }
  } catch {
    // The files themselves are on the disk.
  }
}

/** Which store a folder holds. @throws {Trouble} if it is none. */
export function storeIn(folder: string): 'hub' | 'device' {
  if (existsSync(join(folder, 'hub.sqlite'))) return 'hub'
  if (existsSync(join(folder, 'device.sqlite'))) return 'device'
  throw new Trouble('F9', {
    work: ['nothing-changed'],
    cause: ['no-store', { folder }],
    action: ['name-store']
  })
}
