/**
 * The rules of a project: Open-Assistant's parameters under its names, with its defaults
 * (open-assistant.md 2.1). A change of meaning raises `version`.
 */
export type Rules = {
  readonly name: string
  readonly version: number
  /** Growing trees per language; the lottery fills up to it. */
  readonly max_active_trees: number
  readonly max_initial_prompt_review: number
  /** Depth of the deepest reply; the root has depth 0. */
  readonly max_tree_depth: number
  readonly max_children_count: number
  /** Replies to one assistant message. */
  readonly num_prompter_replies: number
  /** Accepted messages that end the growth of a tree. */
  readonly goal_tree_size: number
  readonly num_reviews_initial_prompt: number
  readonly num_reviews_reply: number
  /** A message is accepted if its score is above this. */
  readonly acceptance_threshold_initial_prompt: number
  readonly acceptance_threshold_reply: number
  readonly num_required_rankings: number
}

export const DEFAULT_RULES: Rules = {
  name: 'open-assistant',
  version: 1,
  max_active_trees: 10,
  max_initial_prompt_review: 100,
  max_tree_depth: 3,
  max_children_count: 3,
  num_prompter_replies: 1,
  goal_tree_size: 12,
  num_reviews_initial_prompt: 3,
  num_reviews_reply: 3,
  acceptance_threshold_initial_prompt: 0.6,
  acceptance_threshold_reply: 0.6,
  num_required_rankings: 3
}

/** How many more messages a tree may take that was imported as `growing` (design part 9). */
export const IMPORTED_ROOM = 12
