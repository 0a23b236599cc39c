import type { FactId } from '../core/fact/fact.ts'
import type { Stamp } from '../core/progress/days.ts'
import type { Timed } from '../core/progress/pace.ts'
import { type OwnStanding, readStanding, type Standing } from '../sync/standing.ts'
import { type ItemState, stateOf } from './items.ts'
import { getSetting } from './settings.ts'
import { type ReadTx, taskKey } from './store/store.ts'

/** What a hub last told of how the project goes. `came`: milliseconds since 1970 by this device's clock. */
export type Told = Standing & { readonly mine?: OwnStanding; readonly came: number }

/** undefined: nothing so far. */
export async function readTold(tx: ReadTx): Promise<Told | undefined> {
  const kept = await getSetting(tx, 'standing')
  if (!kept) return undefined
  const { body, came, mine } = kept
  // It was read when it came; what another version kept is asked for again.
  try {
    return { ...readStanding(body), came, ...(mine && { mine }) }
  } catch {
    return undefined
  }
}

/** A task that was finished here: what it was, how long it took, when it was done, and what became of it. */
export type Done = Timed & Stamp & { readonly id: FactId; readonly state: ItemState }

/**
 * In the order of finishing, each task once: what was changed since counts as it was first done. A skip is no work, and
 * neither is what needs no task.
 */
export async function readDone(tx: ReadTx): Promise<Done[]> {
  const segments = new Map((await tx.list('segments')).map((row) => [row.hash, row]))
  const tasks = new Map((await tx.list('tasks')).map((task) => [taskKey(task.batch, task.place), task]))
  const items = (await tx.list('items')).sort((a, b) => a.order - b.order)
  return items.flatMap((item): Done[] => {
    const content = item.contents.at(-1)
    const task = item.task && tasks.get(taskKey(...item.task))
    if (!task || item.amends !== undefined || content?.kind === 'skip') return []
    const { id, saved, zone } = item
    const had = item.segment === undefined ? undefined : segments.get(item.segment)?.receipt?.stamp
    return [
      {
        ...{ id, kind: task.kind, lang: task.lang, took: Number(content?.took ?? 0), saved },
        ...(zone !== undefined && { zone }),
        ...(had !== undefined && { had }),
        state: stateOf(item, segments).state
      }
    ]
  })
}
