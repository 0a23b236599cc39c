import type { Rules } from '../rules.ts'
import type { MessageView, TreeView } from '../tree/view.ts'
import { takePlaces } from './backlog.ts'
import { after, type Board, type Signed } from './board.ts'
import { turnedDownBy } from './contributions.ts'
import type { Draws } from './draws.ts'

/** `saved`: those of the decisions, from the first on, that hold however the call ends. */
export type Moderated = { readonly board: Board; readonly signed: readonly Signed[]; readonly saved: number }

/**
 * What every call does to the messages of its language that drew too many red flags or skips (open-assistant.md 2.5). To
 * delete a reply saves all that was done before it; the rest holds only if the call ends with a task (15.11).
 */
export function moderate(board: Board, lang: string, rules: Rules, draws: Draws): Moderated {
  const signed: Signed[] = []
  let now = board
  let saved = 0
  const sign = (decision: Signed) => {
    const active = (id: string) => now.find((tree) => tree.id === id)?.row?.active === true
    const rested = decision.kind !== 'delete' && active(decision.tree)
    signed.push(decision)
    now = after(now, decision)
    if (rested) {
      const places = takePlaces(now, [now.find(({ id }) => id === decision.tree)?.lang ?? lang], rules, draws)
      signed.push(...places)
      now = places.reduce(after, now)
    }
  }
  for (const [tree, message] of rules.auto_mod_enabled ? badMessages(board, lang, rules) : []) {
    if (redFlags(message) >= rules.auto_mod_red_flags) {
      if (message.parent === undefined) sign({ kind: 'abort', tree: tree.id })
      else {
        sign({ kind: 'delete', message: message.id })
        saved = signed.length
      }
    }
    if (skips(message) >= rules.auto_mod_max_skip_reply) sign({ kind: 'halt', tree: tree.id })
  }
  return { board: now, signed, saved }
}

function badMessages(board: Board, lang: string, rules: Rules): [TreeView, MessageView][] {
  return board
    .filter(({ state, row }) => row?.active && (state === 'initial_prompt_review' || state === 'growing'))
    .flatMap((tree) =>
      tree.messages
        .filter(
          (m) =>
            m.lang === lang &&
            !m.deleted &&
            (m.parent === undefined || m.accepted === true || m.reviewCount < rules.num_reviews_reply) &&
            (redFlags(m) >= rules.auto_mod_red_flags || skips(m) >= rules.auto_mod_max_skip_reply)
        )
        .map((message): [TreeView, MessageView] => [tree, message])
    )
}

/** Without a flag there is no count, however low the limit. */
function redFlags({ emojis }: MessageView): number {
  return emojis.filter(({ emoji }) => emoji === 'red_flag').length || Number.NEGATIVE_INFINITY
}

function skips(message: MessageView): number {
  return turnedDownBy(message, '_skip_reply').length || Number.NEGATIVE_INFINITY
}
