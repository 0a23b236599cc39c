import type { MessageId } from '../fact/fact.ts'
import { uuidOf } from '../hash.ts'
import { compareBytes, writeJson } from '../json.ts'
import type { MessageView, TreeView } from '../tree/view.ts'
import { type Cut, type CutLeftOut, cutOf, NOTHING_LEFT_OUT } from './cut.ts'
import { isoOf } from './date.ts'
import { rankingOf } from './events.ts'
import { type Ids, namedMessage, namedTree, PLAIN } from './ids.ts'
import { type Laid, layMessage, layTree } from './layout.ts'
import { listsOf } from './lists.ts'
import { type Detail, fieldsOf } from './message-fields.ts'
import { pairsOf } from './pairs.ts'
import type { Fields } from './parsed.ts'
import { type Selection, stateOf } from './select.ts'
import { isInSplit, type Split } from './split.ts'
import { threadsOf } from './threads.ts'

export const LINE_FORMATS = ['trees', 'messages', 'threads', 'pairs', 'lists'] as const
export type LineFormat = (typeof LINE_FORMATS)[number]

export type ExportOptions = Selection & {
  /** A tree on each line, a message, or what training takes. Default: trees, or messages if the selection makes none. */
  readonly format?: LineFormat
  readonly labels?: boolean
  readonly events?: boolean
  /** What was turned down as hidden reactions, as Open-Assistant counts it. */
  readonly skips?: boolean
  /** Default: as they are. */
  readonly ids?: Ids
  /** Where trees come from that no import brought. */
  readonly origin?: string
  readonly split?: Split
  /** Whether a contributor's work may be given away. Default: everyone's. */
  readonly consented?: (contributor: string) => boolean
}

export type ExportSummary = {
  readonly trees: number
  readonly messages: number
  readonly lines: number
  readonly leftOut: CutLeftOut & {
    /** Threads in which the roles do not take turns: no format for training can hold them. */
    readonly threads: number
  }
}

/** A tree's lines, without \n; none if it is not in the export. */
export type ExportedTree = Omit<ExportSummary, 'lines'> & { readonly lines: readonly string[] }

export const NOTHING: ExportSummary = {
  ...{ trees: 0, messages: 0, lines: 0 },
  leftOut: { ...NOTHING_LEFT_OUT, threads: 0 }
}

/**
 * [XP1] Lines of a format, and at the end what they hold. The same facts give the same bytes: trees come in the byte
 * order of their ids. Who cannot hold all trees in memory calls `exportTree` in that order.
 */
export function* exportTrees(views: Iterable<TreeView>, options: ExportOptions = {}): Generator<string, ExportSummary> {
  let sum = NOTHING
  for (const view of [...views].sort((a, b) => compareBytes(a.id, b.id))) {
    const exported = exportTree(view, options)
    sum = plus(sum, exported)
    yield* exported.lines
  }
  return sum
}

export function plus(sum: ExportSummary, tree: ExportedTree): ExportSummary {
  const [a, b] = [sum.leftOut, tree.leftOut]
  return {
    trees: sum.trees + tree.trees,
    messages: sum.messages + tree.messages,
    lines: sum.lines + tree.lines.length,
    leftOut: {
      consent: {
        messages: a.consent.messages + b.consent.messages,
        judgements: a.consent.judgements + b.consent.judgements
      },
      orphans: a.orphans + b.orphans,
      held: a.held + b.held,
      threads: a.threads + b.threads
    }
  }
}

export function exportTree(view: TreeView, options: ExportOptions = {}): ExportedTree {
  if (!isInSplit(view, options.split)) return { ...NOTHING, lines: [] }
  return linesOf(cutOf(view, options, options.consented ?? (() => true)), options)
}

/** The lines of a cut that was made with the same options. */
export function linesOf(cut: Cut, options: ExportOptions = {}): ExportedTree {
  const format = options.format ?? 'trees'
  const detail = detailOf(options)
  // Who judged is in these formats only as part of labels and events.
  const judged = detail.labels || detail.events || format === 'pairs' || format === 'lists' || format === 'threads'
  const consent = judged ? cut.leftOut.consent : { ...cut.leftOut.consent, judgements: 0 }
  const { lines, odd } = cut.messages.length === 0 ? { lines: [], odd: 0 } : written(cut, format, detail, options)
  const leftOut = { ...cut.leftOut, consent, threads: odd }
  if (lines.length === 0) return { lines, trees: 0, messages: 0, leftOut }
  return { lines, trees: 1, messages: cut.messages.length, leftOut }
}

function detailOf({ all = false, labels = all, events = all, skips = all }: ExportOptions): Detail {
  return { labels: all || labels, events: all || events, skips: all || skips, reports: all }
}

function written(cut: Cut, format: LineFormat, detail: Detail, options: ExportOptions) {
  const { ids = PLAIN, split } = options
  const told = (lines: readonly Fields[]) => lines.map((line) => writeJson(new Map(Object.entries(line))))
  if (format === 'threads') {
    const { threads, odd } = threadsOf(cut, ids, split)
    return { lines: told(threads), odd }
  }
  if (format === 'pairs') return { lines: told(pairsOf(cut, ids, split)), odd: 0 }
  if (format === 'lists') return { lines: told(listsOf(cut, ids, split)), odd: 0 }
  const isTree = format === 'trees' && !cut.list
  const lines = isTree
    ? [treeLine(cut, detail, options)]
    : cut.messages.map((each) => flatLine(cut.view, each, detail, options))
  return { lines, odd: 0 }
}

function treeLine({ view, messages }: Cut, detail: Detail, options: ExportOptions): string {
  const { ids = PLAIN } = options
  const below = Map.groupBy(messages, ({ parent }) => parent)
  const nodeOf = (message: MessageView): Laid => {
    const replies = options.promptsOnly && !options.all ? undefined : repliesOf(message.id)
    return layMessage({ ...namedMessage(fieldsOf(message, view, detail), ids), ...(replies && { replies }) })
  }
  const repliesOf = (id: MessageId): Laid[] => (below.get(id) ?? []).map(nodeOf)
  const prompt = nodeOf(messages[0] as MessageView)
  const fields = namedTree({ ...treeFields(view, options), message_tree_id: view.id }, ids)
  return writeJson(layTree({ ...fields, prompt }))
}

/**
 * [XP3] What is said of a tree. Of an untouched import it is, where nothing is to be left out, what its line said and no
 * more; else the state is there even if the line had none, since readers choose by it.
 */
function treeFields(view: TreeView, { all = false, consented = () => true, origin }: ExportOptions): Fields {
  const given = view.imported?.fields ?? {}
  if (view.untouched) return all ? given : { ...given, tree_state: stateOf(view) }
  const unplaced = all ? unplacedOf(view, consented) : []
  return {
    ...(!view.imported && origin !== undefined && { origin }),
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

function flatLine(view: TreeView, message: MessageView, detail: Detail, options: ExportOptions): string {
  const { tree_state: state } = treeFields(view, { all: options.all ?? false })
  const fields = fieldsOf(message, view, detail)
  // On a line of its own a reply must name its parent.
  const parent = message.parent === undefined ? {} : { parent_id: message.parent }
  const tree = { message_tree_id: view.id, ...(typeof state === 'string' && { tree_state: state }) }
  return writeJson(layMessage(namedMessage({ ...fields, ...parent, ...tree }, options.ids ?? PLAIN)))
}
