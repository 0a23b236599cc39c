import { sha256 as sha256Stream } from '@noble/hashes/sha2.js'
import { sameBytes } from '../../core/bytes.ts'
import { sha256 } from '../../core/hash.ts'
import { Refused } from '../refusal.ts'
import type { Verify } from '../signer.ts'
import { type BundleHead, END, HEAD, type ItemKind, kindOf } from './bundle.ts'
import { type BundleEnd, readEnd, readHead } from './head.ts'
import { keyFor, type Opener, unlockItem } from './lock.ts'
import { type Found, scan } from './scan.ts'

/** What a reader comes upon, in the order of the file. */
export type BundleEvent =
  | { readonly is: 'head'; readonly head: BundleHead; readonly opens: boolean }
  | { readonly is: 'cover'; readonly text: string }
  /** `bytes` is absent where the reader has no key. */
  | { readonly is: 'item'; readonly number: number; readonly kind: ItemKind; readonly bytes?: Uint8Array }
  /** An item of a kind that this version does not know. */
  | { readonly is: 'unknown'; readonly number: number }
  | Damage
  | { readonly is: 'end'; readonly end: BundleEnd; readonly whole: boolean }

/** `from` and `to` number items; a kind is given where it can still be read. `cut`: the file ends before its end. */
export type Damage = {
  readonly is: 'damaged'
  readonly what: 'cover' | 'head' | 'items' | 'end' | 'cut' | 'stray'
  readonly at: number
  readonly from?: number
  readonly to?: number
  readonly kind?: ItemKind
}

/** Gives the file anew from its beginning each time. */
export type Source = () => AsyncIterable<Uint8Array>

/**
 * [BN1] Reads one part. Whatever is whole in a damaged file is given, and what is damaged is named.
 *
 * @param openers keys that may open it; without one that does, items come without their bytes.
 * @throws {Refused} malformed: no head of a bundle holds; newer-version.
 */
export async function* readBundle(
  source: Source,
  verify: Verify,
  openers: readonly Opener[] = []
): AsyncGenerator<BundleEvent> {
  const head = await findHead(source, verify)
  const key = head.seal && keyFor(head.seal, openers)
  yield { is: 'head', head, opens: !head.seal || key !== undefined }
  const reading = new Reading(head, key, verify)
  for await (const found of scan(source())) yield* reading.next(found)
  yield* reading.over()
}

async function findHead(source: Source, verify: Verify): Promise<BundleHead> {
  let newer: Refused | undefined
  for await (const found of scan(source())) {
    if (found.is !== 'frame' || found.kind !== HEAD) continue
    try {
      return await readHead(found.body, verify)
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      if (cause.reason === 'newer-version') newer = cause
    }
  }
  throw newer ?? new Refused('malformed', 'no head of a bundle')
}

class Reading {
  private readonly head: BundleHead
  private readonly key: Uint8Array | undefined
  private readonly verify: Verify
  private readonly sums = sha256Stream.create()
  private coverSeen = false
  /** One stands before the items, one behind them. */
  private heads = 0
  private following = 1
  private isWhole = true
  private ended = false
  /** Where bytes begin that belong to nothing that is known so far. */
  private stray: number | undefined

  constructor(head: BundleHead, key: Uint8Array | undefined, verify: Verify) {
    this.head = head
    this.key = key
    this.verify = verify
  }

  async *next(found: Found): AsyncGenerator<BundleEvent> {
    if (!this.coverSeen) yield this.cover(found)
    if (found.is === 'other') {
      const after = found.at > 0 ? found.at : this.head.cover.length
      if (found.at + found.length > after) this.stray = after
      return
    }
    if (found.kind === HEAD) {
      this.heads += 1
      if (found.is === 'broken') yield this.damage({ what: 'head', at: found.at })
      return
    }
    yield* this.before(found)
    if (found.kind === END) yield await this.end(found)
    else yield this.item(found)
  }

  *over(): Generator<BundleEvent> {
    if (!this.ended) yield this.damage({ what: 'cut', at: this.stray ?? 0, from: this.following })
    else yield* this.strayed()
  }

  private cover(found: Found): BundleEvent {
    this.coverSeen = true
    const { length, hash } = this.head.cover
    const bytes = found.is === 'other' && found.at === 0 ? found.first.subarray(0, length) : new Uint8Array()
    if (sameBytes(sha256(bytes), hash)) return { is: 'cover', text: new TextDecoder().decode(bytes) }
    return this.damage({ what: 'cover', at: 0 })
  }

  /** What is missing between what came last and this. */
  private *before({ number, kind, at }: Exclude<Found, { is: 'other' }>): Generator<BundleEvent> {
    const where = this.stray ?? at
    if (this.heads === 0 || (kind === END && this.heads === 1)) {
      this.heads += 1
      this.stray = undefined
      yield this.damage({ what: 'head', at: where })
    }
    if (number > this.following) {
      this.stray = undefined
      yield this.damage({ what: 'items', at: where, from: this.following, to: number - 1 })
    }
    yield* this.strayed()
    this.following = Math.max(this.following, number + 1)
  }

  private *strayed(): Generator<BundleEvent> {
    const at = this.stray
    this.stray = undefined
    if (at !== undefined) yield this.damage({ what: 'stray', at })
  }

  private item(found: Exclude<Found, { is: 'other' }>): BundleEvent {
    const { number, at } = found
    const kind = kindOf(found.kind)
    const named = { what: 'items', at, from: number, to: number, ...(kind && { kind }) } as const
    if (found.is === 'broken') return this.damage(named)
    this.sums.update(found.sum)
    if (!kind) return { is: 'unknown', number }
    if (!this.head.seal) return { is: 'item', number, kind, bytes: found.body }
    if (!this.key) return { is: 'item', number, kind }
    const { id, part } = this.head
    const bytes = unlockItem(this.key, { id, part, kind: found.kind, number }, found.body)
    return bytes ? { is: 'item', number, kind, bytes } : this.damage(named)
  }

  private async end(found: Exclude<Found, { is: 'other' }>): Promise<BundleEvent> {
    this.ended = true
    if (found.is === 'broken') return this.damage({ what: 'end', at: found.at })
    try {
      const end = await readEnd(found.body, this.head, this.verify)
      return { is: 'end', end, whole: this.isWhole && sameBytes(this.sums.clone().digest(), end.digest) }
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      return this.damage({ what: 'end', at: found.at })
    }
  }

  private damage(damage: Omit<Damage, 'is'>): Damage {
    this.isWhole = false
    return { is: 'damaged', ...damage }
  }
}
