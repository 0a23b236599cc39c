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
      header.prev === NO_SEGMENT ||
      this.one('SELECT 1 FROM segments WHERE hash = ? AND anchored = 1', this.known(header.prev))
    const segment = this.number(hash)
    const added = this.run(
      'INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0) ON CONFLICT DO NOTHING',
      ...[segment, this.number(header.device), header.n, header.first, ids.length, header.prev],
      ...[encodeCbor(headerFields(header)), signature]
    )
    if (added === 0) return false
    for (const [place, id] of ids.entries())
      this.run('INSERT INTO segment_facts VALUES (?, ?, ?)', segment, place, this.number(id))
    // Segments that came before this one now hang together with the chain's first.
    for (let news: Row[] = first ? [{ hash: segment, prev: header.prev }] : []; news.length > 0; ) {
      for (const each of news) this.anchor(Number(each.hash), this.known(each.prev as string))
      news = news.flatMap(({ hash: prev }) =>
        this.all('SELECT hash, prev FROM segments WHERE prev = ? AND anchored = 0', this.nameOf(prev))
      )
    }
    return true
  }

  /** It is an end of its chain, and the one before it no longer is. */
  private anchor(hash: number, prev: number): void {
    this.run('UPDATE segments SET anchored = 1, tip = 1 WHERE hash = ?', hash)
    this.run(
      'UPDATE segments SET tip = 0 WHERE hash = ? AND device = (SELECT device FROM segments WHERE hash = ?)',
      ...[prev, hash]
    )
  }

  async addFact(fact: Fact, about: About) {
    const { content } = (await this.isErased(fact.id)) ? erased(fact) : fact
    const n = this.number(fact.id)
    const added = this.run(
      'INSERT INTO facts VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ...[n, this.number(fact.device), ABOUT.indexOf(about), encodeCbor(content)]
    )
    if (added > 0) return true
    const held = await this.fact(fact.id)
    if (!held || 'text' in held.content || !('text' in content)) return false
    this.run('UPDATE facts SET content = ? WHERE id = ?', encodeCbor(content), n)
    return true
  }

  async placeFact(fact: FactId, tree: string) {
    const [of, placed] = [this.number(tree), this.number(fact)]
    return this.run('INSERT INTO fact_trees VALUES (?, ?) ON CONFLICT DO NOTHING', of, placed) > 0
  }

  async addVersion(version: string, tree: string, fact: FactId) {
    const row = [version, tree, fact].map((name) => this.number(name))
    return this.run('INSERT INTO versions VALUES (?, ?, ?) ON CONFLICT DO NOTHING', ...row) > 0
  }

  async addLending(id: FactId, { device, until, nonce }: Lending) {
    this.run(
      'INSERT INTO lendings VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ...[this.number(id), this.number(device), until, hexOf(nonce)]
    )
  }

  async addLoan({ lending, place, kind, target, lang, device, until, at }: Loan) {
    const added = this.run(
      'INSERT INTO loans VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0) ON CONFLICT DO NOTHING',
      ...[this.number(lending), place, kind, this.number(target), lang, this.number(device), until, at]
    )
    if (added > 0) this.recountTreesOf(this.known(target))
  }

  async loanDone(lending: FactId, place: number) {
    const loans = this.all(
      'UPDATE loans SET done = 1 WHERE lending = ? AND place = ? AND done = 0 RETURNING target',
      ...[this.known(lending), place]
    )
    return loans.flatMap(({ target }) => this.treesIn('SELECT tree FROM versions WHERE version = ?', Number(target)))
  }

  async loansOver(now: number) {
    this.freed(this.all('UPDATE loans SET over = 1 WHERE done = 0 AND over = 0 AND until <= ? RETURNING target', now))
  }

  async loanOver(lending: FactId, place: number) {
    this.freed(
      this.all(
        'UPDATE loans SET over = 1 WHERE lending = ? AND place = ? AND over = 0 RETURNING target',
        ...[this.known(lending), place]
      )
    )
  }

  private freed(loans: readonly Row[]): void {
    for (const target of new Set(loans.map((loan) => Number(loan.target)))) this.recountTreesOf(target)
  }

  private recountTreesOf(target: number): void {
    for (const { tree } of this.all('SELECT tree FROM versions WHERE version = ?', target)) this.recount(Number(tree))
  }

  async setWaits(fact: FactId, needs: readonly string[]) {
    const n = this.number(fact)
    this.run('DELETE FROM waits WHERE fact = ?', n)
    for (const need of new Set(needs)) this.run('INSERT INTO waits VALUES (?, ?)', need, n)
  }

  async eraseFact(id: FactId) {
    const n = this.number(id)
    this.run('INSERT INTO erased VALUES (?) ON CONFLICT DO NOTHING', n)
    const fact = await this.fact(id)
    if (fact) this.run('UPDATE facts SET content = ? WHERE id = ?', encodeCbor(erased(fact).content), n)
  }

  async addStale(trees: 'all' | readonly string[]) {
    if (trees === 'all') this.run('INSERT INTO stale SELECT n FROM trees WHERE true ON CONFLICT DO NOTHING')
    else for (const tree of trees) this.run('INSERT INTO stale VALUES (?) ON CONFLICT DO NOTHING', this.number(tree))
  }

  async takeStale(limit: number, but: readonly string[] = []) {
    const taken = this.all(
      `DELETE FROM stale WHERE tree IN (SELECT tree FROM stale WHERE tree NOT IN (SELECT value FROM json_each(?))
       ORDER BY tree LIMIT ?) RETURNING tree`,
      ...[this.numbersOf(but), limit]
    )
    return taken.map(({ tree }) => this.nameOf(tree))
  }

  async addUnplaced(segment: string) {
    this.run('INSERT INTO unplaced VALUES (?) ON CONFLICT DO NOTHING', this.number(segment))
  }

  async takeUnplaced(limit: number, but: readonly string[] = []) {
    const taken = this.all(
      `DELETE FROM unplaced WHERE segment IN (SELECT segment FROM unplaced
       WHERE segment NOT IN (SELECT value FROM json_each(?)) ORDER BY segment LIMIT ?) RETURNING segment`,
      ...[this.numbersOf(but), limit]
    )
    return taken.sort((a, b) => Number(a.segment) - Number(b.segment)).map(({ segment }) => this.nameOf(segment))
  }

  private numbersOf(names: readonly string[]): string {
    return JSON.stringify(names.map((name) => this.known(name)))
  }

  async setOutcome(fact: FactId, outcome: Outcome | undefined) {
    const n = this.number(fact)
    if (!outcome) this.run('DELETE FROM outcomes WHERE fact = ?', n)
    else this.run('INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?)', n, ...wordsOf(outcome))
  }

  async setOutcomeInTree(fact: FactId, tree: string, outcome: Outcome | undefined) {
    const key = [this.number(fact), this.number(tree)]
    if (!outcome) this.run('DELETE FROM tree_outcomes WHERE fact = ? AND tree = ?', ...key)
    else this.run('INSERT OR REPLACE INTO tree_outcomes VALUES (?, ?, ?, ?)', ...key, ...wordsOf(outcome))
  }

  async addReceipt(device: string, { segment, stamp, bytes }: StoredReceipt) {
    const row = [this.number(segment), this.number(device), stamp, bytes]
    this.run('INSERT OR REPLACE INTO receipts VALUES (?, ?, ?, ?)', ...row)
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
