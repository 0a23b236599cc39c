import type { FactId, TreeId } from '../core/fact/fact.ts'
import { finishParts } from '../core/tree/finish.ts'
import type { TreeView } from '../core/tree/view.ts'
import { decide, type Hub, inState } from './hub.ts'
import { drawLottery } from './lottery.ts'

/** Looks again at every touched tree, and takes the decisions that are due: finishes, and draws of the lottery. */
export function settle(hub: Hub, now: number): void {
  while (hub.touched.size > 0) {
    const touched = [...hub.touched]
    hub.touched.clear()
    for (const tree of touched) {
      const view = hub.project.view(tree)
      if (!view) continue
      note(hub, view, now)
      if (view.due && hub.rules.profile === 'understory') finish(hub, tree, view.due, now)
    }
    if (hub.touched.size === 0 && hub.rules.profile === 'understory') drawLottery(hub, now)
  }
}

function note(hub: Hub, view: TreeView, now: number): void {
  const { id, lang, state, needs } = view
  const before = hub.trees.get(id)
  hub.trees.set(id, view)
  if (needs.length > 0) hub.open.set(id, view)
  else hub.open.delete(id)
  if (before?.state === state) return
  if (before) inState(hub, before.lang, before.state).delete(id)
  inState(hub, lang, state).add(id)
  if (state === 'ready_for_export' && !hub.finishedAt.has(id)) hub.finishedAt.set(id, now)
}

function finish(hub: Hub, tree: TreeId, due: readonly string[], now: number): void {
  const parts = finishParts(due)
  const also: FactId[] = []
  for (const [i, counted] of parts.entries()) {
    const last = i === parts.length - 1
    const named = also.length > 0 && { also: [...also] }
    const content = { kind: 'finish', v: 1, tree, counted, at: now, ...(last ? named : { partial: true }) }
    also.push(decide(hub, content).id)
  }
}
