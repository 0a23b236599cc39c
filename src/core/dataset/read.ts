import { utf8 } from '../bytes.ts'
import { MAX_TEXT_BYTES } from '../fact/pieces.ts'
import { parseJson } from '../json.ts'
import { faultIn } from './fault.ts'
import { promptTree } from './import.ts'
import { type Line, Lines, MAX_LINE } from './lines.ts'
import { type Found, isMap, type ParsedTree, pathTo } from './parsed.ts'
import { type FlatMessage, treesOf } from './read-messages.ts'
import { seedMessage, startsOfItems } from './read-seed.ts'
import { readTree } from './read-tree.ts'

export type ReadOptions = {
  /** The language of prompt lists and of the seed format, which name none. Default: en. */
  readonly lang?: string
}

/** Reads a file as it comes: the trees of lines before `push` returns, those of flat messages at the end. */
export type DatasetReader = {
  /** @param chunk text of the file, cut anywhere; decoding it is the caller's business. */
  push(chunk: string): Found[]
  end(): Found[]
}

/** [IM2] Tells by content what a file holds: trees, flat messages, prompts, or one array of any of them. */
export function datasetReader({ lang = 'en' }: ReadOptions = {}): DatasetReader {
  const lines = new Lines()
  const flat: FlatMessage[] = []
  const seen = new Map<string, ParsedTree>()
  /** The lines of a file that is one array. */
  let array: { from: number; lines: string[] } | undefined
  let begun = false

  const first = (found: Found): Found[] => {
    if (!('tree' in found)) return [found]
    const { tree } = found
    for (const { message } of tree.messages) {
      const other = seen.get(message)
      if (!other) continue
      // The same prompt twice is one prompt: its id follows from it.
      if (tree.from === 'prompt' && other.from === 'prompt') return []
      const problem = `has the message ${message}, which stands on line ${other.line} too`
      return [{ refused: { line: tree.line, field: 'line', problem, tree: tree.tree } }]
    }
    for (const { message } of tree.messages) seen.set(message, tree)
    return [found]
  }

  const readValue = (value: unknown, line: number, path: string): Found[] => {
    if (typeof value === 'string') return [readPrompt(value, lang, line, path)]
    if (isMap(value)) {
      if (Object.hasOwn(value, 'message_id')) flat.push({ said: value, line, path, from: 'messages' })
      else if (Object.hasOwn(value, 'message_tree_id')) return [readTree(value, line, path)]
      else if (Object.hasOwn(value, 'user_message_id')) flat.push(seedMessage(value, lang, line, path))
      else return [refusedAt(line, path, `is neither a tree (message_tree_id) nor a message (message_id)`)]
      return []
    }
    return [refusedAt(line, path, 'is not a tree, a message or a prompt')]
  }

  const readLine = ({ line, text }: Line): Found[] => {
    if (text === undefined) return [refusedAt(line, '', `is longer than ${MAX_LINE} characters`)]
    if (text.trim() === '' && !array) return []
    if (!begun && text.trimStart().startsWith('[')) array = { from: line, lines: [] }
    begun = true
    if (array) {
      array.lines.push(text)
      return []
    }
    const parsed = parsedLine(text, line)
    return 'refused' in parsed ? [parsed] : readValue(parsed.value, line, '')
  }

  const readArray = (): Found[] => {
    if (!array) return []
    const { from } = array
    const text = array.lines.join('\n')
    const parsed = parsedLine(text, from)
    if ('refused' in parsed) return [parsed]
    const starts = startsOfItems(text)
    return (parsed.value as unknown[]).flatMap((item, at) => readValue(item, from + (starts[at] ?? 0), pathTo('', at)))
  }

  return {
    push: (chunk) => lines.push(chunk).flatMap(readLine).flatMap(first),
    end: () => [...lines.end().flatMap(readLine), ...readArray(), ...treesOf(flat)].flatMap(first)
  }
}

/** A whole file that is at hand, in chunks of any size. */
export function* readDataset(chunks: Iterable<string>, options: ReadOptions = {}): Generator<Found> {
  const reader = datasetReader(options)
  for (const chunk of chunks) yield* reader.push(chunk)
  yield* reader.end()
}

function refusedAt(
  line: number,
  path: string,
  problem: string
): { refused: { line: number; field: string; problem: string } } {
  return { refused: { line, field: path || 'line', problem } }
}

function parsedLine(text: string, line: number): { value: unknown } | ReturnType<typeof refusedAt> {
  try {
    return { value: parseJson(text) }
  } catch (error) {
    if (error instanceof RangeError) return refusedAt(line, '', 'is nested too deep to be read')
    return syntaxFault(text, line, (error as Error).message)
  }
}

/** @param said the engine's own words, which may hold the place as `position 57`. */
function syntaxFault(text: string, line: number, said: string): ReturnType<typeof refusedAt> {
  const place = /position (\d+)/.exec(said)?.[1]
  const at = place === undefined ? 0 : Number(place)
  const cut = /end of JSON input/.test(said) || at >= text.trimEnd().length
  const before = text.slice(0, cut ? text.length : at).split('\n')
  const from = place === undefined ? '' : ` from its character ${(before.at(-1)?.length ?? 0) + 1} on`
  const problem = cut ? 'ends too early, as if the file were cut off' : `is not JSON${from}`
  return refusedAt(line + before.length - 1, '', `${problem}; expected a tree, a message or a prompt in JSON`)
}

function readPrompt(text: string, lang: string, line: number, path: string): Found {
  const fault = faultIn(text, path)
  if (fault) return refusedAt(line, path, fault.problem)
  if (text.trim() === '') return refusedAt(line, path, 'is an empty prompt')
  if (utf8(text).byteLength > MAX_TEXT_BYTES) return refusedAt(line, path, `is longer than ${MAX_TEXT_BYTES} bytes`)
  return { tree: promptTree(text, lang, line) }
}
