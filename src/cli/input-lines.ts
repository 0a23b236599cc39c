import { type Line, Lines } from '../core/dataset/lines.ts'
import { textOf } from './files.ts'
import { Trouble } from './trouble.ts'

/**
 * The lines of a file that a command only reads, or of standard input (`-`); unpacked if it is gzipped.
 * @throws {Trouble} as `textOf` does, and nothing was changed.
 */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  const lines = new Lines()
  try {
    for await (const chunk of textOf(file)) yield* lines.push(chunk)
    yield* lines.end()
  } catch (cause) {
    throw cause instanceof Trouble
      ? new Trouble(cause.code, { ...cause.told, work: ['nothing-changed'] }, { cause })
      : cause
  }
}
