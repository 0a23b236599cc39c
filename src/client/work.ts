import { encodeCbor } from '../core/cbor.ts'
import type { Content, FactId } from '../core/fact/fact.ts'
import { isChangeable } from './amend.ts'
import { type Item, type ItemState, stateOf, textIn } from './items.ts'
import { getSetting } from './settings.ts'
import type { ItemRow, LentMessage, ReadTx, TaskRow } from './store/store.ts'

/** One piece of my work with what it is about: a finished item, or a draft. */
export type Work = {
  /** Of the item; absent for a draft. */
  readonly id?: FactId
  /** What it is: a task kind, `skip`, or what needs no task: `report`, `emoji`, `consent`, `withdraw`. */
  readonly kind: string
  /** Milliseconds since 1970. */
  readonly saved: number
  readonly state: ItemState | 'draft'
  readonly rule?: string
  /** Absent for what needs no task, and for a draft whose task is not here any more. */
  readonly task?: TaskRow
  /** Of a draft: the task that it is for. */
  readonly place?: readonly [batch: FactId, place: number]
  /** The message of a report or a reaction. */
  readonly about?: LentMessage
  /** What I gave: the fields of the contribution, or of the draft. */
  readonly given: Readonly<Record<string, unknown>>
  /** What I wrote, whole. */
  readonly text?: string
  /** What I had given before I changed it, newest first. */
  readonly earlier?: readonly Earlier[]
  /** It can be given otherwise, and nothing stands in its place yet. */
  readonly changeable?: true
  /** The item that stands in its place. */
  readonly amendedBy?: FactId
}
type Earlier = Pick<Work, 'id' | 'kind' | 'saved' | 'given' | 'text' | 'task'>

/** A batch on this device, with all its tasks in their order. */
export type Batch = {
  readonly id: FactId
  /** Until when it is reserved for me, in seconds since 1970. */
  readonly until: number
  readonly tasks: readonly BatchTask[]
}
export type BatchTask = TaskRow & { readonly is: 'open' | 'done' | 'skipped' }

/** Work that the hub has not confirmed. */
export type Unconfirmed = { readonly items: number; readonly bytes: number }

/** Where a device stands with its hub. Absent `turnedAway` and `trouble`: nothing is wrong. */
export type SyncLine = Unconfirmed & {
  /** What the project is called. */
  readonly title?: string
  readonly address?: string
  /** The hub has let this device in once. */
  readonly joined: boolean
  /** Milliseconds since 1970 when a hub last answered. */
  readonly contact?: number
  /** Notes pages with edits that the hub has not shown to hold. */
  readonly notes: number
  /** This program is the one that syncs; another window may be. */
  readonly syncing: boolean
  /** The person wants to be asked before anything crosses. */
  readonly paused?: boolean
  /** Welcomed on the present connection. */
  readonly connected: boolean
  /** Batches are on their way. */
  readonly fetching: boolean
  readonly turnedAway?: string
  readonly trouble?: unknown
}

/** Every finished item, in the order of finishing. */
export async function readItems(tx: ReadTx): Promise<Item[]> {
  const segments = new Map((await tx.list('segments')).map((row) => [row.hash, row]))
  const items = (await tx.list('items')).sort((a, b) => a.saved - b.saved || a.order - b.order)
  return items.map((item) => {
    const { kind = '' } = item.contents.at(-1) ?? {}
    return { id: item.id, kind, saved: item.saved, ...stateOf(item, segments) }
  })
}

/** Newest first; drafts before everything. */
export async function readWork(tx: ReadTx): Promise<Work[]> {
  const segments = new Map((await tx.list('segments')).map((row) => [row.hash, row]))
  const allTasks = await tx.list('tasks')
  const taskAt = finder(allTasks)
  const items = (await tx.list('items')).sort((a, b) => b.saved - a.saved || b.order - a.order)
  const drafts = (await tx.list('drafts')).sort((a, b) => b.saved - a.saved)
  const abouts = messagesFor(items, allTasks)
  const byId = new Map(items.map((item) => [item.id, item]))
  const amendedBy = new Map(items.flatMap(({ id, amends }) => (amends === undefined ? [] : [[amends, id]])))
  const givenBy = (item: ItemRow): Earlier => {
    const content = item.contents.at(-1) as Content
    const task = item.task && taskAt(...item.task)
    const text = textIn(item)
    // A message that was changed is one of the same kind.
    const kind = content.kind === 'amend' ? (task?.kind ?? content.kind) : content.kind
    const { id, saved } = item
    return { id, kind, saved, given: content, ...(task && { task }), ...(text !== undefined && { text }) }
  }
  return [
    ...drafts.flatMap((draft): Work[] => {
      const task = taskAt(draft.batch, draft.place)
      if (task && task.item !== draft.changes) return []
      const { value, saved, batch, place, kind = 'draft', lang = 'und' } = draft
      const text = typeof value.text === 'string' ? { text: value.text } : {}
      const given = { ...value, ...(task === undefined && { lang }) }
      return [
        {
          kind: task?.kind ?? kind,
          saved,
          state: 'draft',
          place: [batch, place],
          given,
          ...text,
          ...(task && { task })
        }
      ]
    }),
    ...items.map((item): Work => {
      const about = abouts.get(item.contents.at(-1)?.message)
      const after = amendedBy.get(item.id)
      // Put together field by field: of thousands of items spreading alone would take long.
      const work: { -readonly [K in keyof Work]: Work[K] } = Object.assign(givenBy(item), stateOf(item, segments))
      if (about) work.about = about
      const earlier = item.amends === undefined ? [] : earlierThan(item, byId)
      if (earlier.length > 0) work.earlier = earlier.map(givenBy)
      if (after !== undefined) work.amendedBy = after
      else if (isChangeable(item)) work.changeable = true
      return work
    })
  ]
}

