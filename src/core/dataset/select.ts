import type { MessageId } from '../fact/fact.ts'
import { type MessageView, TREE_STATES, type TreeState, type TreeView } from '../tree/view.ts'

/** Which trees and messages an export holds. Open-Assistant's options and defaults (open-assistant.md 5.1). */
export type Selection = {
  /** Everything there is, whatever the other options say. */
  readonly all?: boolean
  /** Default: ready_for_export. Of a contributor's messages (`user`) the state says nothing. */
  readonly state?: TreeState | 'all'
  /** The language of the root; with `user` of the message. */
  readonly lang?: string
  readonly includeDeleted?: boolean
  readonly deletedOnly?: boolean
  /** Rejected ones, and those without a verdict. */
  readonly includeSpam?: boolean
  /** Rejected ones alone. */
  readonly spamOnly?: boolean
  /** Trees that hold synthetic text too; with `user` synthetic messages. */
  readonly includeSynthetic?: boolean
  readonly syntheticOnly?: boolean
  readonly promptsOnly?: boolean
  /** The messages of one contributor, by the id that the export gives them. */
  readonly user?: string
}

export type Selected = {
  /** Parents before children. */
  readonly messages: readonly MessageView[]
  /** Messages that are wanted, but hang on one that is left out. */
  readonly orphans: number
  /** Messages that reviewers' flags hold back. */
  readonly held: number
}

/** The state that an export says: of an untouched import the given one, though work on it may be due at once. */
export function stateOf({ state, untouched, imported }: TreeView): TreeState {
  const given = untouched ? TREE_STATES.find((known) => known === imported?.fields.tree_state) : undefined
  return given ?? state
}

/** [XP8] Whether what is selected makes no trees, so that it is a flat list in which nothing hangs on anything. */
export function isList({ all, deletedOnly, spamOnly, syntheticOnly, user }: Selection): boolean {
  return !all && (deletedOnly === true || spamOnly === true || syntheticOnly === true || user !== undefined)
}

/** [XP4] Whether the tree is in the export, by what it is as a whole. */
export function isSelected(tree: TreeView, selection: Selection): boolean {
  const { all, state = 'ready_for_export', lang, includeSynthetic, syntheticOnly, user } = selection
  if (all || user !== undefined) return true
  if (state !== 'all' && stateOf(tree) !== state) return false
  if (lang !== undefined && tree.lang !== lang) return false
  const synthetic = tree.messages.some(isSynthetic)
  return syntheticOnly ? synthetic : includeSynthetic === true || !synthetic
}

/** [XP4] [XP8] The messages that are in the export; what hangs on one left out goes with it, but not from a list. */
export function selectMessages(messages: readonly MessageView[], selection: Selection): Selected {
  if (selection.all) return { messages, orphans: 0, held: 0 }
  const wanted = messages.filter((message) => isWanted(message, selection))
  const passed = new Set(wanted.filter((message) => !isHeld(message)))
  const kept = isList(selection) ? [...passed] : withThoseAbove(messages, (message) => passed.has(message))
  return { messages: kept, orphans: passed.size - kept.length, held: wanted.length - passed.size }
}

/** [XP10] Reviewers' flags hold it back until a moderator has looked; those that an import tells of do too. */
export function isHeld({ flagged, given }: MessageView): boolean {
  return isSome(flagged) || isSome(given?.flagged)
}

function isSome(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0
}

export function isErased({ text, given }: MessageView): boolean {
  return text === null || given?.erased === true
}

function isWanted(message: MessageView, selection: Selection): boolean {
  const { includeDeleted, deletedOnly, includeSpam, spamOnly, promptsOnly, user } = selection
  if (isErased(message)) return false
  if (deletedOnly ? !message.deleted : message.deleted && !includeDeleted) return false
  // Who is held back was found no junk.
  if (spamOnly ? message.accepted !== false || isHeld(message) : !isFine(message) && !includeSpam) return false
  if (user !== undefined && !isOf(user, message, selection)) return false
  return message.parent === undefined || !promptsOnly
}

function isFine(message: MessageView): boolean {
  return message.accepted === true || isHeld(message)
}

function isOf(user: string, message: MessageView, selection: Selection): boolean {
  const { lang, includeSynthetic, syntheticOnly } = selection
  if (userOf(message) !== user || (lang !== undefined && message.lang !== lang)) return false
  return syntheticOnly ? isSynthetic(message) : includeSynthetic === true || !isSynthetic(message)
}

/** Whose message it is, by the id that the export gives them. */
export function userOf({ given, contributor }: MessageView): unknown {
  return given ? given.user_id : contributor
}

function isSynthetic({ given }: MessageView): boolean {
  return given?.synthetic === true
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
