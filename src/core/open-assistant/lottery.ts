import type { TreeView } from '../tree/view.ts'
import { after, type Board, inStateOf, type Signed } from './board.ts'
import { type Draws, oneOf } from './draws.ts'
import type { Situation } from './situation.ts'

/** So many of an author's prompts take part, at most. */
const MOST_PROMPTS = 100

/**
 * Fills the growing trees of a language, and says how many prompts it has room for (open-assistant.md 1.4). The count is
 * from before the draws; that more than the missing may be drawn comes of it (15.3).
 *
 * @param most draws of one call.
 */
export function lottery(
  board: Board,
  lang: string,
  most: number,
  { rules, accounts }: Pick<Situation, 'rules' | 'accounts'>,
  draws: Draws
): { readonly prompts: number; readonly signed: readonly Signed[] } {
  const active = (state: TreeView['state']) => inStateOf(board, state, lang).filter(({ row }) => row?.active).length
  const missing = Math.max(0, rules.max_active_trees - active('growing'))
  const inReview = Math.max(0, rules.max_initial_prompt_review - active('initial_prompt_review'))
  const inLottery = Math.max(
    0,
    rules.max_prompt_lottery_waiting - inStateOf(board, 'prompt_lottery_waiting', lang).length
  )
  const signed: Signed[] = []
  for (let now = board; missing > 0 && signed.length < most; ) {
    const won = drawPrompt(now, lang, accounts, draws)
    if (!won) break
    const decision: Signed = { kind: 'lottery', tree: won.id, seed: draws.seed() }
    signed.push(decision)
    now = after(now, decision)
  }
  return { prompts: Math.min(missing + inReview, inLottery), signed }
}

/**
 * One waiting prompt: an author first, by the replies of theirs that were ranked first in the last month and one more, then
 * evenly one of the author's prompts.
 */
export function drawPrompt(
  board: Board,
  lang: string,
  accounts: Situation['accounts'],
  draws: Draws
): TreeView | undefined {
  const waiting = inStateOf(board, 'prompt_lottery_waiting', lang).filter((tree) => {
    const root = tree.messages[0]
    return root && root.accepted === true && !root.deleted && accounts(root.contributor).enabled
  })
  const byAuthor = [...Map.groupBy(waiting, ({ messages }) => messages[0]?.contributor ?? '')]
  if (byAuthor.length === 0) return undefined
  const weights = byAuthor.map(([author]) => accounts(author).reply_ranked_1 + 1)
  const [, prompts] = byAuthor[draws.choose(weights)] ?? ['', []]
  return oneOf(prompts.slice(0, MOST_PROMPTS), draws)
}
