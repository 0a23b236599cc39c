import { compareText } from '../../core/bytes.ts'
import type { Content } from '../../core/fact/fact.ts'
import type { People } from '../../core/people.ts'
import type { Rules } from '../../core/rules.ts'
import type { ReadTx } from '../store/store.ts'
import { viewOf } from './settle.ts'

/** Most prompts of one author that a draw considers (open-assistant.md 1.4). */
const PROMPTS_PER_AUTHOR = 100

/**
 * Draws waiting prompts while a language has room for growing trees: an author first, then one of that author's
 * prompts. The seed is part of the decision, so that each draw can be replayed.
 *
 * @param seed 32 random bits, new at every call.
 * @param now seconds since 1970.
 */
export async function drawLottery(
  tx: ReadTx,
  people: People,
  rules: Rules,
  seed: () => number,
  now: number
): Promise<Content[]> {
  const trees = await tx.trees()
  const waiting = trees.filter(({ state }) => state === 'prompt_lottery_waiting')
  const drawn: Content[] = []
  for (const lang of new Set(waiting.map((tree) => tree.lang))) {
    let room = rules.max_active_trees - trees.filter((tree) => tree.lang === lang && tree.state === 'growing').length
    if (room <= 0) continue
    const byAuthor = new Map<string, string[]>()
    for (const { id } of waiting.filter((tree) => tree.lang === lang)) {
      const author = (await viewOf(tx, id, people, rules))?.messages[0]?.contributor ?? ''
      byAuthor.set(author, [...(byAuthor.get(author) ?? []), id])
    }
    for (; room > 0 && byAuthor.size > 0; room--) {
      const number = seed()
      const authors = [...byAuthor.keys()].sort(compareText)
      const author = authors[number % authors.length] as string
      const prompts = (byAuthor.get(author) ?? []).slice(0, PROMPTS_PER_AUTHOR)
      const tree = prompts[Math.floor(number / authors.length) % prompts.length] as string
      drawn.push({ kind: 'lottery', v: 1, tree, seed: number, at: now })
      const rest = (byAuthor.get(author) ?? []).filter((id) => id !== tree)
      if (rest.length > 0) byAuthor.set(author, rest)
      else byAuthor.delete(author)
    }
  }
  return drawn
}
