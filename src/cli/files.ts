import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { problemOf, Trouble } from './trouble.ts'

/**
 * The text of a file, or of standard input (`-`), in chunks; unpacked if its first bytes say that it is gzipped.
 * @throws {Trouble} if it cannot be read, or is no UTF-8: then with the line.
 */
export async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let line = 1
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined })
    } catch (cause) {
      const at = line + linesBeforeFault(bytes ?? new Uint8Array())
      throw new Trouble(
        'F4',
        { work: ['nothing-imported'], cause: ['not-text', { file, line: at }], action: ['save-utf8'] },
        { cause }
      )
    }
  }
  try {
    for await (const bytes of await unpacked(file === '-' ? process.stdin : createReadStream(file))) {
      const text = decode(bytes as Uint8Array)
      for (const char of text) if (char === '\n') line += 1
      yield text
    }
    yield decode()
  } catch (cause) {
    if (cause instanceof Trouble) throw cause
    const problem = problemOf(cause)
    throw new Trouble(
      'F3',
      { work: ['nothing-imported'], cause: ['file-unreadable', { file, problem }], action: ['check-file'] },
      { cause }
    )
  }
}

/** Lines that end before the first bytes that are no UTF-8. */
function linesBeforeFault(bytes: Uint8Array): number {
  const lax = new TextDecoder().decode(bytes)
  return lax.slice(0, Math.max(0, lax.indexOf('\ufffd'))).split('\n').length - 1
}

async function unpacked(raw: Readable): Promise<AsyncIterable<unknown>> {
  const chunks = raw[Symbol.asyncIterator]()
  const first = await chunks.next()
  const head = first.done ? undefined : (first.value as Uint8Array)
  const all = (async function* () {
    if (head) yield head
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
  })()
  if (head?.[0] !== 0x1f || head[1] !== 0x8b) return all
  const gunzip = createGunzip()
  void (async () => {
    try {
      for await (const chunk of all) if (!gunzip.write(chunk)) await new Promise((next) => gunzip.once('drain', next))
      gunzip.end()
    } catch (cause) {
      gunzip.destroy(cause as Error)
    }
  })()
  return gunzip
}

/**
 * Somewhere to write lines to: standard output, or a file that appears under its name only when it is whole; gzipped if
 * its name ends in `.gz`.
 */
export function linesTo(file: string | undefined): {
  write(line: string): Promise<void>
  done(): Promise<void>
  failed(): void
} {
  const partial = `${file}.part-${process.pid}`
  const target: Writable = file === undefined ? process.stdout : createWriteStream(partial)
  const sink: Writable = file?.endsWith('.gz') ? createGzip({ level: 9 }) : target
  if (sink !== target) sink.pipe(target)
  const trouble = (cause: unknown) =>
    new Trouble(
      'F5',
      {
        work: ['nothing-changed'],
        cause: ['output-failed', { file: file ?? '-', problem: problemOf(cause) }],
        action: ['check-output']
      },
      { cause }
    )
  const over = file === undefined ? Promise.resolve() : finished(target)
  over.catch(() => {})
  return {
    async write(line) {
      if (!sink.write(`${line}\n`))
        await Promise.race([new Promise((next) => sink.once('drain', next)), over]).catch((cause) =>
          Promise.reject(trouble(cause))
        )
    },
    async done() {
      if (file === undefined) return
      sink.end()
      await over.catch((cause) => Promise.reject(trouble(cause)))
      renameSync(partial, file)
    },
    failed() {
      if (file !== undefined) rmSync(partial, { force: true })
    }
  }
}
