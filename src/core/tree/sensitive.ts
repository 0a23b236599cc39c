import type { VersionId } from '../fact/fact.ts'
import { isReview, type TaskKind } from '../fact/kinds.ts'
import type { Rules } from '../rules.ts'
import type { Lending } from './task.ts'
import type { MessageView } from './view.ts'

type Labelled = Pick<MessageView, 'version' | 'parent' | 'given' | 'reviews'>

/**
 * [SE2] What a task says of those that it shows. Whoever reviews a message is not told what others found in it: their
 * word would be no word of their own.
 */
export function sensitiveFor(
  kind: TaskKind,
  shown: readonly Labelled[],
  target: Labelled | undefined,
  rules: Rules
): { readonly sensitive?: readonly VersionId[] } {
  const found = shown.filter((message) => !(isReview(kind) && message === target) && isSensitive(message, rules))
  return found.length === 0 ? {} : { sensitive: found.map(({ version }) => version) }
}

/**
 * [SE3] The places of such messages among those that a lending shows. It is a hint to who reads them, and no word about the
 * tasks: what is no list of places marks nothing, and the lending holds all the same.
 */
export function sensitivePlaces({ sensitive, shown }: Lending): ReadonlySet<number> {
  const isPlace = (at: unknown): at is number => typeof at === 'number' && shown[at] !== undefined
  return new Set(Array.isArray(sensitive) ? sensitive.filter(isPlace) : [])
}

/** What people may not want to come upon. Personal data and spam harm others or nobody: to cover them spares no reader. */
const HARD = ['not_appropriate', 'hate_speech', 'sexual_content', 'violence'] as const
/** On average halfway: half of those who were asked set the flag, or the scale stands in its middle. */
const HALF = 0.5

/**
 * [SE1] Whether reviewers found that a message may be hard to read: as many as are enough for a verdict where they agree
 * have answered one of the labels that say so, and answered at least half on average. An import's mean of a label counts
 * as the answers that it was made of.
 */
function isSensitive(message: Labelled, rules: Rules): boolean {
  const asked = message.parent === undefined ? rules.num_reviews_initial_prompt : rules.num_reviews_reply
  const enough = Math.max(1, Math.min(rules.num_clean_reviews, asked))
  return HARD.some((label) => {
    const { sum, count } = answersTo(label, message)
    return count >= enough && sum >= HALF * count
  })
}

function answersTo(label: string, { given, reviews }: Labelled) {
  const values = reviews.flatMap(({ labels }) => labels[label] ?? [])
  const before = givenMean(given?.labels, label)
  return {
    sum: values.reduce((sum, value) => sum + value, before.value * before.count),
    count: values.length + before.count
  }
}

/** As the file has it, which may be anything. */
function givenMean(labels: unknown, label: string): { readonly value: number; readonly count: number } {
  const found = isMap(labels) ? labels[label] : undefined
  if (!isMap(found) || typeof found.value !== 'number' || typeof found.count !== 'number') return { value: 0, count: 0 }
  return { value: found.value, count: found.count }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
