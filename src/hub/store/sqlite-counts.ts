import { isReply } from '../../core/dispatch/offer.ts'
import { isReview } from '../../core/fact/kinds.ts'
import type { Need } from '../../core/tree/view.ts'
import { SqliteReads } from './sqlite-reads.ts'
import { type Row, randomPlace } from './sqlite-rows.ts'
import type { TreeRow } from './store.ts'

/** What is kept of trees beside their facts, so that nobody has to look at all of them. */
export class SqliteCounts extends SqliteReads {
  async setTree(row: TreeRow, needs: readonly Need[]) {
    const { id, state, lang, messages, room, author, prompt, score } = row
    const before = await this.tree(id)
    if (before) this.count(before, -1)
    this.count(row, 1)
    const random = randomPlace(id)
    this.run(
      'INSERT OR REPLACE INTO trees VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)',
      ...[id, state, lang, messages, room, author, prompt, score, random]
    )
    this.clearNeeds(id)
    for (const [place, need] of needs.entries())
      this.run(
        'INSERT INTO needs VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?)',
        ...[id, place, need.kind, need.target, need.lang, need.wanted, placeOfSet(id, need), JSON.stringify(need)]
      )
    this.recount(id)
  }

  async removeTree(id: string) {
    const before = await this.tree(id)
    if (!before) return
    this.count(before, -1)
    this.clearNeeds(id)
    this.run('DELETE FROM trees WHERE id = ?', id)
  }

  private count({ lang, state, author }: TreeRow, by: 1 | -1): void {
    this.run(
      'INSERT INTO tree_counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
      ...[lang, state, by]
    )
    if (state !== 'prompt_lottery_waiting') return
    this.run(
      'INSERT INTO author_counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
      ...[lang, author, by]
    )
    if (by < 0) this.run('DELETE FROM author_counts WHERE lang = ? AND author = ? AND count = 0', lang, author)
  }

  private clearNeeds(tree: string): void {
    for (const row of this.all('DELETE FROM needs WHERE tree = ? RETURNING kind, lang, free, reserved, wanted', tree))
      this.countNeed(row, -1)
  }

  /** How much of what a tree needs is on loan, and so how much is free. */
  protected recount(tree: string): void {
    const needs = this.all('SELECT * FROM needs WHERE tree = ?', tree)
    if (needs.length === 0) return
    const loans = this.all(
      `SELECT kind, target, count(*) AS count, min(at) AS at FROM versions JOIN loans ON target = version
       WHERE tree = ? AND done = 0 AND over = 0 GROUP BY kind, target`,
      tree
    )
    const replying = loans.reduce((sum, { kind, count }) => sum + (isReply(kind as string) ? Number(count) : 0), 0)
    const room = Number(this.one('SELECT room FROM trees WHERE id = ?', tree)?.room ?? 0) - replying
    this.run('UPDATE trees SET replying = ? WHERE id = ? AND replying <> ?', replying, tree, replying)
    for (const need of needs) {
      const loan = loans.find(({ kind, target }) => kind === need.kind && target === need.target)
      const reserved = Number(loan?.count ?? 0)
      const left = Number(need.wanted) - reserved
      const free = Math.max(0, isReply(need.kind as string) ? Math.min(left, room) : left)
      const after = { ...need, reserved, free, lent_at: Number(loan?.at ?? 0) }
      this.countNeed(need, -1)
      this.countNeed(after, 1)
      this.run(
        'UPDATE needs SET reserved = ?, lent_at = ?, free = ? WHERE tree = ? AND place = ?',
        ...[reserved, after.lent_at, free, tree, need.place as number]
      )
    }
  }

  private countNeed({ kind, lang, free, reserved, wanted }: Row, by: 1 | -1): void {
    const isFree = Number(free) > 0
    // Just put in, it is neither.
    const isLent = !isFree && Number(reserved) === Number(wanted)
    if (!isFree && !isLent) return
    this.run(
      'INSERT INTO need_counts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET free = free + excluded.free, lent = lent + excluded.lent',
      ...[kind as string, lang as string, isFree ? by : 0, isLent ? by : 0]
    )
  }
}

/** Reviews of replies to one message stand together, so that one person may be given them all. */
function placeOfSet(tree: string, { kind, target, thread }: Need): number {
  const parent = isReview(kind) ? thread.at(-2) : undefined
  return randomPlace(parent === undefined ? `${kind} ${target}` : `${tree} ${parent}`)
}
