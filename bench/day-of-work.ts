import { readFileSync } from 'node:fs'

/**
 * Heavy days of work of one volunteer: 20 assistant replies (real texts), 30 rankings of 3 candidates and 60 full label
 * sets of 13 labels, in 10 rounds of 2 + 3 + 6. Texts, ids and threads come from a file of trees; answers and times are
 * drawn from a fixed seed, so that the same file gives the same day. A batch holds at most 50 tasks and 64 kB of JSON.
 */
const BATCH_TASKS = 50
const BATCH_BYTES = 64 * 1024
const ROUNDS = 10
const START = Date.UTC(2026, 10, 2, 8) // the volunteer's morning, ms since 1970
const DAY_MS = 24 * 3600 * 1000
const FLAGS = ['spam', 'fails_task', 'lang_mismatch', 'pii', 'not_appropriate', 'hate_speech', 'sexual_content']
const SCALES = ['quality', 'helpfulness', 'creativity', 'humor', 'toxicity', 'violence']

export type Message = { id: string; role: string; text: string; lang: string; thread: Message[]; replies: Message[] }
export type DayKind = 'assistant_reply' | 'rank_assistant_replies' | 'label_assistant_reply'
export type DayItem = {
  readonly kind: DayKind
  /** Number of the batch that lends its task. */
  readonly batch: number
  /** Ids of the messages from the root to the one the task is about. */
  readonly thread: readonly string[]
  readonly candidates: readonly string[]
  readonly text?: string
  readonly labels?: Readonly<Record<string, number>>
  /** Places in `candidates`, best first. */
  readonly order?: readonly number[]
  /** Milliseconds since 1970, and active seconds. */
  readonly saved: number
  readonly took: number
  /** The same contribution as a plain JSON line. */
  readonly json: string
}

/** @param day 0 to 4: each with other texts, targets and answers. */
export function dayOfWork(messages: readonly Message[], day: number): DayItem[] {
  const random = mulberry32(110 + day)
  const shift = day / 5
  const replies = pick(
    messages.filter((m) => isAssistant(m) && m.thread.length > 1),
    2 * ROUNDS,
    shift
  )
  const rankings = pick(
    messages.filter((m) => m.replies.filter(isAssistant).length >= 3),
    3 * ROUNDS,
    shift
  )
  const reviewed = pick(messages.filter(isAssistant), 6 * ROUNDS, (0.5 + shift) % 1)

  const items: Omit<DayItem, 'batch'>[] = []
  const sizes: number[] = []
  let clock = START + day * DAY_MS
  const add = (kind: DayKind, message: Message, shown: readonly Message[], seconds: number, answer: object) => {
    const task = uuid(random)
    const started = clock
    clock += seconds * 1000 + Math.floor(random() * 1000)
    const thread = message.thread.map(({ id, role, text }) => ({ id, role, text }))
    const candidates = shown.map(({ id, text }) => ({ id, text }))
    const { order } = answer as { order?: Message[] }
    const said = order
      ? { shown: shown.map(({ id }) => id), order: order.map(({ id }) => id), notRankable: false }
      : answer
    const times = { started: new Date(started).toISOString(), saved: new Date(clock).toISOString() }
    const json = { v: 1, seq: items.length + 1, kind, task, target: message.id, lang: message.lang, ...times, ...said }
    sizes.push(
      Buffer.byteLength(JSON.stringify({ task, kind, lang: message.lang, target: message.id, thread, candidates }))
    )
    items.push({
      kind,
      thread: thread.map(({ id }) => id),
      candidates: candidates.map(({ id }) => id),
      ...(answer as Pick<DayItem, 'text' | 'labels'>),
      ...(order && { order: order.map((candidate) => shown.indexOf(candidate)) }),
      saved: clock,
      took: Math.round((clock - started) / 1000),
      json: JSON.stringify(json)
    } as Omit<DayItem, 'batch'>)
    clock += 2000 + Math.floor(random() * 8000)
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const message of replies.slice(2 * round, 2 * round + 2)) {
      const parent = message.thread.at(-2) as Message
      add('assistant_reply', parent, [], 60 + Math.round(message.text.length / 4), { text: message.text })
    }
    for (const message of rankings.slice(3 * round, 3 * round + 3)) {
      const shown = shuffled(message.replies.filter(isAssistant).slice(0, 3), random)
      const order = shuffled(shown, random)
      add('rank_assistant_replies', message, shown, 40 + Math.floor(random() * 80), { order })
    }
    for (const message of reviewed.slice(6 * round, 6 * round + 6)) {
      const labels: Record<string, number> = {}
      for (const name of FLAGS) labels[name] = random() < 0.08 ? 1 : 0
      for (const name of SCALES) labels[name] = Math.floor(random() * 5) / 4
      add('label_assistant_reply', message, [], 25 + Math.floor(random() * 50), { labels })
    }
  }
  return intoBatches(items, sizes)
}

/** Every message of a file of trees, with the messages from the root to it. */
export function readMessages(file: string): Message[] {
  const all: Message[] = []
  type Node = { message_id: string; role: string; text: string; lang: string; replies: Node[] }
  const walk = (node: Node, above: Message[]): Message => {
    const message: Message = {
      id: node.message_id,
      role: node.role,
      text: node.text,
      lang: node.lang,
      thread: [],
      replies: []
    }
    message.thread = [...above, message]
    all.push(message)
    message.replies = (node.replies ?? []).map((reply) => walk(reply, message.thread))
    return message
  }
  for (const line of readFileSync(file, 'utf8').split('\n'))
    if (line) walk((JSON.parse(line) as { prompt: Node }).prompt, [])
  return all
}

function intoBatches(items: readonly Omit<DayItem, 'batch'>[], sizes: readonly number[]): DayItem[] {
  let batch = 0
  let count = BATCH_TASKS
  let bytes = 0
  return items.map((item, i) => {
    const size = sizes[i] ?? 0
    if (count === BATCH_TASKS || bytes + size > BATCH_BYTES) {
      batch += 1
      count = bytes = 0
    }
    count += 1
    bytes += size
    return { ...item, batch }
  })
}

function isAssistant(message: Message): boolean {
  return message.role === 'assistant'
}

/** `count` entries spread evenly over the list. */
function pick<T>(list: readonly T[], count: number, offset: number): T[] {
  if (list.length < count) throw new Error(`the file has ${list.length} usable messages of a kind; ${count} are needed`)
  return Array.from({ length: count }, (_, i) => list[Math.floor(((i + offset) * list.length) / count)] as T)
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const copy = [...list]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[copy[i], copy[j]] = [copy[j] as T, copy[i] as T]
  }
  return copy
}

function uuid(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
}

/** A small seeded generator of numbers in [0, 1) (mulberry32, public domain). */
export function mulberry32(start: number): () => number {
  let seed = start
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
