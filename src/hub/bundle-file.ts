import { createReadStream } from 'node:fs'
import { access, constants, stat } from 'node:fs/promises'
import { type Told, UnderstoryError } from '../core/error.ts'
import type { Source } from '../sync/bundle/read.ts'
import { problemOf } from './folder.ts'

const READ_BYTES = 256 * 1024

/**
 * A file to be read several times, in chunks.
 *
 * @param between each time before bytes are given; what it throws ends the reading.
 * @throws {FileUnreadable} from the reading.
 */
export function sourceOf(file: string, between: () => void = () => {}): Source {
  return async function* () {
    for await (const chunk of bytesOf(file)) {
      between()
      yield chunk
    }
  }
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    await mustEnd(file)
    for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES })) yield chunk as Uint8Array
  } catch (cause) {
    throw new FileUnreadable(file, cause)
  }
}

/** @throws {FileUnreadable} also where it is no file that has an end, as a pipe, whose reader might wait for ever. */
export async function mustBeReadable(file: string): Promise<void> {
  try {
    await mustEnd(file)
    await access(file, constants.R_OK)
  } catch (cause) {
    throw new FileUnreadable(file, cause)
  }
}

async function mustEnd(file: string): Promise<void> {
  const found = await stat(file)
  if (found.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' })
  if (!found.isFile()) throw new Error('it is no file')
}

/** A file that cannot be opened, or not be read to its end. */
export class FileUnreadable extends UnderstoryError {
  override name = 'FileUnreadable' as const
  readonly code = 'F3'
  readonly told: Told
  /** @param work what became of it. */
  constructor(file: string, cause: unknown, work = 'nothing-changed') {
    super('file-unreadable', { cause })
    const problem = problemOf(cause)
    this.told = { work: [work], cause: ['file-unreadable', { file, problem }], action: ['check-file'] }
  }
}
