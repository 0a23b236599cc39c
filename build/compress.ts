import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const TEXTS = ['.html', '.js', '.css', '.json', '.svg', '.webmanifest', '.txt']
/** Below this a reader gains nothing. */
const WORTHWHILE = 1024

/** Puts a `.br` and a `.gz` beside every larger text, as small as they get: a hub sends them again and again, on slow links. */
export function compressFiles(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!TEXTS.includes(extname(name))) continue
    const file = join(folder, name)
    const bytes = readFileSync(file)
    if (bytes.byteLength <= WORTHWHILE) continue
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  }
}
