import type { SQLInputValue } from 'node:sqlite'
import { isReply } from '../../core/dispatch/offer.ts'
import { isReview } from '../../core/fact/kinds.ts'
import type { Need } from '../../core/tree/view.ts'
import { SqliteReads } from './sqlite-reads.ts'
import { type Row, randomPlace, treeIn } from './sqlite-rows.ts'
import type { First, TreeRow } from './store.ts'

/** What a need's row says that follows from its tree alone. */
type Wanted = Pick<Need, 'kind' | 'lang' | 'wanted'> & {
  readonly target: number
  readonly random: number
  readonly rest: string
}

/**
 * What is kept of trees beside their facts, so that nobody has to look at all of them. A row that stays as it is is not
 * written: its place in an index is a page of its own.
 */
export class SqliteCounts extends SqliteReads {
  async setTree(row: TreeRow, needs: readonly Need[]) {
    const { id, state, lang, messages, room, author, prompt, score } = row
    const n = this.number(id)
    const before = await this.tree(id)
    if (before?.state !== state || before.lang !== lang || before.author !== author) {
      if (before) this.count(before, -1)
      this.count(row, 1)
    }
    if (JSON.stringify(before) !== JSON.stringify(treeIn(row)))
      this.run(
        `INSERT INTO trees VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO UPDATE SET state = excluded.state,
         lang = excluded.lang, messages = excluded.messages, room = excluded.room, author = excluded.author,
         prompt = excluded.prompt, score = excluded.score`,
        ...[n, id, state, lang, messages, room, author, prompt, score, randomPlace(id)]
      )
    const wanted = needs.map((need): Wanted => {
      const { kind, target, lang: of, wanted: many, ...rest } = need
      const random = placeOfSet(id, need)
      return { kind, target: this.number(target), lang: of, wanted: many, random, rest: JSON.stringify(rest) }
    })
    this.setNeeds(n, this.needRows(n), wanted)
  }

  async removeTree(id: string) {
    const before = await this.tree(id)
    if (!before) return
    const n = this.known(id)
    this.count(before, -1)
    this.setNeeds(n, this.needRows(n), [])
    this.run('DELETE FROM trees WHERE n = ?', n)
    this.run('DELETE FROM firsts WHERE tree = ?', n)
  }

  async setFirsts(tree: string, firsts: readonly First[]) {
    const n = this.number(tree)
    const before = this.all('SELECT author, at FROM firsts WHERE tree = ? ORDER BY place', n)
    if (before.length === firsts.length && before.every((row, i) => isFirst(row, firsts[i]))) return
    this.run('DELETE FROM firsts WHERE tree = ?', n)
    for (const [place, { author, at }] of firsts.entries())
      this.run('INSERT INTO firsts VALUES (?, ?, ?, ?)', n, place, author, at)
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

  private needRows(tree: number): Row[] {
    return this.all('SELECT * FROM needs WHERE tree = ? ORDER BY place', tree)
  }

  /** How much of what a tree needs is on loan, and so whether some is free. */
  protected recount(tree: number): void {
    const needs = this.needRows(tree)
    if (needs.length > 0) this.setNeeds(tree, needs, needs as unknown as readonly Wanted[])
  }

  private setNeeds(tree: number, before: readonly Row[], needs: readonly Wanted[]): void {
    const loans = needs.length > 0 ? this.loansIn(tree) : []
    const replying = loans.reduce((sum, { kind, count }) => sum + (isReply(kind as string) ? Number(count) : 0), 0)
    const row = this.one('SELECT room, replying FROM trees WHERE n = ?', tree)
    if (row && Number(row.replying) !== replying) this.run('UPDATE trees SET replying = ? WHERE n = ?', replying, tree)
    const room = Number(row?.room ?? 0) - replying
    for (const [place, need] of needs.entries()) {
      const loan = loans.find(({ kind, target }) => kind === need.kind && target === need.target)
      const reserved = Number(loan?.count ?? 0)
      const left = need.wanted - reserved
      const free = Math.max(0, isReply(need.kind) ? Math.min(left, room) : left) > 0 ? 1 : 0
      const { kind, target, lang, wanted, random, rest } = need
      const lent_at = Number(loan?.at ?? 0)
      this.setNeed(before[place], { tree, place, kind, target, lang, wanted, reserved, lent_at, free, random, rest })
    }
    for (const need of before.slice(needs.length)) {
      this.countNeed(need, -1)
      this.run('DELETE FROM needs WHERE tree = ? AND place = ?', tree, need.place as number)
    }
  }

  private loansIn(tree: number): Row[] {
    return this.all(
      `SELECT kind, target, count(*) AS count, min(at) AS at FROM versions JOIN loans ON target = version
       WHERE tree = ? AND done = 0 AND over = 0 GROUP BY kind, target`,
      tree
    )
  }

  private setNeed(before: Row | undefined, need: Row): void {
    const changed = Object.keys(need).filter((column) => before?.[column] !== need[column])
    if (changed.length === 0) return
    if (before) this.countNeed(before, -1)
    this.countNeed(need, 1)
    if (!before) this.run('INSERT INTO needs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', ...Object.values(need))
    // An index is written only if a column of it is named.
    else
      this.run(
        `UPDATE needs SET ${changed.map((column) => `${column} = ?`).join(', ')} WHERE tree = ? AND place = ?`,
        ...changed.map((column) => need[column] as SQLInputValue),
        ...[need.tree as number, need.place as number]
      )
  }

  private countNeed(need: Row, by: 1 | -1): void {
    const { kind, lang, free, reserved, wanted } = need
    const isLent = free === 0 && reserved === wanted
    if (free === 0 && !isLent) return
    this.run(
      'INSERT INTO need_counts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET free = free + excluded.free, lent = lent + excluded.lent',
      ...[kind as string, lang as string, free === 1 ? by : 0, isLent ? by : 0]
    )
  }
}

function isFirst({ author, at }: Row, first: First | undefined): boolean {
  return author === first?.author && at === first?.at
}

/** Reviews of replies to one message stand together, so that one person may be given them all. */
function placeOfSet(tree: string, { kind, target, thread }: Need): number {
  const parent = isReview(kind) ? thread.at(-2) : undefined
  return randomPlace(parent === undefined ? `${kind} ${target}` : `${tree} ${parent}`)
}
