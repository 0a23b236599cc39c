export type Line = {
  /** From 1. */
  readonly line: number
  /** undefined: too long to be read. */
  readonly text: string | undefined
}

/** Code units in one line. The longest real tree has some 16,000; all beyond is no tree but an attack or a mistake. */
export const MAX_LINE = 64 * 1024 * 1024

/**
 * [IM1] A text in lines, as it comes in chunks. Only \n ends a line (a \r before it goes too): U+2028 and its like are
 * ordinary characters of texts, which Node's own line reader splits at. A mark of byte order at the start goes.
 */
export class Lines {
  private parts: string[] = []
  private length = 0
  private line = 1

  push(chunk: string): Line[] {
    const lines: Line[] = []
    let from = 0
    for (let to = chunk.indexOf('\n'); to >= 0; to = chunk.indexOf('\n', from)) {
      this.add(chunk.slice(from, to))
      lines.push(this.take())
      from = to + 1
    }
    this.add(chunk.slice(from))
    return lines
  }

  /** What stands after the last \n. */
  end(): Line[] {
    return this.length > 0 ? [this.take()] : []
  }

  private add(part: string): void {
    this.length += part.length
    if (part !== '' && this.length <= MAX_LINE) this.parts.push(part)
  }

  private take(): Line {
    const line = this.line++
    const text = this.length > MAX_LINE ? undefined : this.parts.join('')
    this.parts = []
    this.length = 0
    return { line, text: line === 1 ? text?.replace(/^\ufeff/, '').replace(/\r$/, '') : text?.replace(/\r$/, '') }
  }
}
