import { compareBytes } from '../json.ts'
import type { Cut } from './cut.ts'
import { stateOf } from './select.ts'
import { partOf, type Split } from './split.ts'

/** How many, by what is counted and then by its kind: `messages_by_language` `de` 12. */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>

/** What is in an export of one tree. */
export function countsOf(cut: Cut, split?: Split): Counts {
  const { view, messages } = cut
  if (messages.length === 0) return {}
  const all = <T>(of: (message: Cut['messages'][number]) => readonly T[]) =>
    messages.reduce((n, each) => n + of(each).length, 0)
  return {
    trees_by_language: { [view.lang]: 1 },
    trees_by_state: { [stateOf(view)]: 1 },
    trees_by_part: { [partOf(view, split)]: 1 },
    messages_by_language: tally(messages.map(({ lang }) => lang ?? view.lang)),
    messages_by_role: tally(messages.map(({ role }) => role)),
    messages_by_part: { [partOf(view, split)]: messages.length },
    judgements: {
      reviews: all(({ reviews }) => reviews),
      ballots: all(({ ballots }) => ballots),
      reactions: all(({ emojis }) => emojis),
      free_labels: all(({ freeLabels }) => freeLabels),
      skips: all(({ skips }) => skips)
    }
  }
}

/** A sum that grows; names come out in the order of their bytes. */
export function counting(): { add(counts: Counts): void; total(): Counts } {
  const sums = new Map<string, Map<string, number>>()
  return {
    add(counts) {
      for (const [name, kinds] of Object.entries(counts)) {
        const sum = sums.get(name) ?? new Map<string, number>()
        sums.set(name, sum)
        for (const [kind, count] of Object.entries(kinds)) sum.set(kind, (sum.get(kind) ?? 0) + count)
      }
    },
    total: () => sorted([...sums].map(([name, kinds]) => [name, sorted([...kinds])]))
  }
}

/** How often each name comes. */
export function tally(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return Object.fromEntries(counts)
}

function sorted<V>(entries: readonly (readonly [string, V])[]): Record<string, V> {
  return Object.fromEntries([...entries].sort(([a], [b]) => compareBytes(a, b)))
}
