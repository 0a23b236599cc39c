import type { FactId, MessageId } from '../fact/fact.ts'
import { goalOf } from './goal.ts'
import type { Row, Stage } from './rows.ts'
import { checkLottery, checkRanking, checkScoring, enter, rankedParents } from './states.ts'

/** What hubs and moderators do to a tree, by the kind of the decision. Without a state nothing can be done to it. */
export function decide(stage: Stage, kind: string, by: FactId): void {
  if (kind === 'recheck') recheck(stage, by)
  else if (stage.row) DECISIONS[kind]?.(stage, stage.row, by)
}

const DECISIONS: Readonly<Record<string, (stage: Stage, row: Row, by: FactId) => void>> = {
  lottery: (_, row) => {
    if (row.state !== 'prompt_lottery_waiting') return
    row.state = 'growing'
    row.active = true
    row.won = true
  },
  halt: (stage, row, by) => enter(stage, row, 'halted_by_moderator', by),
  abort: (stage, row, by) => enter(stage, row, 'aborted_low_grade', by),
  restart,
  activate,
  retry,
  lose: (stage) => {
    stage.row = undefined
  }
}

/** Nobody asks whether it was halted: whatever it was, it grows again if it ever won, and is reviewed again if not. */
function restart(stage: Stage, row: Row, by: FactId): void {
  if (row.state === 'prompt_lottery_waiting') return
  if (row.won) {
    enter(stage, row, 'growing', by)
    if (checkRanking(stage, row, by)) checkScoring(stage, row, by)
  } else {
    enter(stage, row, 'initial_prompt_review', by)
    checkLottery(stage, row, by)
  }
}

/** Out of the backlog: to be ranked, or away if there is nothing to rank. */
function activate(stage: Stage, row: Row, by: FactId): void {
  if (row.state !== 'backlog_ranking') return
  const thin = rankedParents(stage, false).length === 0
  enter(stage, row, thin ? 'aborted_low_grade' : 'ranking', by)
}

function retry(stage: Stage, row: Row, by: FactId): void {
  if (row.state !== 'scoring_failed' || checkScoring(stage, row, by)) return
  enter(stage, row, 'ranking', by)
}

/**
 * What a start of the backend does to each tree: makes a state for one that has none, which then has never won, and goes
 * through all checks.
 */
function recheck(stage: Stage, by: FactId): void {
  const { rules } = stage
  stage.row ??= {
    state: stage.posts.size > 1 ? 'growing' : 'initial_prompt_review',
    active: true,
    goal: goalOf(by, rules),
    maxDepth: rules.max_tree_depth,
    maxChildren: rules.max_children_count,
    won: false
  }
  const { row } = stage
  checkLottery(stage, row, by)
  checkRanking(stage, row, by)
  // What failed to be scored waits for the operator.
  if (row.active) checkScoring(stage, row, by)
}

/** With what hangs on it, unless it alone; nothing is counted or checked anew (open-assistant.md 2.6). */
export function remove(stage: Stage, message: MessageId, alone: boolean): void {
  const next = [message]
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    const post = stage.posts.get(id)
    if (!post) continue
    post.deleted = true
    if (!alone) next.push(...post.children)
  }
}

/** With all that it hangs on; what hangs on it stays deleted. */
export function restore(stage: Stage, message: MessageId): void {
  for (
    let post = stage.posts.get(message);
    post;
    post = post.parent === undefined ? undefined : stage.posts.get(post.parent)
  )
    post.deleted = false
}
