import type { Fact, FactId } from '../fact/fact.ts'
import { isBallot, isReview, isWriting } from '../fact/kinds.ts'
import { memberOf, type People } from '../people.ts'
import type { MessageView, TreeView } from '../tree/view.ts'
import { type Counts, tally } from './counts.ts'
import { isoOf } from './date.ts'
import { isErased, isHeld } from './select.ts'

/** What is known beside a tree's view. */
export type StatsFacts = {
  /** Those of the tree that are to be counted with it. */
  readonly facts: readonly Fact[]
  readonly people: People
  /** The version of the guidelines by which a lending asked for work; undefined: it names none. */
  readonly guidelinesOf: (lending: FactId) => string | undefined
}

/**
 * [XP20] How a project stands, by one tree: what it holds, what was given for it and when, what it still waits for. Sums
 * of trees are those of the project. Days are those of devices' clocks, in UTC.
 */
export function statsOf(view: TreeView, { facts, people, guidelinesOf }: StatsFacts): Counts {
  const given = facts.filter(({ content }) => wordFor(content.kind) !== undefined)
  const days = Map.groupBy(given, ({ content }) => dayOf(content.saved))
  const of = <T>(list: (message: MessageView) => readonly T[]) =>
    view.messages.reduce((n, each) => n + list(each).length, 0)
  const timed = given.filter(
    ({ content: { took, task } }) => typeof took === 'number' && Array.isArray(task) && typeof task[0] === 'string'
  )
  return {
    trees: { [view.state]: 1 },
    [`trees ${view.lang}`]: { [view.state]: 1 },
    messages: tally(view.messages.map(conditionOf)),
    judgements: {
      reviews: of(({ reviews }) => reviews),
      ballots: of(({ ballots }) => ballots),
      skips: of(({ skips }) => skips),
      reactions: of(({ emojis }) => emojis),
      'free labels': of(({ freeLabels }) => freeLabels.filter(({ report }) => !report)),
      reports: of(({ freeLabels }) => freeLabels.filter(({ report }) => report))
    },
    outcomes: tally(given.map(({ id }) => view.outcomes.get(id)?.is ?? 'received')),
    wanted: sums(view.needs.map(({ kind, wanted }) => [kind, wanted])),
    [`wanted ${view.lang}`]: sums(view.needs.map(({ kind, wanted }) => [kind, wanted])),
    contributors: Object.fromEntries(given.map(({ device }) => [memberOf(people, device).contributor, 1])),
    ...Object.fromEntries(
      [...days].map(([day, some]) => [`day ${day}`, tally(some.map(({ content }) => wordFor(content.kind) ?? ''))])
    ),
    guidelines: tally(timed.map(({ content }) => guidelinesOf((content.task as [FactId])[0]) ?? 'none')),
    'active seconds': sums(timed.map(({ content }) => [content.kind, Number(content.took)])),
    'timed contributions': tally(timed.map(({ content }) => content.kind))
  }
}

function conditionOf(message: MessageView): string {
  if (isErased(message)) return 'erased'
  if (message.deleted) return 'deleted'
  if (isHeld(message)) return 'held back'
  if (message.accepted !== undefined) return message.accepted ? 'accepted' : 'rejected'
  return message.spare ? 'spare' : 'under review'
}

function wordFor(kind: string): string | undefined {
  if (isWriting(kind)) return 'messages'
  if (isReview(kind)) return 'reviews'
  if (isBallot(kind)) return 'ballots'
  return { skip: 'skips', emoji: 'reactions', label: 'free labels', report: 'reports', amend: 'amendments' }[kind]
}

function dayOf(saved: unknown): string {
  return typeof saved === 'number' && Number.isSafeInteger(saved) && saved >= 0 && saved <= 253_402_300_799
    ? isoOf(saved).slice(0, 10)
    : 'unknown'
}

function sums(entries: readonly (readonly [string, number])[]): Record<string, number> {
  const all: Record<string, number> = {}
  for (const [name, count] of entries) all[name] = (all[name] ?? 0) + count
  return all
}

/** Stats as scripts take them. */
export type Stats = {
  readonly trees: Readonly<Record<string, number>>
  /** By language, then by state. */
  readonly trees_by_language: Counts
  readonly messages: Readonly<Record<string, number>>
  readonly judgements: Readonly<Record<string, number>>
  /** What became of what people gave. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly contributors: number
  /** Contributions still wanted, by task kind. */
  readonly wanted: Readonly<Record<string, number>>
  readonly wanted_by_language: Counts
  readonly days: Counts
  /** Contributions by the version of the guidelines that they were to follow. */
  readonly guidelines: Readonly<Record<string, number>>
  /** By task kind: how many say how long they took, and how long together. */
  readonly active_seconds: Readonly<Record<string, { readonly contributions: number; readonly seconds: number }>>
}

/** @param total the sum of `statsOf` over all trees. */
export function statsFrom(total: Counts): Stats {
  const under = (word: string): Counts =>
    Object.fromEntries(
      Object.entries(total).flatMap(([name, kinds]) =>
        name.startsWith(`${word} `) ? [[name.slice(word.length + 1), kinds]] : []
      )
    )
  const seconds = total['active seconds'] ?? {}
  return {
    trees: total.trees ?? {},
    trees_by_language: under('trees'),
    messages: total.messages ?? {},
    judgements: total.judgements ?? {},
    outcomes: total.outcomes ?? {},
    contributors: Object.keys(total.contributors ?? {}).length,
    wanted: total.wanted ?? {},
    wanted_by_language: under('wanted'),
    days: under('day'),
    guidelines: total.guidelines ?? {},
    active_seconds: Object.fromEntries(
      Object.entries(seconds).map(([kind, sum]) => [
        kind,
        { contributions: total['timed contributions']?.[kind] ?? 0, seconds: sum }
      ])
    )
  }
}
