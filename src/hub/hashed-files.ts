import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { FileNote } from '../core/dataset/manifest.ts'

/** Files of a folder that are hashed while they are written. */
export function hashedFilesIn(folder: string): {
  /** A file of lines; they come without \n. */
  lines(name: string): (lines: readonly string[]) => Promise<void>
  bytes(name: string): (bytes: Uint8Array) => Promise<void>
  /** Ends all of them. @returns what is in each, by name. */
  close(): Promise<FileNote[]>
} {
  const open: ReturnType<typeof fileAt>[] = []
  const begin = (name: string) => {
    const file = fileAt(folder, name)
    open.push(file)
    return file
  }
  return {
    bytes: (name) => begin(name).write,
    lines(name) {
      const file = begin(name)
      let count = 0
      file.countLines(() => count)
      return async (lines) => {
        count += lines.length
        if (lines.length > 0) await file.write(Buffer.from(lines.map((line) => `${line}\n`).join('')))
      }
    },
    async close() {
      const notes: FileNote[] = []
      for (const { end } of open) notes.push(await end())
      return notes.sort((a, b) => (a.name < b.name ? -1 : 1))
    }
  }
}

function fileAt(folder: string, name: string) {
  const stream = createWriteStream(join(folder, name))
  const over = finished(stream)
  over.catch(() => {}) // told to whoever writes or ends
  const hash = createHash('sha256')
  let bytes = 0
  let lines: (() => number) | undefined
  return {
    countLines(count: () => number) {
      lines = count
    },
    async write(chunk: Uint8Array): Promise<void> {
      hash.update(chunk)
      bytes += chunk.byteLength
      if (!stream.write(chunk))
        await Promise.race([new Promise<void>((next) => stream.once('drain', () => next())), over])
    },
    async end(): Promise<FileNote> {
      stream.end()
      await over
      return { name, bytes, sha256: hash.digest('hex'), ...(lines && { lines: lines() }) }
    }
  }
}
