/**
 * The rules of a project, one versioned object: Open-Assistant's parameters under its names, with its defaults
 * (open-assistant.md 2.1), and after them ours. A change of meaning raises `version`.
 */
export type Rules = {
  readonly name: string
  readonly version: number
  /** Which derivation reads the parameters: Open-Assistant's, event by event, or ours. */
  readonly profile: 'open-assistant' | 'understory'

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
  /** Goals are drawn between the two, even, from the seed of what brought the tree. */
  readonly random_goal_tree_size: boolean
  readonly min_goal_tree_size: number
  readonly num_reviews_initial_prompt: number
  readonly num_reviews_reply: number
  readonly auto_mod_enabled: boolean
  readonly auto_mod_max_skip_reply: number
  readonly auto_mod_red_flags: number
  /** Chances that all labels of a kind are asked for, and not the few that decide. */
  readonly p_full_labeling_review_prompt: number
  readonly p_full_labeling_review_reply_assistant: number
  readonly p_full_labeling_review_reply_prompter: number
  /** A message is accepted if its score is above this. */
  readonly acceptance_threshold_initial_prompt: number
  readonly acceptance_threshold_reply: number
  /** Ballots for each set of replies; for `understory` the fewest, which are enough if they agree. */
  readonly num_required_rankings: number
  readonly p_activate_backlog_tree: number
  readonly min_active_rankings_per_lang: number
  readonly rank_prompter_replies: boolean
  /** A prompter's message with at least one reply and fewer than this is lonely. */
  readonly lonely_children_count: number
  readonly p_lonely_child_extension: number
  /** For so long a task handed out hides its target from others, in seconds. */
  readonly recent_tasks_span_sec: number
  readonly max_pending_tasks_per_user: number
  readonly max_prompt_lottery_waiting: number
  /** Languages for which no prompts are asked, as Open-Assistant writes them: separated by commas. */
  readonly init_prompt_disabled_langs: string
  /** How ballots become an order. `none`: not at all, so that trees whose ballots are complete fail scoring. */
  readonly consensus: 'ranked-pairs' | 'understory' | 'none'

  /** `understory`: so many reviews are enough if each of them finds nothing wrong with the message. */
  readonly num_clean_reviews: number
  /** `understory`: reviews asked for where those that there are would take in a message that somebody marked. */
  readonly num_disputed_reviews: number
  /** `understory`: no more ballots than this are asked for, however open the order is. */
  readonly max_rankings: number
  /** `understory`: how sure each place must be of the next before no more ballots are asked for, 0.5 to 1. */
  readonly certain_enough: number
  /** `understory`: the share of reviews from which on a flag of personal data, hate or sexual content keeps a message out. */
  readonly flag_threshold: number
}

/** Open-Assistant's defaults, and what its code makes of them. */
export const OPEN_ASSISTANT: Rules = {
  name: 'open-assistant',
  version: 2,
  profile: 'open-assistant',
  max_active_trees: 10,
  max_initial_prompt_review: 100,
  max_tree_depth: 3,
  max_children_count: 3,
  num_prompter_replies: 1,
  goal_tree_size: 12,
  random_goal_tree_size: false,
  min_goal_tree_size: 5,
  num_reviews_initial_prompt: 3,
  num_reviews_reply: 3,
  auto_mod_enabled: true,
  auto_mod_max_skip_reply: 25,
  auto_mod_red_flags: 4,
  p_full_labeling_review_prompt: 1,
  p_full_labeling_review_reply_assistant: 1,
  // Its default is 0.25, and a stray assignment makes 0.1 of it (open-assistant.md 13.7).
  p_full_labeling_review_reply_prompter: 0.1,
  acceptance_threshold_initial_prompt: 0.6,
  acceptance_threshold_reply: 0.6,
  num_required_rankings: 3,
  p_activate_backlog_tree: 0.1,
  min_active_rankings_per_lang: 0,
  rank_prompter_replies: false,
  lonely_children_count: 2,
  p_lonely_child_extension: 0.75,
  recent_tasks_span_sec: 300,
  max_pending_tasks_per_user: 8,
  max_prompt_lottery_waiting: 250,
  init_prompt_disabled_langs: '',
  consensus: 'ranked-pairs',
  num_clean_reviews: 3,
  num_disputed_reviews: 3,
  max_rankings: 3,
  certain_enough: 1,
  flag_threshold: 1
}

/** The default: Open-Assistant's parameters with its faults mended. */
export const UNDERSTORY: Rules = {
  ...OPEN_ASSISTANT,
  name: 'understory',
  version: 1,
  profile: 'understory',
  // A prompt that never grows is work for nothing, and its reviews too: a store for a few weeks is enough.
  max_initial_prompt_review: 40,
  max_prompt_lottery_waiting: 40,
  p_full_labeling_review_reply_prompter: 0.25,
  // Two that agree are enough; where they do not, up to `max_rankings`.
  num_required_rankings: 2,
  // The third review of a message that two found clean would turn few verdicts; what it takes is worth more in ballots.
  num_clean_reviews: 2,
  num_disputed_reviews: 4,
  consensus: 'understory',
  max_rankings: 9,
  // Two to one (0.65) settles two replies. Asking on there costs careless people's projects more minutes than
  // Open-Assistant takes for a tree, and ranks them hardly better.
  certain_enough: 0.64,
  flag_threshold: 0.5
}

export const PROFILES: Readonly<Record<string, Rules>> = { 'open-assistant': OPEN_ASSISTANT, understory: UNDERSTORY }

/** How many more messages a tree may take that was imported as `growing` (design part 9). */
export const IMPORTED_ROOM = 12

/** Parameters that are shares or chances. */
const SHARES: readonly string[] = [
  'p_full_labeling_review_prompt',
  'p_full_labeling_review_reply_assistant',
  'p_full_labeling_review_reply_prompter',
  'acceptance_threshold_initial_prompt',
  'acceptance_threshold_reply',
  'p_activate_backlog_tree',
  'p_lonely_child_extension',
  'certain_enough',
  'flag_threshold'
]
const CONSENSUSES: readonly unknown[] = ['ranked-pairs', 'understory', 'none'] satisfies Rules['consensus'][]
/** They say which object of rules this is, and no decision changes that. */
const FIXED: readonly string[] = ['name', 'version', 'profile']

/** The first parameter that cannot be what it is given as; one that this version does not know may be anything. */
export function problemOfParameters(parameters: Readonly<Record<string, unknown>>): [string, string] | undefined {
  for (const [name, value] of Object.entries(parameters)) {
    const problem = problemOf(name, value)
    if (problem !== undefined) return [name, problem]
  }
  return undefined
}

function problemOf(name: string, value: unknown): string | undefined {
  if (!Object.hasOwn(UNDERSTORY, name)) return undefined
  if (FIXED.includes(name)) return 'is not for a decision to change'
  if (name === 'consensus') return CONSENSUSES.includes(value) ? undefined : 'is no consensus'
  const now = UNDERSTORY[name as keyof Rules]
  if (typeof value !== typeof now) return `is no ${typeof now}`
  if (typeof value !== 'number') return undefined
  if (SHARES.includes(name)) return value >= 0 && value <= 1 ? undefined : 'is not from 0 to 1'
  return Number.isSafeInteger(value) && value >= 0 ? undefined : 'is no count'
}
