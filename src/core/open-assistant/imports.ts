import { IMPORTED_ROOM } from '../rules.ts'
import type { Written } from '../tree/messages.ts'
import { type Imported, startOf } from '../tree/start.ts'
import { isTerminal, newPost, type Post, type Row, type Stage } from './rows.ts'

/**
 * A tree comes in whole. As `ranking` or `backlog`, the two ways that Open-Assistant's own tool knows, every message is
 * accepted, and marks, ranks, depths and authors are left behind (conformance README, round trip). The other ways are ours,
 * and keep what the file says.
 *
 * @param messages all of its messages that are here, parents first.
 */
export function importTree(stage: Stage, imported: Imported, messages: readonly Written[]): void {
  const theirs = imported.as === 'ranking' || imported.as === 'backlog'
  for (const message of messages) {
    const post = theirs ? asTheirs(message) : asGiven(message, imported)
    stage.posts.set(post.id, post)
    if (post.parent !== undefined) stage.posts.get(post.parent)?.children.push(post.id)
  }
  stage.row = rowOf(stage, imported, theirs)
}

function asTheirs({ id, parent, role, lang, given = {} }: Written): Post {
  const reviewCount = typeof given.review_count === 'number' ? given.review_count : 0
  const place = parent === undefined ? {} : { parent }
  return newPost({ id, role, lang: lang || 'en', author: '', depth: 0, reviewCount, accepted: true, ...place })
}

function asGiven({ id, parent, role, lang, depth, contributor, given = {} }: Written, { as }: Imported): Post {
  const { review_count: reviewCount, review_result: accepted, rank } = given
  return newPost({
    id,
    role,
    lang: lang || 'en',
    author: contributor,
    depth,
    ...(parent !== undefined && { parent }),
    reviewCount: typeof reviewCount === 'number' ? reviewCount : 0,
    accepted: typeof accepted === 'boolean' ? accepted : as === 'as-is' ? undefined : true,
    deleted: given.deleted === true,
    rank: typeof rank === 'number' ? rank : undefined
  })
}

function rowOf({ posts, rules }: Stage, imported: Imported, theirs: boolean): Row {
  const state = startOf(imported) ?? 'ready_for_export'
  const accepted = [...posts.values()].filter((post) => post.accepted === true && !post.deleted).length
  const room = imported.as === 'growing' ? accepted + IMPORTED_ROOM : rules.goal_tree_size
  return {
    state,
    active: !isTerminal(state),
    goal: theirs ? 0 : room,
    maxDepth: theirs ? 0 : rules.max_tree_depth,
    maxChildren: theirs ? 0 : rules.max_children_count,
    won: state === 'growing'
  }
}
