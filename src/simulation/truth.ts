import type { MessageId } from '../core/fact/fact.ts'
import { type AskedLabel, FLAG_LABELS, labelsOf, type Role } from '../core/fact/kinds.ts'
import type { PeopleModel } from './people-model.ts'
import type { Person } from './person.ts'

/**
 * What a message is really like. It exists in the simulation alone: people see it through their noise, and no fact
 * holds it.
 */
export type Truth = {
  /** In standard deviations of what careful people write; 0 is their mean. */
  readonly quality: number
  readonly junk: boolean
  /** What a judge without noise would say, before it is cut to 0 to 1: see `markOf`. */
  readonly latent: Readonly<Partial<Record<AskedLabel, number>>>
}

export type Truths = Map<MessageId, Truth>

/** Flags lie so far from the line between no and yes, in standard deviations of quality. */
const CLEAR = 2.5

/** Draws the next message that a person writes; the nth is the same whatever it answers. */
export function truthOf(person: Person, model: PeopleModel, role: Role): Truth {
  const chance = person.streams.write
  const junk = chance.happens(person.careless ? model.junk.careless : model.junk.careful)
  // Two parts with shares of variance `skill` and the rest; sqrt is exact on every engine.
  const own = Math.sqrt(model.skill) * person.skill + Math.sqrt(1 - model.skill) * chance.normal()
  const quality = junk ? -2.5 + 0.5 * chance.normal() : own
  const rare = (probability: number) => (chance.happens(probability) ? CLEAR : -CLEAR)
  const about = (mean: number, spread: number) => mean + spread * chance.normal()
  const latent: Record<AskedLabel, number> = {
    spam: junk ? CLEAR : -CLEAR,
    lang_mismatch: rare(0.02),
    pii: rare(0.01),
    not_appropriate: rare(junk ? 0.3 : 0.03),
    hate_speech: rare(junk ? 0.1 : 0.005),
    sexual_content: rare(junk ? 0.1 : 0.005),
    fails_task: quality < -1 ? CLEAR : -CLEAR,
    quality,
    creativity: about(0.4 * quality, 0.9),
    humor: about(-1, 0.8),
    helpfulness: about(0.8 * quality, 0.6),
    toxicity: about(junk ? 0 : -1.7, 0.6),
    violence: about(-1.9, 0.5)
  }
  const labels = labelsOf(role === 'assistant' ? 'label_assistant_reply' : 'label_prompter_reply')
  return { quality, junk, latent: Object.fromEntries(labels.map((label) => [label, latent[label]])) }
}

export function isFlag(label: string): boolean {
  return FLAG_LABELS.some((flag) => flag === label)
}

/** The value of a label on the scale of reviews: flags 0 or 1, scales 0 to 1 over -2 to 2 standard deviations. */
export function markOf(label: string, latent: number): number {
  if (isFlag(label)) return latent > 0 ? 1 : 0
  return Math.min(1, Math.max(0, (latent + 2) / 4))
}
