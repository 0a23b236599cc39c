import { joined } from '../../core/bytes.ts'
import type { DeviceKey } from '../../core/fact/fact.ts'
import { type Applied, applyBundle, type Taker } from '../../sync/bundle/apply.ts'
import type { BundleHead, BundleItem } from '../../sync/bundle/bundle.ts'
import { type LogWord, readLogWord, writeLogWord } from '../../sync/bundle/log-item.ts'
import { writeBundle } from '../../sync/bundle/write.ts'
import { Refused } from '../../sync/refusal.ts'
import { secondsNow } from '../../sync/system.ts'
import type { Hub } from '../hub.ts'

/** [RL2] A call or an answer: 32 kB of segments, or one of 64 kB, and a head with a thousand readers, twice. */
export const MAX_CALL_BYTES = 512 * 1024

/** [RL1] @param readers undefined: everyone; a hub that knows no other one yet has nothing to hide but its invite. */
export async function writeCall(
  hub: Hub,
  word: LogWord,
  items: readonly BundleItem[],
  readers: readonly DeviceKey[] | undefined
): Promise<{ id: Uint8Array; bytes: Uint8Array }> {
  const { system, project, name, identity } = hub
  let id: Uint8Array | undefined
  // A bundle draws its id first of all.
  const random = (count: number) => {
    const bytes = system.random(count)
    id ??= bytes
    return bytes
  }
  const about = { signer: identity.hub, project, title: name, madeBy: 'a hub', audience: 'hubs' } as const
  const all: Uint8Array[] = []
  const written = writeBundle(withWord(word, items), {
    ...{ ...about, made: secondsNow(system), readers, random, maxBytes: Number.MAX_SAFE_INTEGER },
    holds: [`${items.length} segments and receipts`]
  })
  for await (const { bytes } of written) all.push(bytes)
  return { id: id as Uint8Array, bytes: joined(...all) }
}

async function* withWord(word: LogWord, items: readonly BundleItem[]): AsyncGenerator<BundleItem> {
  yield { kind: 'log', bytes: writeLogWord(word) }
  yield* items
}

/**
 * [RL1] Takes what a call or an answer brings, all of it or, where it is damaged, nothing.
 * @param begin is asked first, with the word that stands before all else; when it rejects, nothing is taken.
 * @throws {Refused}, also what `begin` throws.
 */
export async function takeCall(
  bytes: Uint8Array,
  taker: Taker,
  begin: (word: LogWord, head: BundleHead) => Promise<void>
): Promise<Applied> {
  const source = async function* () {
    yield bytes
  }
  const { whole } = await applyBundle(source, taker.verify, undefined)
  if (!whole) throw new Refused('malformed', 'damaged on its way')
  let begun: Promise<void> | undefined
  const applied = await applyBundle(source, taker.verify, {
    ...taker,
    async take(item, head) {
      if (item.kind === 'log' && !begun) {
        begun = begin(readLogWord(item.bytes), head)
        await begun
        return 'known'
      }
      if (!begun) throw new Refused('malformed', 'no word about a log')
      await begun
      return taker.take(item, head)
    }
  })
  if (applied.refused) throw new Refused('wrong-project', applied.refused)
  // What kept it from beginning kept all of it out.
  if (!begun) throw new Refused('malformed', 'no word about a log')
  await begun
  return applied
}
