import { encodeCbor } from '../core/cbor.ts'
import type { Content, FactId } from '../core/fact/fact.ts'
import { type Item, type ItemState, stateOf, textIn } from './items.ts'
import { type ItemRow, KEY_OF, type LentMessage, type ReadTx, type TaskRow, taskKey } from './store/store.ts'

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
  /** Absent for what needs no task. */
  readonly task?: TaskRow
  /** The message of a report or a reaction. */
  readonly about?: LentMessage
  /** What I gave: the fields of the contribution, or of the draft. */
  readonly given: Readonly<Record<string, unknown>>
  /** What I wrote, whole. */
  readonly text?: string
}

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
  const tasks = new Map((await tx.list('tasks')).map((task) => [KEY_OF.tasks(task), task]))
  const items = (await tx.list('items')).sort((a, b) => b.saved - a.saved || b.order - a.order)
  const drafts = (await tx.list('drafts')).sort((a, b) => b.saved - a.saved)
  const abouts = new Map<unknown, LentMessage>()
  for (const { thread, candidates } of tasks.values())
    for (const message of [...thread, ...candidates]) if (message.id !== undefined) abouts.set(message.id, message)
  return [
    ...drafts.flatMap((draft): Work[] => {
      const task = tasks.get(KEY_OF.drafts(draft))
      if (!task || task.item !== undefined) return []
      const { value, saved } = draft
      const text = typeof value.text === 'string' ? { text: value.text } : {}
      return [{ kind: task.kind, saved, state: 'draft', task, given: value, ...text }]
    }),
    ...items.map((item): Work => {
      const content = item.contents.at(-1) as Content
      const task = item.task && tasks.get(taskKey(...item.task))
      const text = textIn(item)
      const about = abouts.get(content.message)
      return {
        id: item.id,
        kind: content.kind,
        saved: item.saved,
        ...stateOf(item, segments),
        ...(task && { task }),
        ...(about && { about }),
        given: content,
        ...(text !== undefined && { text })
      }
    })
  ]
}

export async function readBatches(tx: ReadTx): Promise<Batch[]> {
  const skips = new Set((await tx.list('items')).filter(isSkip).map(({ id }) => id))
  const tasks = await tx.list('tasks')
  const batches = (await tx.list('batches')).sort((a, b) => a.until - b.until)
  return batches.map(({ id, until }) => ({
    id,
    until,
    tasks: tasks
      .filter(({ batch }) => batch === id)
      .map((task) => ({ ...task, is: task.item === undefined ? 'open' : skips.has(task.item) ? 'skipped' : 'done' }))
  }))
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
