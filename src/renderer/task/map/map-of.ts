import type { LentMessage, TaskRow } from '../../../client/store/store.ts'
import type { BecameNode } from '../../../core/became/became.ts'
import { isWriting, roleWritten } from '../../../core/fact/kinds.ts'

/** Where a task stands in its conversation, as far as this computer knows it. */
export type TaskMap = {
  /** Parents before children; `mine` marks what the task is about, or what it is to add. */
  readonly shape: readonly BecameNode[]
  /** Messages from the first one to the one that the task is about. */
  readonly depth: number
  /** Other messages here that answer the same one as that does. */
  readonly beside: number
  /** Messages here that answer the one that the task is about. */
  readonly below: number
}

/**
 * Puts the threads of all tasks here together that begin with the same message.
 *
 * @returns undefined for a task that shows no message, or that an earlier version stored without their names.
 */
export function mapOf(task: TaskRow, tasks: readonly TaskRow[]): TaskMap | undefined {
  const root = task.thread[0]?.id
  const target = task.thread.at(-1)?.id
  if (root === undefined || target === undefined) return undefined
  const parents = new Map<string, string | undefined>()
  const roles = new Map<string, LentMessage['role']>()
  const add = (message: LentMessage, parent: string | undefined) => {
    if (message.id === undefined || parents.has(message.id)) return
    parents.set(message.id, parent)
    roles.set(message.id, message.role)
  }
  // The task's own thread first: an amended message has another name in an older one.
  for (const { thread, candidates } of [task, ...tasks]) {
    if (thread[0]?.id !== root) continue
    for (const [at, message] of thread.entries()) add(message, thread[at - 1]?.id)
    for (const candidate of candidates) add(candidate, thread.at(-1)?.id)
  }
  const ids = inOrder(parents)
  const answers = (parent: string | undefined) => ids.filter((id) => parents.get(id) === parent).length
  const nodes = ids.map((id): BecameNode => {
    const parent = ids.indexOf(parents.get(id) ?? '')
    const isHere = !isWriting(task.kind) && id === target
    return { ...(parent >= 0 && { parent }), role: roles.get(id) ?? 'prompter', mine: isHere, pending: false }
  })
  const next: BecameNode[] = isWriting(task.kind)
    ? [{ parent: ids.indexOf(target), role: roleWritten(task.kind), mine: true, pending: true }]
    : []
  const above = parents.get(target)
  return {
    shape: [...nodes, ...next],
    depth: task.thread.length,
    beside: above === undefined ? 0 : answers(above) - 1,
    below: answers(target)
  }
}

/** Parents before children. */
function inOrder(parents: ReadonlyMap<string, string | undefined>): string[] {
  const ids: string[] = []
  const next = [...parents.keys()].filter((id) => parents.get(id) === undefined)
  for (let id = next.shift(); id !== undefined; id = next.shift()) {
    ids.push(id)
    next.push(...[...parents.keys()].filter((child) => parents.get(child) === id))
  }
  return ids
}