/** Without a key to be put together for each. */
function finder(tasks: readonly TaskRow[]): (batch: FactId, place: number) => TaskRow | undefined {
  const all = new Map<FactId, Map<number, TaskRow>>()
  for (const task of tasks) {
    const places = all.get(task.batch) ?? new Map<number, TaskRow>()
    all.set(task.batch, places.set(task.place, task))
  }
  return (batch, place) => all.get(batch)?.get(place)
}

/** The messages that remarks are about: of all that were lent, the few that somebody asks for. */
function messagesFor(items: readonly ItemRow[], tasks: readonly TaskRow[]): ReadonlyMap<unknown, LentMessage> {
  const asked = new Set<unknown>(items.map(({ contents }) => contents.at(-1)?.message))
  asked.delete(undefined)
  const found = new Map<unknown, LentMessage>()
  if (asked.size > 0)
    for (const { thread, candidates } of tasks)
      for (const message of [...thread, ...candidates]) if (asked.has(message.id)) found.set(message.id, message)
  return found
}

function earlierThan({ amends }: ItemRow, byId: ReadonlyMap<FactId, ItemRow>): ItemRow[] {
  const before = amends === undefined ? undefined : byId.get(amends)
  return before ? [before, ...earlierThan(before, byId)] : []
}

export async function readBatches(tx: ReadTx): Promise<Batch[]> {
  const skips = new Set((await tx.list('items')).filter(isSkip).map(({ id }) => id))
  const tasks = Map.groupBy(await tx.list('tasks'), ({ batch }) => batch)
  const batches = (await tx.list('batches')).sort((a, b) => a.until - b.until)
  return batches.map(({ id, until }) => ({
    id,
    until,
    tasks: (tasks.get(id) ?? []).map((task) =>
      batchTask(task, task.item === undefined ? 'open' : skips.has(task.item) ? 'skipped' : 'done')
    )
  }))
}

/** One of them, without reading all the others; undefined: it is not here. */
export async function readBatch(tx: ReadTx, id: FactId): Promise<Batch | undefined> {
  const batch = await tx.get('batches', id)
  if (!batch) return undefined
  const tasks = await tx.list('tasks', `${id}/`)
  const items = await Promise.all(tasks.map(({ item }) => (item === undefined ? undefined : tx.get('items', item))))
  const isOf = (task: TaskRow, item: ItemRow | undefined) =>
    task.item === undefined ? 'open' : item && isSkip(item) ? 'skipped' : 'done'
  return { id, until: batch.until, tasks: tasks.map((task, at) => batchTask(task, isOf(task, items[at]))) }
}

/** Of rows as they were made last: of thousands of tasks one changes at a time. */
const batchTasks = new WeakMap<TaskRow, BatchTask>()

function batchTask(task: TaskRow, is: BatchTask['is']): BatchTask {
  const before = batchTasks.get(task)
  if (before?.is === is) return before
  const made = { ...task, is }
  batchTasks.set(task, made)
  return made
}

/** What stands between now and "everything received"; bytes as they are, before they are deflated on the way. */
export async function readUnconfirmed(tx: ReadTx): Promise<Unconfirmed> {
  const segments = (await tx.list('segments')).filter(({ receipt }) => receipt === undefined)
  const items = await tx.list('items')
  const open = items.filter(({ segment }) => segment === undefined)
  const bytes =
    segments.reduce((sum, segment) => sum + segment.bytes.byteLength, 0) +
    open.reduce((sum, { contents }) => sum + encodeCbor(contents).byteLength, 0)
  const sealed = new Set(segments.map(({ hash }) => hash))
  const waiting = items.filter(({ segment }) => segment !== undefined && sealed.has(segment))
  return { items: open.length + waiting.length, bytes }
}

function isSkip({ contents }: ItemRow): boolean {
  return contents.at(-1)?.kind === 'skip'
}

/** Of a `SyncLine`, what the store says. */
export async function readLine(tx: ReadTx) {
  const title = await getSetting(tx, 'title')
  const address = await getSetting(tx, 'address')
  const contact = await getSetting(tx, 'contact')
  return {
    ...(title !== undefined && { title }),
    ...(address !== undefined && { address }),
    ...(contact !== undefined && { contact }),
    joined: (await getSetting(tx, 'hubs')) !== undefined,
    ...(await readUnconfirmed(tx))
  }
}
