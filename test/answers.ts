/** A line of `tasks --json`. */
export type TaskLine = {
  readonly task: string
  readonly kind: string
  readonly lang: string
  readonly thread: readonly { readonly role: string; readonly text: string }[]
  readonly candidates?: readonly unknown[]
}

export type Answer = { readonly task: string } & Readonly<Record<string, unknown>>

/** An answer as a person might give it. `by` makes texts of different people, and of one person's two tries, differ. */
export function answerTo({ task, kind, candidates = [] }: TaskLine, by: string): Answer {
  if (kind.startsWith('label_')) return { task, labels: { spam: 0, quality: 0.75, toxicity: 0, humor: 0.25 }, took: 9 }
  if (kind.startsWith('rank_')) return { task, order: orderOf(candidates.length), took: 30 }
  return { task, text: `${by} on ${task.slice(0, 6)}${task.slice(64)}: ሰላም, привет,\n\t"नमस्ते" 👩‍🌾`, took: 60 }
}

/** Of more than one fact: it is cut in pieces, and no piece may be lost or change places. */
export function longAnswerTo({ task }: TaskLine, by: string): Answer {
  return { task, text: Array.from({ length: 400 }, (_, i) => `${by} ${i} ${(i * 7919) % 1009} ñ😀`).join('\n') }
}

/** The last shown is the best; of three or more the worst two tie. */
function orderOf(count: number): unknown[] {
  const backwards = Array.from({ length: count }, (_, i) => count - 1 - i)
  return count < 3 ? backwards : [...backwards.slice(0, -2), backwards.slice(-2)]
}
