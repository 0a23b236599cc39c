import type { MessageView } from '../tree/view.ts'
import { withThoseAbove } from './select.ts'

export type LeftOut = {
  /** Those of contributors without consent, and all below them. */
  readonly messages: number
  /** Reviews, ballots and skips of contributors without consent, on messages that are in the export. */
  readonly judgements: number
}

/**
 * [XP6] What may be given away. An import is its importer's word that it may; a contributor's work needs their consent.
 *
 * @param messages parents before children.
 */
export function withConsent(
  messages: readonly MessageView[],
  consented: (contributor: string) => boolean
): { messages: MessageView[]; leftOut: LeftOut } {
  const kept = withThoseAbove(messages, ({ given, contributor }) => given !== undefined || consented(contributor))
  const given = <J extends { contributor: string }>(all: readonly J[]) =>
    all.filter((one) => consented(one.contributor))
  const cleared = kept.map((message) => ({
    ...message,
    reviews: given(message.reviews),
    ballots: given(message.ballots),
    skips: given(message.skips)
  }))
  return {
    messages: cleared,
    leftOut: { messages: messages.length - kept.length, judgements: judgements(kept) - judgements(cleared) }
  }
}

function judgements(messages: readonly MessageView[]): number {
  return messages.reduce((sum, { reviews, ballots, skips }) => sum + reviews.length + ballots.length + skips.length, 0)
}
