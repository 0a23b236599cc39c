import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gunzipSync, gzipSync } from 'node:zlib'
import { gzipAsync } from '@gfx/zopfli'

const TEXTS = ['.html', '.js', '.css', '.json', '.svg', '.webmanifest', '.txt']
/** Below this a reader gains nothing. */
const WORTHWHILE = 1024
/** What the first load needs: zopfli packs it 4 % smaller than zlib does, and takes a second for a megabyte. */
const FIRST = /^(index-|(later-)?words-)/

/** Puts a `.br` and a `.gz` beside every larger text, as small as they get: a hub sends them again and again, on slow links. */
export async function compressFiles(folder: string): Promise<void> {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!TEXTS.includes(extname(name))) continue
    const file = join(folder, name)
    const bytes = readFileSync(file)
    if (bytes.byteLength <= WORTHWHILE) continue
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
    writeFileSync(
      `${file}.gz`,
      FIRST.test(name.replace(/^.*[\\/]/, '')) ? await smallest(bytes) : gzipSync(bytes, { level: 9 })
    )
  }
}

async function smallest(bytes: Buffer): Promise<Uint8Array> {
  const packed = await gzipAsync(bytes, { numiterations: 5 })
  if (!gunzipSync(packed).equals(bytes)) throw new Error('zopfli packed something else')
  return packed
}
