import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join, parse } from 'node:path'
import { hexOf } from '../../core/bytes.ts'
import { sourceOf } from '../../hub/bundle-file.ts'
import type { BundleHead } from '../../sync/bundle/bundle.ts'
import { PartFiles } from './files.ts'

/** Of all that a device carries for others: whoever fills a stick must not fill its disk. */
const MOST_BYTES = 2_000_000_000

/** [BN11] Bundles of others that a device passes on, byte for byte, in a folder of its own. */
export class Carried {
  private readonly folder: string

  constructor(deviceFolder: string) {
    this.folder = join(deviceFolder, 'carried')
  }

  get files(): string[] {
    if (!existsSync(this.folder)) return []
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.understory'))
      .sort()
      .map((name) => join(this.folder, name))
  }

  /** @returns whether it is new here; `full`: it is not kept. */
  async keep(file: string, { id, part }: BundleHead, whole: boolean): Promise<'new' | 'known' | 'full'> {
    const name = join(this.folder, `${hexOf(id)}-${part}.understory`)
    // A damaged copy may have come first.
    if (existsSync(name) && (!whole || (await same(file, name)))) return 'known'
    const { size } = statSync(file)
    if (this.files.reduce((sum, each) => sum + statSync(each).size, size) > MOST_BYTES) return 'full'
    mkdirSync(this.folder, { recursive: true, mode: 0o700 })
    await copyWhole(file, name)
    return 'new'
  }

  /** Beside a bundle of this device's own. @returns the names of the files. */
  async giveOn(out: string): Promise<string[]> {
    const { dir, name, ext } = parse(out)
    const names: string[] = []
    for (const file of this.files) {
      const copy = join(dir, `${name}-carried-${parse(file).name.slice(0, 8)}${parse(file).name.slice(32)}${ext}`)
      await copyWhole(file, copy)
      names.push(copy)
    }
    return names
  }
}

async function same(a: string, b: string): Promise<boolean> {
  if (statSync(a).size !== statSync(b).size) return false
  const others = sourceOf(b)()[Symbol.asyncIterator]()
  for await (const bytes of sourceOf(a)()) {
    const other = await others.next()
    if (other.done || Buffer.compare(bytes, other.value) !== 0) return false
  }
  return true
}

async function copyWhole(file: string, to: string): Promise<void> {
  const parts = new PartFiles(to)
  try {
    for await (const bytes of sourceOf(file)()) parts.write(1, bytes)
    parts.done()
  } catch (cause) {
    parts.failed()
    throw cause
  }
}
