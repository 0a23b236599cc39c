import { becameOf } from '../../core/became/became.ts'
import { memberOf } from '../../core/people.ts'
import { writeBecame } from '../../sync/became.ts'
import type { ControlFields } from '../../sync/link/control.ts'
import { viewOf } from '../ingest/settle.ts'
import type { Host } from '../link/host.ts'
import type { ChangeMark } from '../store/store.ts'

/** [BC1] Two seconds over a link of 2G; what is left comes with the next question. */
const MOST_BYTES = 5000
/** Trees derived for one answer, some hundred milliseconds at most. */
const MOST_TREES = 30

/**
 * [BC1] What became of a person's messages since a mark that this hub gave: the trees in which there is news, a few at a
 * time, in the order of their ids.
 */
export async function tellBecame(
  hub: Pick<Host, 'store' | 'ingest' | 'rules' | 'identity' | 'devicesOf'>,
  device: string,
  { since, after }: ControlFields<'became'>
): Promise<ControlFields<'grown'>> {
  const { store, ingest, identity } = hub
  const { people } = ingest
  const { contributor } = memberOf(people, device)
  const own = identity.hub.device
  const { mark, trees } = await store.read(async (tx) => {
    const now = await tx.changeMark()
    const changed = await tx.treesChanged(hub.devicesOf(device), markIn(since, own, now))
    return { mark: now, trees: changed.filter((tree) => after === undefined || tree > after) }
  })
  const told: Uint8Array[] = []
  let bytes = 0
  let last: string | undefined
  for (const [at, tree] of trees.entries()) {
    if (at === MOST_TREES) return { trees: told, mark: written(mark, own), after: last }
    // Each in a transaction of its own: work that comes in meanwhile does not wait for all of them.
    const became = await store.read(async (tx) =>
      becameOf(tree, await viewOf(tx, tree, people, hub.rules), await tx.factsOf(tree), people, contributor)
    )
    const body = became && writeBecame(became)
    if (body && told.length > 0 && bytes + body.byteLength > MOST_BYTES)
      return { trees: told, mark: written(mark, own), after: last }
    if (body) {
      told.push(body)
      bytes += body.byteLength
    }
    last = tree
  }
  return { trees: told, mark: written(mark, own) }
}

/** So much of the hub's key tells its marks from those of other hubs. */
const KEY_DIGITS = 8

function written({ stamp, segment }: ChangeMark, hub: string): string {
  return `${hub.slice(0, KEY_DIGITS)}-${stamp}-${segment}`
}

/** That of another hub, or of a state of this one that an older one replaced, is none: all is told. */
function markIn(since: string | undefined, hub: string, now: ChangeMark): ChangeMark {
  const [key, stamp, segment] = (since ?? '').split('-')
  const mark = { stamp: Number(stamp), segment: Number(segment) }
  const isOurs = key === hub.slice(0, KEY_DIGITS) && mark.stamp <= now.stamp && mark.segment <= now.segment
  return isOurs ? mark : { stamp: -1, segment: -1 }
}
