import type { MessageView } from '../tree/view.ts'
import { withThoseAbove } from './select.ts'

export type LeftOut = {
  /** Those of contributors without consent, and all below them. */
  readonly messages: number
  /** What contributors without consent said of messages that are in the export: reviews, ballots, skips and so on. */
  readonly judgements: number
}

/**
 * [XP6] What may be given away. An import is its importer's word that it may; a contributor's work needs their consent.
 *
 * @param messages parents before children.
 * @param list nothing in it hangs on anything, so only their own messages go.
 */
export function withConsent(
  messages: readonly MessageView[],
  consented: (contributor: string) => boolean,
  list = false
): { messages: MessageView[]; leftOut: LeftOut } {
  const may = ({ given, contributor }: MessageView) => given !== undefined || consented(contributor)
  const kept = list ? messages.filter(may) : withThoseAbove(messages, may)
  const given = <J extends { contributor: string }>(all: readonly J[]) =>
    all.filter((one) => consented(one.contributor))
  const cleared = kept.map((message) => ({
    ...message,
    reviews: given(message.reviews),
    ballots: given(message.ballots),
    skips: given(message.skips),
    emojis: given(message.emojis),
    freeLabels: given(message.freeLabels)
  }))
  return {
    messages: cleared,
    leftOut: { messages: messages.length - kept.length, judgements: judgements(kept) - judgements(cleared) }
  }
}

function judgements(messages: readonly MessageView[]): number {
  return messages.reduce(
    (sum, { reviews, ballots, skips, emojis, freeLabels }) =>
      sum + reviews.length + ballots.length + skips.length + emojis.length + freeLabels.length,
    0
  )
}
