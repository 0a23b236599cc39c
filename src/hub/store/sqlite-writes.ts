import { hexOf } from '../../core/bytes.ts'
import { encodeCbor } from '../../core/cbor.ts'
import { erased, type Fact, type FactId } from '../../core/fact/fact.ts'
import type { Lending } from '../../core/tree/task.ts'
import type { Outcome } from '../../core/tree/view.ts'
import { headerFields, NO_SEGMENT, type Segment } from '../../sync/segment/segment.ts'
import { SqliteCounts } from './sqlite-counts.ts'
import { type Row, sumOf } from './sqlite-rows.ts'
import type { About, Invite, Loan, StoredReceipt, WriteTx } from './store.ts'

/** As the table spells it, by its places. */
const ABOUT: readonly About[] = ['work', 'person', 'rules']

/** What a transaction writes besides. */
export class SqliteWrites extends SqliteCounts implements WriteTx {
  async setMeta(key: string, value: string) {
    this.run('INSERT OR REPLACE INTO meta VALUES (?, ?, ?)', key, value, sumOf(key, value))
  }

  async addSegment({ header, ids, signature, hash }: Segment) {
    const first =
      header.prev === NO_SEGMENT || this.one('SELECT 1 FROM segments WHERE hash = ? AND anchored = 1', header.prev)
    const added = this.run(
      'INSERT INTO segments (hash, device, n, first, facts, prev, header, signature, anchored, tip) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0) ON CONFLICT DO NOTHING',
      ...[hash, header.device, header.n, header.first, ids.length, header.prev],
      ...[encodeCbor(headerFields(header)), signature]
    )
    if (added === 0) return false
    for (const [place, id] of ids.entries()) this.run('INSERT INTO segment_facts VALUES (?, ?, ?)', hash, place, id)
    // Segments that came before this one now hang together with the chain's first.
    for (let news = first ? [{ hash, prev: header.prev }] : []; news.length > 0; ) {
      for (const each of news) this.anchor(each.hash, each.prev)
      news = news.flatMap(
        ({ hash: prev }) =>
          this.all('SELECT hash, prev FROM segments WHERE prev = ? AND anchored = 0', prev) as unknown as typeof news
      )
    }
    return true
  }

  /** It is an end of its chain, and the one before it no longer is. */
  private anchor(hash: string, prev: string): void {
    this.run('UPDATE segments SET anchored = 1, tip = 1 WHERE hash = ?', hash)
    this.run(
      'UPDATE segments SET tip = 0 WHERE hash = ? AND device = (SELECT device FROM segments WHERE hash = ?)',
      ...[prev, hash]
    )
  }

  async addFact(fact: Fact, about: About) {
    const { content } = (await this.isErased(fact.id)) ? erased(fact) : fact
    const added = this.run(
      'INSERT INTO facts (id, device, person, content) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ...[fact.id, fact.device, ABOUT.indexOf(about), encodeCbor(content)]
    )
    if (added > 0) return true
    const held = await this.fact(fact.id)
    if (!held || 'text' in held.content || !('text' in content)) return false
    this.run('UPDATE facts SET content = ? WHERE id = ?', encodeCbor(content), fact.id)
    return true
  }

  async placeFact(fact: FactId, tree: string) {
    return this.run('INSERT INTO fact_trees VALUES (?, ?) ON CONFLICT DO NOTHING', tree, fact) > 0
  }

  async addVersion(version: string, tree: string, fact: FactId) {
    return this.run('INSERT INTO versions VALUES (?, ?, ?) ON CONFLICT DO NOTHING', version, tree, fact) > 0
  }

  async addLending(id: FactId, { device, until, nonce }: Lending) {
    this.run('INSERT INTO lendings VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', id, device, until, hexOf(nonce))
  }

