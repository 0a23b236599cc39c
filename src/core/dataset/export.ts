import type { MessageId } from '../fact/fact.ts'
import { uuidOf } from '../hash.ts'
import { compareBytes, writeJson } from '../json.ts'
import type { MessageView, TreeView } from '../tree/view.ts'
import { type LeftOut, withConsent } from './consent.ts'
import { isoOf } from './date.ts'
import { rankingOf } from './judged.ts'
import { type Laid, layMessage, layTree } from './layout.ts'
import { type Detail, fieldsOf } from './message-fields.ts'
import type { Fields } from './parsed.ts'
import { isSelected, type Selection, selectMessages, stateOf } from './select.ts'

export type ExportOptions = Selection & {
  /** A tree on each line, or a message. Default: trees. */
  readonly format?: 'trees' | 'messages'
  readonly labels?: boolean
  readonly events?: boolean
  /** Whether a contributor's work may be given away. Default: everyone's. */
  readonly consented?: (contributor: string) => boolean
}

export type ExportSummary = { readonly trees: number; readonly messages: number; readonly leftOutForConsent: LeftOut }

/** A tree's lines, without \n; none if it is not in the export. */
export type ExportedTree = ExportSummary & { readonly lines: readonly string[] }

/**
 * [XP1] Lines of Open-Assistant's format, and at the end what they hold. The same facts give the same bytes: trees come
 * in the byte order of their ids. Who cannot hold all trees in memory calls `exportTree` in that order.
 */
export function* exportTrees(views: Iterable<TreeView>, options: ExportOptions = {}): Generator<string, ExportSummary> {
  let sum: ExportSummary = { trees: 0, messages: 0, leftOutForConsent: { messages: 0, judgements: 0 } }
  for (const view of [...views].sort((a, b) => compareBytes(a.id, b.id))) {
    const { lines, ...tree } = exportTree(view, options)
    sum = plus(sum, tree)
    yield* lines
  }
  return sum
}

export function plus(a: ExportSummary, b: ExportSummary): ExportSummary {
  return {
    trees: a.trees + b.trees,
    messages: a.messages + b.messages,
    leftOutForConsent: {
      messages: a.leftOutForConsent.messages + b.leftOutForConsent.messages,
      judgements: a.leftOutForConsent.judgements + b.leftOutForConsent.judgements
    }
  }
}

export function exportTree(view: TreeView, options: ExportOptions = {}): ExportedTree {
  const { all = false, format = 'trees', labels = all, events = all, consented = () => true } = options
  const selected = isSelected(view, options) ? selectMessages(view.messages, options) : []
  const { messages, leftOut } = withConsent(selected, consented)
  // Who judged is in the export only as part of labels and events.
  const leftOutForConsent = labels || events || all ? leftOut : { ...leftOut, judgements: 0 }
  if (messages.length === 0) return { lines: [], trees: 0, messages: 0, leftOutForConsent }
  const detail = { labels: all || labels, events: all || events }
  const lines =
    format === 'trees'
      ? [treeLine(view, messages, detail, options)]
      : messages.map((each) => flatLine(view, each, detail, all))
  return { lines, trees: 1, messages: messages.length, leftOutForConsent }
}

function treeLine(view: TreeView, messages: readonly MessageView[], detail: Detail, options: ExportOptions): string {
  const below = Map.groupBy(messages, ({ parent }) => parent)
  const nodeOf = (message: MessageView): Laid => {
    const replies = options.promptsOnly && !options.all ? undefined : repliesOf(message.id)
    return layMessage({ ...fieldsOf(message, view, detail), ...(replies && { replies }) })
  }
  const repliesOf = (id: MessageId): Laid[] => (below.get(id) ?? []).map(nodeOf)
  const prompt = nodeOf(messages[0] as MessageView)
  return writeJson(layTree({ ...treeFields(view, options), message_tree_id: view.id, prompt }))
}

/**
 * [XP3] What is said of a tree. Of an untouched import it is, where nothing is to be left out, what its line said and no
 * more; else the state is there even if the line had none, since readers choose by it.
 */
function treeFields(view: TreeView, { all = false, consented = () => true }: ExportOptions): Fields {
  const given = view.imported?.fields ?? {}
  if (view.untouched) return all ? given : { ...given, tree_state: stateOf(view) }
  const unplaced = all ? unplacedOf(view, consented) : []
  return {
    ...given,
    tree_state: view.state,
    // Read back by `growth.ts`, so that the tree goes on growing where it stood.
    ...(all && view.state === 'growing' && view.imported?.as !== 'as-is' && { goal_tree_size: view.goal }),
    ...(unplaced.length > 0 && { unplaced: [...(Array.isArray(given.unplaced) ? given.unplaced : []), ...unplaced] })
  }
}

/** [XP3] What the tree has no use for and shows nowhere else, with all that it says and the rule that says so. */
function unplacedOf({ unplaced }: TreeView, consented: (contributor: string) => boolean): Fields[] {
  return unplaced
    .filter(({ contributor }) => consented(contributor))
    .map(({ fact, contributor, at, outcome, target, order, ...said }) => ({
      ...{ id: uuidOf(fact), ...outcome, user_id: contributor },
      ...(at !== undefined && { created_date: isoOf(at) }),
      ...(target !== undefined && { message_id: target }),
      ...(order && rankingOf(order)),
      ...said
    }))
    .sort((a, b) => compareBytes(a.id, b.id))
}

function flatLine(view: TreeView, message: MessageView, detail: Detail, all: boolean): string {
  const { tree_state: state } = treeFields(view, { all })
  const fields = fieldsOf(message, view, detail)
  // On a line of its own a reply must name its parent.
  const parent = message.parent === undefined ? {} : { parent_id: message.parent }
  const tree = { message_tree_id: view.id, ...(typeof state === 'string' && { tree_state: state }) }
  return writeJson(layMessage({ ...fields, ...parent, ...tree }))
}
