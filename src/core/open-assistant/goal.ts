import type { FactId } from '../fact/fact.ts'
import type { Rules } from '../rules.ts'

/**
 * How many accepted messages a new tree wants: as many as the rules say, or a number between their two bounds, even by
 * the id of the fact that makes the tree's state.
 */
export function goalOf(
  fact: FactId,
  { random_goal_tree_size, min_goal_tree_size: least, goal_tree_size: most }: Rules
): number {
  if (!random_goal_tree_size || least >= most) return most
  // Of the last 48 bits of a hash the rest of a division is even but for one part in millions.
  return least + (Number.parseInt(fact.slice(-12), 16) % (most - least + 1))
}
