import { hexOf } from '../../core/bytes.ts'
import type { Offer } from '../../core/dispatch/offer.ts'
import type { TaskKind } from '../../core/fact/kinds.ts'
import type { Need } from '../../core/tree/view.ts'
import { SqliteAudit } from './sqlite-audit.ts'
import { type Row, treeIn } from './sqlite-rows.ts'
import type { Counted, NeedCount, OfferPlace } from './store.ts'

const OFFER = `SELECT needs.tree, needs.place, needs.random, needs.reserved, needs.lent_at, needs.need, trees.room, trees.replying
  FROM needs JOIN trees ON trees.id = needs.tree`

/** [HS7] What is open to lend: each reading looks at rows of its kind and language alone, and at no more than it gives. */
export class SqliteOffers extends SqliteAudit {
  async freeOffers(kind: TaskKind, lang: string, { random, tree, place }: OfferPlace, limit: number) {
    const rows = this.all(
      `${OFFER} WHERE needs.kind = ? AND needs.lang = ? AND needs.free > 0
       AND (needs.random, needs.tree, needs.place) > (?, ?, ?) ORDER BY needs.random, needs.tree, needs.place LIMIT ?`,
      ...[kind, lang, random, tree, place, limit]
    )
    const last = rows.length < limit ? undefined : rows.at(-1)
    const end = last && { random: Number(last.random), tree: last.tree as string, place: Number(last.place) }
    return { offers: rows.map(offerIn), end }
  }

  async lentOffers(kind: TaskKind, lang: string, limit: number) {
    return this.all(
      `${OFFER} WHERE needs.kind = ? AND needs.lang = ? AND needs.free = 0 AND needs.reserved = needs.wanted
       ORDER BY needs.lent_at LIMIT ?`,
      ...[kind, lang, limit]
    ).map(offerIn)
  }

  async needCounts() {
    return this.all(
      'SELECT kind, lang, free, lent FROM need_counts WHERE free > 0 OR lent > 0'
    ) as unknown as NeedCount[]
  }

  async treeCounts() {
    return this.all('SELECT lang, state, count FROM tree_counts WHERE count > 0') as unknown as Counted[]
  }

  async promptsLent() {
    return this.all(
      `SELECT lang, count(*) AS count FROM loans WHERE done = 0 AND over = 0 AND kind = 'initial_prompt' GROUP BY lang`
    ) as unknown as { lang: string; count: number }[]
  }

  async loansTo(device: string) {
    return this.all('SELECT kind, target FROM loans WHERE device = ? AND done = 0 AND over = 0', device) as unknown as {
      kind: TaskKind
      target: string
    }[]
  }

  async everLent(device: string, kind: TaskKind) {
    return this.all('SELECT lending, place FROM loans WHERE device = ? AND kind = ?', device, kind) as unknown as {
      lending: string
      place: number
    }[]
  }

  async lendingFor(device: string, nonce: Uint8Array) {
    return this.one('SELECT id FROM lendings WHERE device = ? AND nonce = ? ORDER BY id', device, hexOf(nonce))?.id as
      | string
      | undefined
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
}

function offerIn({ tree, room, replying, reserved, lent_at, need }: Row): Offer {
  return {
    ...(JSON.parse(need as string) as Need),
    tree: tree as string,
    room: Number(room),
    reservedInTree: Number(replying),
    reserved: Number(reserved),
    lentAt: Number(lent_at)
  }
}
