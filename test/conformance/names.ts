import type { Event, ImportedNode, Scenario } from './scenario.ts'
import type { Named } from './world.ts'

/**
 * Where each message of a scenario stands among those beside it (replies to one message, or prompts) in the order of their
 * names, which is the order of their ids there and decides ties.
 */
export function namesIn({ events }: Scenario): (alias: string) => Named {
  const beside = new Map<string, Set<string>>()
  const parents = new Map<string, string>()
  const put = (alias: string, parent = '') => {
    if (parents.has(alias)) return
    parents.set(alias, parent)
    beside.set(parent, (beside.get(parent) ?? new Set()).add(alias))
  }
  const putTree = (node: ImportedNode, parent?: string) => {
    put(node.message, parent)
    for (const reply of node.replies ?? []) putTree(reply, node.message)
  }
  for (const event of events) {
    if (event.do === 'prompt') put(nameOf(event))
    if (event.do === 'reply') put(nameOf(event), event.parent)
    if (event.do === 'import') for (const tree of event.trees ?? []) putTree(tree)
  }
  return (alias) => {
    const all = [...(beside.get(parents.get(alias) ?? '') ?? [alias])].sort()
    return { alias, among: all.length, at: all.indexOf(alias) }
  }
}

function nameOf({ message = '' }: Event): string {
  return message
}
