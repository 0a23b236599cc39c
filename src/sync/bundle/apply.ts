import { type RefusalReason, Refused } from '../refusal.ts'
import type { ProjectId } from '../segment/segment.ts'
import type { Verify } from '../signer.ts'
import type { BundleHead, BundleItem, ItemKind } from './bundle.ts'
import type { Opener } from './lock.ts'
import { type Damage, readBundle, type Source } from './read.ts'

/** What became of an item: it is here now, was here, or is somebody else's. */
export type TakenAs = 'new' | 'known' | 'not-ours'

/** Where items go. A device or a hub. */
export type Taker = {
  readonly project: ProjectId
  readonly verify: Verify
  readonly openers: readonly Opener[]
  /** Resolves once it is on disk. @throws {Refused} */
  take(item: BundleItem, head: BundleHead): Promise<TakenAs>
}

export type ItemRefusal = { readonly number: number; readonly kind: ItemKind; readonly reason: RefusalReason }

export type Applied = {
  readonly head: BundleHead
  readonly cover: string | undefined
  /** `not-opened`: sealed to others. Then nothing of it was tried. */
  readonly refused?: 'wrong-project' | 'not-opened'
  readonly counts: Readonly<Record<TakenAs, number>>
  readonly kinds: Readonly<Record<ItemKind, number>>
  /** At most a thousand are listed. */
  readonly refusals: readonly ItemRefusal[]
  readonly damage: readonly Damage[]
  /** Items of kinds that this version does not know. */
  readonly unknown: number
  /** Undamaged, to its end. */
  readonly whole: boolean
  /** No part follows; undefined where the end is missing. */
  readonly last: boolean | undefined
}

/** Segments that come together share a transaction. */
const AT_ONCE = 64
const MOST_LISTED = 1000

/**
 * [BN1] Gives the items of a part to a device or a hub, as far as they are whole, or to nobody: then it only looks.
 *
 * @throws {Refused} where it is no bundle; whatever the taker throws besides refusals.
 */
export async function applyBundle(source: Source, verify: Verify, taker: Taker | undefined): Promise<Applied> {
  const applied = {
    head: undefined as BundleHead | undefined,
    cover: undefined as string | undefined,
    refused: undefined as Applied['refused'],
    counts: { new: 0, known: 0, 'not-ours': 0 },
    kinds: { segment: 0, receipt: 0, batch: 0, log: 0 },
    refusals: [] as ItemRefusal[],
    damage: [] as Damage[],
    unknown: 0,
    whole: false,
    last: undefined as boolean | undefined
  }
  let together: Promise<void>[] = []
  const settle = async () => {
    const some = together
    together = []
    await Promise.all(some)
  }
  const give = async (head: BundleHead, number: number, item: BundleItem, to: Taker) => {
    try {
      applied.counts[await to.take(item, head)] += 1
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      if (applied.refusals.length < MOST_LISTED)
        applied.refusals.push({ number, kind: item.kind, reason: cause.reason })
    }
  }
  for await (const event of readBundle(source, verify, taker?.openers)) {
    if (event.is === 'head') {
      applied.head = event.head
      if (taker && event.head.project !== taker.project) applied.refused = 'wrong-project'
      else if (taker && !event.opens) applied.refused = 'not-opened'
    } else if (event.is === 'cover') applied.cover = event.text
    else if (event.is === 'unknown') applied.unknown += 1
    else if (event.is === 'damaged' && applied.damage.length < MOST_LISTED) applied.damage.push(event)
    else if (event.is === 'end') {
      applied.whole = event.whole
      applied.last = event.end.last
    } else if (event.is === 'item') {
      applied.kinds[event.kind] += 1
      const { number, kind, bytes } = event
      if (!taker || applied.refused || !applied.head || !bytes) continue
      const given = give(applied.head, number, { kind, bytes }, taker)
      // One that fails is told when its turn comes.
      given.catch(() => {})
      together.push(given)
      if (together.length === AT_ONCE) await settle()
    }
  }
  await settle()
  const { head, refused, refusals, ...rest } = applied
  if (!head) throw new Refused('malformed', 'no bundle')
  const inOrder = refusals.sort((a, b) => a.number - b.number)
  return { head, refusals: inOrder, ...rest, ...(refused && { refused }) }
}
