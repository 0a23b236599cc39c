import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { problemOf } from '../hub/folder.ts'
import { Trouble } from './trouble.ts'

/** A gzipped file that breaks off; what came before that has been given. */
export class BrokenOff extends Trouble {
  readonly line: number
  constructor(file: string, line: number, options: ErrorOptions) {
    super(
      'F7',
      { work: ['nothing-imported'], cause: ['file-broken-off', { file, line }], action: ['fetch-file'] },
      options
    )
    this.line = line
  }
}

/**
 * The text of a file, or of standard input (`-`), in chunks; unpacked if its first bytes say that it is gzipped.
 * @throws {Trouble} if it cannot be read, is damaged, or is no UTF-8: then with the line. {BrokenOff} after all that could
 *   be unpacked.
 */
export async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let line = 1
  const chunks = await unpacked(file === '-' ? process.stdin : createReadStream(file)).catch((cause) => {
    throw unreadable(file, cause)
  })
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
    for await (const bytes of chunks) {
      const text = await unlessDamaged(() => decode(bytes), chunks)
      for (const char of text) if (char === '\n') line += 1
      yield text
    }
    yield decode()
  } catch (cause) {
    if (cause instanceof Trouble) throw cause
    const { code = '' } = cause as NodeJS.ErrnoException
    if (code === 'Z_BUF_ERROR') throw new BrokenOff(file, line, { cause })
    // Of what came before nothing tells whether it is as it was.
    throw code.startsWith('Z_') ? damaged(file, cause) : unreadable(file, cause)
  }
}

/** What is no text in a gzipped file mostly means that the file is damaged, which only its end tells. */
async function unlessDamaged<T>(work: () => T, rest: AsyncIterable<unknown>): Promise<T> {
  try {
    return work()
  } catch (cause) {
    for await (const _ of rest);
    throw cause
  }
}

function damaged(file: string, cause: unknown): Trouble {
  const told = { work: ['nothing-imported'], cause: ['file-damaged', { file }], action: ['fetch-anew'] } as const
  return new Trouble('F8', told, { cause })
}

function unreadable(file: string, cause: unknown): Trouble {
  return new Trouble(
    'F3',
    {
      work: ['nothing-imported'],
      cause: ['file-unreadable', { file, problem: problemOf(cause) }],
      action: ['check-file']
    },
    { cause }
  )
}

/** Lines that end before the first bytes that are no UTF-8. */
function linesBeforeFault(bytes: Uint8Array): number {
  const lax = new TextDecoder().decode(bytes)
  return lax.slice(0, Math.max(0, lax.indexOf('\ufffd'))).split('\n').length - 1
}

async function unpacked(raw: Readable): Promise<AsyncIterable<Uint8Array>> {
  const rest = raw[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  const first = await rest.next()
  const head = first.done ? undefined : first.value
  const all = (async function* () {
    if (head) yield head
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  })()
  return head?.[0] === 0x1f && head[1] === 0x8b ? unzipped(all) : all
}

/** All that can be unpacked, and only then the error: a stream that is read in the usual way drops what it still holds. */
async function* unzipped(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip()
  const ready: Uint8Array[] = []
  let failure: unknown
  gunzip.on('data', (bytes: Uint8Array) => ready.push(bytes))
  gunzip.on('error', (cause) => {
    failure = cause
  })
  const closed = new Promise((done) => gunzip.once('close', done))
  for await (const bytes of packed) {
    // One that fails calls back no more.
    await Promise.race([closed, new Promise((next) => gunzip.write(bytes, next))])
    yield* ready.splice(0)
    if (failure) break
  }
  gunzip.end()
  await closed
  yield* ready
  if (failure) throw failure
}

/**
 * Somewhere to write lines to: standard output, or a file that appears under its name only when it is whole; gzipped if
 * its name ends in `.gz`.
 */
export function linesTo(file: string | undefined): {
  write(line: string): Promise<void>
  /** Bytes as they are, for what has no lines. */
  put(bytes: Uint8Array): Promise<void>
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
        cause: ['output-failed', { file: file ?? '-', problem: problemOf(cause, 'its folder does not exist') }],
        action: ['check-output']
      },
      { cause }
    )
  const over = file === undefined ? Promise.resolve() : finished(target)
  over.catch(() => {})
  const put = async (chunk: string | Uint8Array) => {
    if (!sink.write(chunk))
      await Promise.race([new Promise((next) => sink.once('drain', next)), over]).catch((cause) =>
        Promise.reject(trouble(cause))
      )
  }
  return {
    put,
    write: (line) => put(`${line}\n`),
    async done() {
      if (file === undefined) return
      sink.end()
      await over.catch((cause) => Promise.reject(trouble(cause)))
      try {
        renameSync(partial, file)
      } catch (cause) {
        throw trouble(cause)
      }
    },
    failed() {
      if (file !== undefined) rmSync(partial, { force: true })
    }
  }
}
