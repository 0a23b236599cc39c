import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { newFolder } from './understory.ts'

/** A disk of few megabytes that is full when a test says so. */
export class SmallDisk {
  readonly folder: string
  private readonly ballast: string

  /** @returns undefined where this user may not mount one. */
  static mount(megabytes: number): SmallDisk | undefined {
    if (process.getuid?.() !== 0) return undefined
    const folder = newFolder()
    const { status } = run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder)
    return status === 0 ? new SmallDisk(folder) : undefined
  }

  private constructor(folder: string) {
    this.folder = folder
    this.ballast = join(folder, 'ballast')
  }

  /** @param leave bytes that stay free. */
  fill(leave = 0): void {
    const file = openSync(this.ballast, 'w')
    try {
      for (;;) writeSync(file, new Uint8Array(4096))
    } catch {
      closeSync(file)
    }
    truncateSync(this.ballast, Math.max(0, statSync(this.ballast).size - leave))
  }

  free(): void {
    rmSync(this.ballast, { force: true })
  }

  unmount(): void {
    run('umount', '-l', this.folder)
  }
}

function run(program: string, ...args: string[]) {
  return spawnSync(program, args)
}
