import type { MessageId, TreeId } from '../fact/fact.ts'

/** Fields of a line: null is null, absent is absent, whole numbers beyond 2^53 are BigInts. */
export type Fields = Readonly<Record<string, unknown>>

export type ParsedMessage = {
  readonly message: MessageId
  /** Absent: the root. */
  readonly parent?: MessageId
  /** Its place among its siblings in the file, from 0. */
  readonly place: number
  readonly text: string
  /**
   * Everything else that its line said. `parent_id` is among them only as null: a root that says so, or a reply whose
   * parent only the nesting tells.
   */
  readonly fields: Fields
}

export type ParsedTree = {
  readonly tree: TreeId
  /** What it was read from. */
  readonly from: 'tree' | 'messages' | 'prompt' | 'seed'
  /** Its line in the file, from 1; of a tree of several lines the first. */
  readonly line: number
  /** All that its line said of the tree, except `message_tree_id` and `prompt`. */
  readonly fields: Fields
  /** Parents before children; the root is the first. */
  readonly messages: readonly ParsedMessage[]
}

/** Why something of a file is not taken. `field` and `problem` read as one sentence. */
export type Refusal = {
  /** From 1. */
  readonly line: number
  /** As in `prompt.replies[1].text`; `line` if it is the line as a whole. */
  readonly field: string
  readonly problem: string
  readonly tree?: TreeId
}

export type Found = { readonly tree: ParsedTree } | { readonly refused: Refusal }

/** What is wrong inside a value, before it is known on which line it stands. */
export type Fault = Pick<Refusal, 'field' | 'problem'>

/** `prompt` and `text` give `prompt.text`; an empty path stands for the line. */
export function pathTo(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`
  return path === '' ? key : `${path}.${key}`
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
