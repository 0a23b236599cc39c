import type { FactId, MessageId, TreeId } from '../core/fact/fact.ts'
import type { AskedLabel } from '../core/fact/kinds.ts'
import { isBallot, isReview, isWriting } from '../core/fact/kinds.ts'
import { idsInPlaces, type Places } from '../core/fact/places.ts'
import { uuidOf } from '../core/hash.ts'
import type { MessageView, Outcome, TreeView } from '../core/tree/view.ts'
import type { Act, Life } from './life.ts'
import { markOf, type Truth } from './truth.ts'

/** What an act came to: an outcome, `waits` for a fact that never came, or `lost`: it has no place anywhere. */
export type ActLine = {
  readonly person: string
  readonly kind: string
  readonly fact: FactId
  readonly target?: MessageId
  readonly minutes: number
  readonly at: number
  readonly handed_in: number
  /** What a judgement says, its messages by their ids. */
  readonly says?: { readonly [field: string]: unknown }
  readonly outcome: string
  readonly wasted: boolean
}

/** A message as it stands at the end, beside what it is really like. */
export type MessageLine = {
  readonly tree: TreeId
  readonly state: string
  readonly message: MessageId
  readonly parent?: MessageId
  readonly role: string
  readonly author: string
  /** In the dataset: accepted, undeleted and in a finished tree. */
  readonly counted: boolean
  /** Its place among its siblings, 0 the best; those that tie share one; null: unranked. */
  readonly place: number | null
  /** Exported means of the labels that anybody answered. */
  readonly labels: Readonly<Record<string, number>>
  readonly truth: {
    readonly quality: number
    readonly junk: boolean
    readonly labels: Readonly<Record<string, number>>
  }
}

export type Story = {
  readonly acts: readonly ActLine[]
  readonly messages: readonly MessageLine[]
  readonly trees: ReadonlyMap<TreeId, string>
}

/** All that the figures are made of. */
export function storyOf(life: Life): Story {
  const views = [...life.hub.trees.values()]
  const outcomes = new Map<FactId, Outcome>()
  for (const view of views) for (const [fact, outcome] of view.outcomes) outcomes.set(fact, outcome)
  const idle = new Set(views.flatMap(idleMessages))
  return {
    acts: life.acts.map((act) => actLine(act, outcomes, life, idle)),
    messages: views.flatMap((view) => messageLines(view, life)),
    trees: new Map(views.map(({ id, state }) => [id, state]))
  }
}

/** Messages of a tree that is over on which nobody will ever decide. */
function idleMessages({ state, messages }: TreeView): MessageId[] {
  if (OPEN.includes(state)) return []
  return messages.filter(({ accepted, deleted }) => accepted === undefined || deleted).map(({ id }) => id)
}

const OPEN: readonly string[] = ['initial_prompt_review', 'growing', 'prompt_lottery_waiting', 'backlog_ranking']

function actLine(act: Act, outcomes: ReadonlyMap<FactId, Outcome>, life: Life, idle: ReadonlySet<MessageId>): ActLine {
  const outcome = outcomeOf(act, outcomes.get(act.fact.id), life)
  const unused = isWriting(act.kind) && idle.has(uuidOf(act.fact.id))
  return {
    person: act.person,
    kind: act.kind,
    fact: act.fact.id,
    ...(act.target !== undefined && { target: act.target }),
    minutes: act.minutes,
    at: act.at,
    handed_in: act.handedIn,
    ...saysOf(act),
    outcome,
    // A message that reviewers turned down was judged, and that is what reviews are for.
    wasted: unused || (outcome !== 'merged' && outcome !== 'returned not-accepted')
  }
}

function saysOf({ kind, fact, shown }: Act): Pick<ActLine, 'says'> {
  const { content } = fact as { content: { readonly [field: string]: unknown } }
  const { labels, unsure, not_rankable, good } = content
  if (isReview(kind)) return { says: { labels, ...(unsure !== undefined && { unsure }) } }
  if (!isBallot(kind)) return {}
  const order = idsInPlaces(content.order as Places<number>, (at) => shown[at])
  return { says: { shown, order, ...(not_rankable === true && { not_rankable }), ...(good !== undefined && { good }) } }
}

function outcomeOf(act: Act, outcome: Outcome | undefined, { hub }: Life): string {
  if (act.refused !== undefined) return `lost ${act.refused}`
  if (outcome) return outcome.is === 'merged' ? 'merged' : `${outcome.is} ${outcome.rule}`
  return hub.facts.has(act.fact.id) ? 'waits' : 'lost'
}

