import { expect } from 'vitest'
import { linesOf } from './device-folder.ts'

type Json = Readonly<Record<string, unknown>>
export type Message = Json & { readonly message_id: string; readonly replies?: readonly Message[] }
export type Tree = Json & { readonly message_tree_id: string; readonly prompt: Message }

/** Fields of an imported message that what people contribute may change, and no other. */
const CHANGEABLE = ['review_count', 'review_result', 'rank', 'deleted', 'labels', 'events', 'emojis', 'replies']

export function messagesOf({ prompt }: Tree): Message[] {
  const below = (message: Message): Message[] => [message, ...(message.replies ?? []).flatMap(below)]
  return below(prompt)
}

/** Ids of everything in an export that was contributed to its project, in order and as often as it is there. */
export function contributionsIn(exported: string, imported: string): string[] {
  const known = idsIn(imported)
  return linesOf<Tree>(exported)
    .flatMap((tree) => [
      ...messagesOf(tree).flatMap((message) => [message.message_id, ...eventIds(message)]),
      ...unplaced(tree)
    ])
    .filter((id) => !known.has(id))
}

export function textsIn(exported: string): unknown[] {
  return linesOf<Tree>(exported).flatMap((tree) => messagesOf(tree).map(({ text }) => text))
}

function idsIn(text: string): Set<string> {
  return new Set(linesOf<Tree>(text).flatMap((tree) => messagesOf(tree).flatMap((m) => [m.message_id, ...eventIds(m)])))
}

function eventIds({ events = {} }: Message): string[] {
  return Object.values(events as Record<string, Json[]>).flatMap((list) =>
    list.flatMap(({ id }) => (id as string) ?? [])
  )
}

function unplaced({ unplaced = [] }: Tree): string[] {
  return (unplaced as { id: string }[]).map(({ id }) => id)
}

/** The UUID by which a fact is known outside: version 8, of the first half of its hash. */
export function uuidOf(item: string): string {
  const digits = [...item.slice(0, 32)]
  digits[12] = '8'
  digits[16] = ((Number.parseInt(digits[16] as string, 16) & 3) | 8).toString(16)
  return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Every imported message is there, under its parent, with every field that no contribution may change. */
export function expectImportsKept(exported: string, imported: string): void {
  const now = new Map(
    linesOf<Tree>(exported).flatMap((tree) => messagesOf(tree).map((m) => [m.message_id, { tree, m }]))
  )
  for (const tree of linesOf<Tree>(imported)) {
    for (const message of messagesOf(tree)) {
      const found = now.get(message.message_id)
      expect(found?.tree.message_tree_id).toBe(tree.message_tree_id)
      expect(lasting(found?.m)).toEqual(lasting(message))
      const replies = (found?.m.replies ?? []).map(({ message_id }) => message_id)
      expect(replies).toEqual(expect.arrayContaining((message.replies ?? []).map(({ message_id }) => message_id)))
    }
  }
}

function lasting(message: Json = {}): Json {
  return Object.fromEntries(Object.entries(message).filter(([field]) => !CHANGEABLE.includes(field)))
}
