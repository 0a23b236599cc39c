import type { MessageId } from '../fact/fact.ts'
import { type MessageView, TREE_STATES, type TreeState, type TreeView } from '../tree/view.ts'

/** Which trees and messages an export holds. Open-Assistant's options and defaults (open-assistant.md 5.1). */
export type Selection = {
  /** Everything there is, whatever the other options say. */
  readonly all?: boolean
  /** Default: ready_for_export. */
  readonly state?: TreeState | 'all'
  /** The language of the root. */
  readonly lang?: string
  readonly includeDeleted?: boolean
  /** Rejected ones, and those without a verdict. */
  readonly includeSpam?: boolean
  readonly includeSynthetic?: boolean
  readonly promptsOnly?: boolean
}

/** The state that an export says: of an untouched import the given one, though work on it may be due at once. */
export function stateOf({ state, untouched, imported }: TreeView): TreeState {
  const given = untouched ? TREE_STATES.find((known) => known === imported?.fields.tree_state) : undefined
  return given ?? state
}

/** [XP4] Whether the tree is in the export, by what it is as a whole. */
export function isSelected(
  tree: TreeView,
  { all, state = 'ready_for_export', lang, includeSynthetic }: Selection
): boolean {
  if (all) return true
  if (state !== 'all' && stateOf(tree) !== state) return false
  if (lang !== undefined && tree.lang !== lang) return false
  return includeSynthetic === true || !tree.messages.some(({ given }) => given?.synthetic === true)
}

/** [XP4] The messages that are in the export, parents before children; what hangs on one left out goes with it. */
export function selectMessages(messages: readonly MessageView[], selection: Selection): MessageView[] {
  return selection.all ? [...messages] : withThoseAbove(messages, (message) => isWanted(message, selection))
}

function isWanted(message: MessageView, { includeDeleted, includeSpam, promptsOnly }: Selection): boolean {
  if (message.text === null || message.given?.erased === true) return false
  if (message.deleted && !includeDeleted) return false
  if (message.accepted !== true && !includeSpam) return false
  return message.parent === undefined || !promptsOnly
}

/** Those of which it is true, and of all above them. */
export function withThoseAbove(
  messages: readonly MessageView[],
  wanted: (message: MessageView) => boolean
): MessageView[] {
  const kept = new Set<MessageId>()
  return messages.filter((message) => {
    const keep = wanted(message) && (message.parent === undefined || message.depth === 0 || kept.has(message.parent))
    if (keep) kept.add(message.id)
    return keep
  })
}
