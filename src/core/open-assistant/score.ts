import type { MessageView, TreeView } from '../tree/view.ts'

/** What one contributor did, and what others thought of it (open-assistant.md 6.2). */
export type Deeds = {
  prompts: number
  accepted_prompts: number
  replies_assistant: number
  accepted_replies_assistant: number
  replies_prompter: number
  accepted_replies_prompter: number
  /** Reviews for which few labels were asked, and those for which all were. */
  labels_simple: number
  labels_full: number
  rankings_total: number
  /** Open-Assistant never computes it. */
  rankings_good: number
  /** Ballots that put a reply of theirs on the place; each ballot counts, not the consensus. */
  reply_ranked_1: number
  reply_ranked_2: number
  reply_ranked_3: number
}

export type Standing = {
  readonly contributor: string
  readonly deeds: Deeds
  readonly score: number
  readonly rank: number
}

/**
 * [OA6] The board of those who did most: by score, then by name. Deleted messages do not count, and imports have no contributor.
 *
 * @param since seconds since 1970: what was done before it does not count. A message counts by when it was written, however
 *   late it was accepted.
 * @param isSimple of a review's fact whether only few labels were asked for.
 */
export function leaders(
  trees: readonly TreeView[],
  since = 0,
  isSimple: (review: string) => boolean = () => false
): Standing[] {
  const deeds = new Map<string, Deeds>()
  const of = (contributor: string): Deeds => {
    const known = deeds.get(contributor) ?? noDeeds()
    deeds.set(contributor, known)
    return known
  }
  for (const { messages } of trees) {
    const authors = new Map(messages.map(({ id, contributor }) => [id, contributor]))
    for (const message of messages) {
      if (!message.deleted && (message.at ?? 0) >= since) countWriting(of(message.contributor), message)
      for (const { fact, contributor, at } of message.reviews)
        if (at >= since) of(contributor)[isSimple(fact) ? 'labels_simple' : 'labels_full'] += 1
      for (const { contributor, at, order } of message.ballots) {
        if (at < since) continue
        of(contributor).rankings_total += 1
        for (const [place, field] of RANKED.entries()) {
          const author = authors.get([order[place] ?? ''].flat()[0] ?? '')
          if (author !== undefined) of(author)[field] += 1
        }
      }
    }
  }
  deeds.delete('')
  const scored = [...deeds].map(([contributor, all]) => ({ contributor, deeds: all, score: leaderScore(all) }))
  const sorted = scored.sort((a, b) => b.score - a.score || (a.contributor < b.contributor ? -1 : 1))
  return sorted.map((standing, i) => ({ ...standing, rank: i + 1 }))
}

const RANKED = ['reply_ranked_1', 'reply_ranked_2', 'reply_ranked_3'] as const

function countWriting(deeds: Deeds, { parent, role, accepted }: MessageView): void {
  const field = parent === undefined ? 'prompts' : (`replies_${role}` as const)
  deeds[field] += 1
  if (accepted) deeds[`accepted_${field}`] += 1
}

/** Replies count when they are written and again when they are accepted. */
export function leaderScore(deeds: Deeds): number {
  return (
    // A tenth, rounded down: in tenths, since 0.1 is no number that binary digits hold.
    Math.floor(deeds.prompts / 10) +
    4 * deeds.replies_assistant +
    deeds.replies_prompter +
    deeds.labels_simple +
    2 * deeds.labels_full +
    deeds.rankings_total +
    deeds.rankings_good +
    Math.floor(deeds.accepted_prompts / 10) +
    4 * deeds.accepted_replies_assistant +
    deeds.accepted_replies_prompter +
    9 * deeds.reply_ranked_1 +
    3 * deeds.reply_ranked_2 +
    deeds.reply_ranked_3
  )
}

export function noDeeds(): Deeds {
  return {
    prompts: 0,
    accepted_prompts: 0,
    replies_assistant: 0,
    accepted_replies_assistant: 0,
    replies_prompter: 0,
    accepted_replies_prompter: 0,
    labels_simple: 0,
    labels_full: 0,
    rankings_total: 0,
    rankings_good: 0,
    reply_ranked_1: 0,
    reply_ranked_2: 0,
    reply_ranked_3: 0
  }
}

const LEVELS = 100

/** The scores from which on the levels 1 to 100 are reached (open-assistant.md 6.3). */
export function levelThresholds(): number[] {
  const thresholds = [0]
  // In ten thousandths, so that no sum is cut off.
  for (let level = 1, sum = 0; level < LEVELS; level++) {
    sum += 11_521 * level + 30_000
    thresholds.push(Math.round(sum / 10_000))
  }
  return thresholds
}

export function levelOf(score: number): number {
  return levelThresholds().filter((threshold) => threshold <= score).length
}