  async addLoan({ lending, place, kind, target, lang, device, until, at }: Loan) {
    const added = this.run(
      'INSERT INTO loans VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0) ON CONFLICT DO NOTHING',
      ...[lending, place, kind, target, lang, device, until, at]
    )
    if (added > 0) this.recountTreeOf(target)
  }

  async loanDone(lending: FactId, place: number) {
    this.freed(
      this.all(
        'UPDATE loans SET done = 1 WHERE lending = ? AND place = ? AND done = 0 RETURNING target',
        ...[lending, place]
      )
    )
  }

  async loansOver(now: number) {
    this.freed(this.all('UPDATE loans SET over = 1 WHERE done = 0 AND over = 0 AND until <= ? RETURNING target', now))
  }

  async loanOver(lending: FactId, place: number) {
    this.freed(
      this.all(
        'UPDATE loans SET over = 1 WHERE lending = ? AND place = ? AND over = 0 RETURNING target',
        ...[lending, place]
      )
    )
  }

  private freed(loans: readonly Row[]): void {
    for (const target of new Set(loans.map((loan) => loan.target as string))) this.recountTreeOf(target)
  }

  private recountTreeOf(target: string): void {
    for (const { tree } of this.all('SELECT tree FROM versions WHERE version = ?', target)) this.recount(tree as string)
  }

  async setWaits(fact: FactId, needs: readonly string[]) {
    this.run('DELETE FROM waits WHERE fact = ?', fact)
    for (const need of new Set(needs)) this.run('INSERT INTO waits VALUES (?, ?)', need, fact)
  }

  async eraseFact(id: FactId) {
    this.run('INSERT INTO erased VALUES (?) ON CONFLICT DO NOTHING', id)
    const fact = await this.fact(id)
    if (fact) this.run('UPDATE facts SET content = ? WHERE id = ?', encodeCbor(erased(fact).content), id)
  }

  async addStale(trees: 'all' | readonly string[]) {
    if (trees === 'all') this.run('INSERT INTO stale SELECT id FROM trees WHERE true ON CONFLICT DO NOTHING')
    else for (const tree of trees) this.run('INSERT INTO stale VALUES (?) ON CONFLICT DO NOTHING', tree)
  }

  async takeStale(limit: number) {
    const taken = this.all(
      'DELETE FROM stale WHERE tree IN (SELECT tree FROM stale ORDER BY tree LIMIT ?) RETURNING tree',
      limit
    )
    return taken.map(({ tree }) => tree as string)
  }

  async setOutcome(fact: FactId, outcome: Outcome | undefined) {
    if (!outcome) this.run('DELETE FROM outcomes WHERE fact = ?', fact)
    else this.run('INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?)', fact, ...wordsOf(outcome))
  }

  async setOutcomeInTree(fact: FactId, tree: string, outcome: Outcome | undefined) {
    if (!outcome) this.run('DELETE FROM tree_outcomes WHERE fact = ? AND tree = ?', fact, tree)
    else this.run('INSERT OR REPLACE INTO tree_outcomes VALUES (?, ?, ?, ?)', fact, tree, ...wordsOf(outcome))
  }

  async addReceipt(device: string, { segment, stamp, bytes }: StoredReceipt) {
    this.run('INSERT OR REPLACE INTO receipts VALUES (?, ?, ?, ?)', segment, device, stamp, bytes)
  }

  async setInvite(secretHash: string, { role, uses, expires }: Invite) {
    const sum = sumOf(secretHash, role, uses, expires)
    this.run('INSERT OR REPLACE INTO invites VALUES (?, ?, ?, ?, ?)', secretHash, role, uses, expires, sum)
  }

  async addDocumentUpdate(name: string, update: Uint8Array) {
    this.run('INSERT INTO document_updates (document, bytes, sum) VALUES (?, ?, ?)', name, update, sumOf(name, update))
  }
}

function wordsOf(outcome: Outcome): [word: string, rule: string] {
  return [outcome.is, 'rule' in outcome ? outcome.rule : '']
}
