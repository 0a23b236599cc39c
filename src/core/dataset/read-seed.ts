import type { Fields } from './parsed.ts'
import type { FlatMessage } from './read-messages.ts'

/** What Open-Assistant's loader gives each message of its seed format (open-assistant.md 12). */
const REVIEWS = 5

/**
 * [IM6] A message of the seed format as a flat one: `user_message_id` is its id, `parent_message_id` its parent's. The
 * id of the task that it answered is kept as a field like any other.
 */
export function seedMessage(value: Fields, lang: string, line: number, path: string): FlatMessage {
  const { user_message_id, parent_message_id, tree_state, ...rest } = value
  const said = {
    lang,
    review_count: REVIEWS,
    review_result: true,
    ...rest,
    message_id: user_message_id,
    ...(parent_message_id !== null && { parent_id: parent_message_id }),
    ...(tree_state !== undefined && { tree_state })
  }
  return { said, line, path, from: 'seed' }
}

/**
 * The line of each item of an array, counted from 0 at its first bracket.
 *
 * @param json a well-formed array; so only strings and brackets need a look.
 */
export function startsOfItems(json: string): number[] {
  const starts: number[] = []
  let line = 0
  let depth = 0
  let expecting = false
  for (let at = 0; at < json.length; at++) {
    const char = json[at] as string
    if (char === '\n') line += 1
    if (' \n\r\t'.includes(char)) continue
    if (depth === 1 && expecting && char !== ']') {
      starts.push(line)
      expecting = false
    }
    if (char === '"') at = endOfString(json, at)
    else if (char === '[' || char === '{') expecting = depth++ === 0
    else if (char === ']' || char === '}') depth -= 1
    else if (char === ',' && depth === 1) expecting = true
  }
  return starts
}

function endOfString(json: string, from: number): number {
  let at = from + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at
}