function messageLines(view: TreeView, { truths }: Life): MessageLine[] {
  const places = placesIn(view)
  return view.messages.map((message) => {
    const truth = truths.get(message.id) as Truth
    return {
      tree: view.id,
      state: view.state,
      message: message.id,
      ...(message.parent !== undefined && { parent: message.parent }),
      role: message.role,
      author: message.contributor,
      counted: view.state === 'ready_for_export' && message.accepted === true && !message.deleted,
      place: places.get(message.id) ?? null,
      labels: meansOf(message),
      truth: {
        quality: truth.quality,
        junk: truth.junk,
        labels: Object.fromEntries(
          Object.entries(truth.latent).map(([label, latent]) => [label, markOf(label as AskedLabel, latent)])
        )
      }
    }
  })
}

/** By the consensus of their parent where it says so, for those that tie share a place there; or else by rank. */
function placesIn({ messages }: TreeView): Map<MessageId, number> {
  const places = new Map<MessageId, number>()
  for (const { id, rank } of messages) if (rank !== undefined) places.set(id, rank)
  for (const { consensus } of messages) {
    let place = 0
    for (const tied of consensus?.order ?? []) {
      for (const id of [tied].flat()) places.set(id, place)
      place += [tied].flat().length
    }
  }
  return places
}

function meansOf({ reviews }: MessageView): Record<string, number> {
  const sums = new Map<string, { sum: number; count: number }>()
  for (const { labels } of reviews)
    for (const [label, value] of Object.entries(labels)) {
      const { sum, count } = sums.get(label) ?? { sum: 0, count: 0 }
      sums.set(label, { sum: sum + value, count: count + 1 })
    }
  return Object.fromEntries([...sums].map(([label, { sum, count }]) => [label, sum / count]))
}

/** Sums and counts of one life; those of several add up. */
export type Tally = {
  trees: number
  minutes: number
  wasted: number
  lost: number
  acts: number
  /** Pairs of siblings: all, those in the right order less those in the wrong one. */
  pairs: number
  concordance: number
  sets: number
  best: number
  labels: number
  error: number
  messages: number
  junk: number
}

export function tallyOf({ acts, messages, trees }: Story): Tally {
  const counted = messages.filter((message) => message.counted)
  const sets = [...Map.groupBy(counted, ({ parent }) => parent ?? '').entries()].filter(
    ([parent, set]) => parent !== '' && set.length > 1
  )
  const pairs = sets.flatMap(([, set]) => set.flatMap((a, i) => set.slice(i + 1).map((b) => [a, b] as const)))
  const errors = counted.flatMap(({ labels, truth }) =>
    Object.entries(labels).map(([label, mean]) => Math.abs(mean - (truth.labels[label] ?? 0)))
  )
  return {
    trees: [...trees.values()].filter((state) => state === 'ready_for_export').length,
    minutes: total(acts.map(({ minutes }) => minutes)),
    wasted: total(acts.filter(({ wasted }) => wasted).map(({ minutes }) => minutes)),
    lost: acts.filter(({ outcome }) => outcome.startsWith('lost')).length,
    acts: acts.length,
    pairs: pairs.length,
    concordance: total(pairs.map(([a, b]) => agreement(a, b))),
    sets: sets.length,
    best: total(sets.map(([, set]) => bestFound(set))),
    labels: errors.length,
    error: total(errors),
    messages: counted.length,
    junk: counted.filter(({ truth }) => truth.junk).length
  }
}

/** 1: in the order of the truth; -1: the other way; 0: tied or unranked. */
function agreement(a: MessageLine, b: MessageLine): number {
  if (a.place === null || b.place === null) return 0
  return Math.sign(b.place - a.place) * Math.sign(a.truth.quality - b.truth.quality)
}

/** 1 if the best reply has the first place alone, a share of it if several tie there, 0 if another stands there. */
function bestFound(set: readonly MessageLine[]): number {
  const first = Math.min(...set.map(({ place }) => place ?? Number.POSITIVE_INFINITY))
  const leaders = set.filter(({ place }) => place === first)
  const best = set.toSorted((a, b) => b.truth.quality - a.truth.quality)[0]
  return best && leaders.includes(best) ? 1 / leaders.length : 0
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}
