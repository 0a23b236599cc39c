import { hexOf } from '../../core/bytes.ts'
import { isReply, type Offer } from '../../core/dispatch/offer.ts'
import { isReview, TASK_KINDS, type TaskKind } from '../../core/fact/kinds.ts'
import type { Need } from '../../core/tree/view.ts'
import { SqliteAudit } from './sqlite-audit.ts'
import { type Row, treeIn } from './sqlite-rows.ts'
import type { Counted, NeedCount, OfferPlace } from './store.ts'

const OFFER = 'SELECT needs.*, trees.id, trees.room, trees.replying FROM needs JOIN trees ON trees.n = needs.tree'

const WORK_OF_GROWING = JSON.stringify(
  TASK_KINDS.filter((kind) => isReply(kind) || (isReview(kind) && kind !== 'label_initial_prompt'))
)

/** [HS7] What is open to lend: each reading looks at rows of its kind and language alone, and at no more than it gives. */
export class SqliteOffers extends SqliteAudit {
  async freeOffers(kind: TaskKind, lang: string, { random, tree, place }: OfferPlace, limit: number) {
    const rows = this.all(
      `${OFFER} WHERE needs.kind = ? AND needs.lang = ? AND needs.free = 1
       AND (needs.random, needs.tree, needs.place) > (?, ?, ?) ORDER BY needs.random, needs.tree, needs.place LIMIT ?`,
      ...[kind, lang, random, this.known(tree), place, limit]
    )
    const last = rows.length < limit ? undefined : rows.at(-1)
    const end = last && { random: Number(last.random), tree: last.id as string, place: Number(last.place) }
    return { offers: rows.map((row) => this.offerIn(row)), end }
  }

  async growingWithWork(lang: string, most: number) {
    const rows = this.all(
      `SELECT DISTINCT needs.tree FROM needs JOIN trees ON trees.n = needs.tree
       WHERE needs.kind IN (SELECT value FROM json_each(?)) AND needs.lang = ? AND needs.free = 1
       AND trees.state = 'growing' LIMIT ?`,
      ...[WORK_OF_GROWING, lang, most]
    )
    return rows.length
  }

  async lentOffers(kind: TaskKind, lang: string, limit: number) {
    return this.all(
      `${OFFER} WHERE needs.kind = ? AND needs.lang = ? AND needs.free = 0 AND needs.reserved = needs.wanted
       ORDER BY needs.lent_at LIMIT ?`,
      ...[kind, lang, limit]
    ).map((row) => this.offerIn(row))
  }

  async needCounts() {
    return this.all(
      'SELECT kind, lang, free, lent FROM need_counts WHERE free > 0 OR lent > 0'
    ) as unknown as NeedCount[]
  }

  async treeCounts() {
    return this.all('SELECT lang, state, count FROM tree_counts WHERE count > 0') as unknown as Counted[]
  }

  async firstsSince(at: number) {
    const rows = this.all(
      'SELECT author, count(*) AS count FROM firsts WHERE at >= ? GROUP BY author ORDER BY author',
      at
    )
    return rows.map(({ author, count }) => ({ author: author as string, count: Number(count) }))
  }

  async promptsLent() {
    return this.all(
      `SELECT lang, count(*) AS count FROM loans WHERE done = 0 AND over = 0 AND kind = 'initial_prompt' GROUP BY lang`
    ) as unknown as { lang: string; count: number }[]
  }

  async loansTo(device: string, now: number) {
    const rows = this.all(
      `SELECT kind, target FROM loans JOIN lendings ON lendings.id = loans.lending
       WHERE loans.device = ? AND done = 0 AND lendings.until > ?`,
      this.known(device),
      now
    )
    return rows.map(({ kind, target }) => ({ kind: kind as TaskKind, target: this.nameOf(target) }))
  }

  async everLent(device: string, kind: TaskKind) {
    const rows = this.all('SELECT lending, place FROM loans WHERE device = ? AND kind = ?', this.known(device), kind)
    return rows.map(({ lending, place }) => ({ lending: this.nameOf(lending), place: Number(place) }))
  }

  async lendingFor(device: string, nonce: Uint8Array) {
    const row = this.one(
      'SELECT id FROM lendings WHERE device = ? AND nonce = ? ORDER BY id',
      ...[this.known(device), hexOf(nonce)]
    )
    return row && this.nameOf(row.id)
  }

  async waitingPrompts(lang: string, random: number, limit: number) {
    const page = (from: string, most: number) =>
      this.all(
        `SELECT id, prompt, lang, author FROM trees WHERE state = 'prompt_lottery_waiting' AND lang = ?
         AND random ${from} ? ORDER BY random LIMIT ?`,
        ...[lang, random, most]
      )
    const behind = page('>=', limit)
    const rows = [...behind, ...(behind.length < limit ? page('<', limit - behind.length) : [])]
    return rows.map((row) => ({
      tree: row.id as string,
      version: row.prompt as string,
      lang: row.lang as string,
      author: row.author as string
    }))
  }

  async waitingAuthors(lang: string) {
    return Number(this.one('SELECT count(*) AS count FROM author_counts WHERE lang = ?', lang)?.count)
  }

  async waitingAuthor(lang: string, place: number) {
    const row = this.one(
      'SELECT author FROM author_counts WHERE lang = ? ORDER BY author LIMIT 1 OFFSET ?',
      lang,
      place
    )
    return row?.author as string | undefined
  }

  async waitingOf(lang: string, author: string, limit: number) {
    return this.all(
      `SELECT * FROM trees WHERE state = 'prompt_lottery_waiting' AND lang = ? AND author = ? ORDER BY id LIMIT ?`,
      ...[lang, author, limit]
    ).map(treeIn)
  }

  async backlog(lang: string, place: number) {
    return this.one(
      `SELECT id FROM trees WHERE state = 'backlog_ranking' AND lang = ? ORDER BY id LIMIT 1 OFFSET ?`,
      ...[lang, place]
    )?.id as string | undefined
  }

  private offerIn(row: Row): Offer {
    return {
      ...this.needIn(row),
      tree: row.id as string,
      room: Number(row.room),
      reservedInTree: Number(row.replying),
      reserved: Number(row.reserved),
      lentAt: Number(row.lent_at)
    }
  }

  protected needIn({ kind, target, lang, wanted, rest }: Row): Need {
    const { candidates, thread, excludes, ...more } = JSON.parse(rest as string)
    const [of, many] = [this.nameOf(target), Number(wanted)]
    // In the order in which views have it.
    return { kind, target: of, candidates, thread, lang, wanted: many, excludes, ...more } as Need
  }
}
