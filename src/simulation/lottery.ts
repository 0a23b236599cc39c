import { compareText } from '../core/bytes.ts'
import { decide, type Hub, inState } from './hub.ts'

/**
 * Lets waiting prompts grow while their language has room: an author first, then one of the author's prompts, so that
 * chances are by people and not by prompts (open-assistant.md 1.4). One draw for each language; the caller settles
 * what came of it and asks again.
 */
export function drawLottery(
  hub: Hub,
  now: number,
  room = (lang: string) => hub.rules.max_active_trees - inState(hub, lang, 'growing').size
): void {
  for (const [key, trees] of hub.states) {
    const lang = key.slice(WAITING.length)
    if (!key.startsWith(WAITING) || trees.size === 0) continue
    if (room(lang) <= 0) continue
    const byAuthor = Map.groupBy(
      [...trees].sort(compareText),
      (id) => hub.trees.get(id)?.messages[0]?.contributor ?? ''
    )
    const authors = [...byAuthor.keys()].sort(compareText)
    const prompts = byAuthor.get(authors[hub.chance.below(authors.length)] ?? '') ?? []
    const tree = prompts[hub.chance.below(prompts.length)] as string
    decide(hub, { kind: 'lottery', v: 1, tree, seed: hub.chance.below(2 ** 32), at: now })
  }
}

const WAITING = 'prompt_lottery_waiting '
