import type { Rules } from '../rules.ts'
import type { TreeView } from '../tree/view.ts'
import { after, type Board, inStateOf, isThin, openRankings, type Signed } from './board.ts'
import { type Draws, happens, oneOf } from './draws.ts'

/**
 * What follows when active trees came to rest (open-assistant.md 2.3): for each, by chance, a tree of the backlog of its
 * language is to be ranked, and one more if too few rankings are open there.
 *
 * @param board as it is afterwards.
 * @param langs of the trees that came to rest, each time.
 */
export function takePlaces(board: Board, langs: readonly string[], rules: Rules, draws: Draws): Signed[] {
  const signed: Signed[] = []
  let now = board
  const sign = (more: readonly Signed[]) => {
    signed.push(...more)
    now = more.reduce(after, now)
  }
  for (const lang of langs) {
    if (happens(rules.p_activate_backlog_tree, draws)) sign(activateOne(now, lang, draws))
    const least = rules.min_active_rankings_per_lang
    if (least > 0 && openRankings(now, lang, rules) < least) sign(activateOne(now, lang, draws))
  }
  return signed
}

/** One that holds something to rank; those that do not are put away on the way. */
function activateOne(board: Board, lang: string, draws: Draws): Signed[] {
  const signed: Signed[] = []
  const waiting = inStateOf(board, 'backlog_ranking', lang)
  for (let tree = oneOf(waiting, draws); tree; tree = oneOf(waiting, draws)) {
    signed.push({ kind: 'activate', tree: tree.id, seed: draws.seed() })
    if (!isThin(tree)) break
    waiting.splice(waiting.indexOf(tree), 1)
  }
  return signed
}

/** Of each time that an active tree has come to rest since a view of it, the language. */
export function restedSince(before: TreeView | undefined, now: TreeView | undefined): string[] {
  const known = new Set(before?.row?.rolls.map(({ by }) => by))
  return (now?.row?.rolls ?? []).filter(({ by }) => !known.has(by)).map(({ lang }) => lang)
}
