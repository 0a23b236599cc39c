import { existsSync } from 'node:fs'
import { type Told, UnderstoryError } from '../../core/error.ts'

/** The store's file cannot be read or written: no rights, no space, damaged. What it held before is untouched. */
export class StoreUnusable extends UnderstoryError {
  override name = 'StoreUnusable' as const
  readonly code = 'S1'
  readonly file: string
  readonly reason: 'full' | 'damaged' | 'no-rights' | 'busy' | 'missing' | 'other'

  constructor(file: string, cause: unknown) {
    super(`store ${file} cannot be used`, { cause })
    this.file = file
    this.reason = reasonOf(file, cause)
  }

  get told(): Told {
    return {
      work: ['store-unchanged'],
      cause: [`store-${this.reason}`, { file: this.file }],
      action: [`mend-store-${this.reason}`]
    }
  }
}

/** The store was written by a later version of this program. */
export class StoreNewer extends UnderstoryError {
  override name = 'StoreNewer' as const
  readonly code = 'S2'
  readonly file: string

  constructor(file: string) {
    super(`store ${file} is of a later version`)
    this.file = file
  }

  get told(): Told {
    return { work: ['store-unchanged'], cause: ['store-newer', { file: this.file }], action: ['update-program'] }
  }
}

/** The store was written by an earlier version; who only reads it leaves it so, and a hub that opens it brings it up to date. */
export class StoreOlder extends UnderstoryError {
  override name = 'StoreOlder' as const
  readonly code = 'S3'
  readonly file: string

  constructor(file: string) {
    super(`store ${file} is of an earlier version`)
    this.file = file
  }

  get told(): Told {
    return { work: ['store-unchanged'], cause: ['store-older', { file: this.file }], action: ['mend-store-older'] }
  }
}

function reasonOf(file: string, cause: unknown): StoreUnusable['reason'] {
  const words = String(cause instanceof Error ? cause.message : cause)
  if (/full/i.test(words)) return 'full'
  if (/malformed|not a database|corrupt|disk I\/O|no such table/i.test(words)) return 'damaged'
  if (/readonly|read-only|permission|EACCES/i.test(words)) return 'no-rights'
  if (/locked|busy/i.test(words)) return 'busy'
  if (!/unable to open/i.test(words)) return 'other'
  return existsSync(file) ? 'no-rights' : 'missing'
}
