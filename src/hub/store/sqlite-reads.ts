import type { FactId } from '../../core/fact/fact.ts'
import type { Lending } from '../../core/tree/task.ts'
import type { Need } from '../../core/tree/view.ts'
import { SqliteOffers } from './sqlite-offers.ts'
import { factOf, headerOf, outcomeIn, plain, receiptIn, treeIn } from './sqlite-rows.ts'
import type { Invite, OpenLoan, ReadTx, Tip } from './store.ts'

/** Lendings are long, never change, and each is read for every answer to it. */
const KEPT_LENDINGS = 2000

/** What a transaction reads besides. */
export class SqliteReads extends SqliteOffers implements ReadTx {
  private readonly lendings = new Map<FactId, Lending>()

  /** After a transaction that was cut: what it read may never have been there. */
  forget(): void {
    this.lendings.clear()
  }

  async meta(key: string) {
    return this.one('SELECT value FROM meta WHERE key = ?', key)?.value as string | undefined
  }

  async segment(hash: string) {
    const row = this.one('SELECT * FROM segments WHERE hash = ?', hash)
    if (!row) return undefined
    const facts = this.all(
      'SELECT facts.* FROM segment_facts JOIN facts ON facts.id = segment_facts.fact WHERE segment = ? ORDER BY place',
      hash
    ).map(factOf)
    const header = headerOf(row.header as Uint8Array)
    return { header, ids: facts.map(({ id }) => id), signature: plain(row.signature), hash, facts }
  }

  async segmentOf(fact: FactId) {
    return (await this.segmentsHolding(fact))[0]
  }

  async segmentsHolding(fact: FactId) {
    const rows = this.all(
      'SELECT segment FROM segment_facts JOIN segments ON hash = segment WHERE fact = ? ORDER BY log',
      fact
    )
    return rows.map(({ segment }) => segment as string)
  }

  async allSegments() {
    return this.all('SELECT hash FROM segments ORDER BY log').map(({ hash }) => hash as string)
  }

  async tips(device: string) {
    return this.all(
      'SELECT n, hash, first + facts AS next FROM segments WHERE device = ? AND tip = 1 ORDER BY n, hash',
      device
    ) as unknown as Tip[]
  }

  async loose(device: string) {
    return this.all('SELECT hash FROM segments WHERE device = ? AND anchored = 0 ORDER BY n LIMIT 50', device).map(
      ({ hash }) => hash as string
    )
  }

  async firstHeld(hashes: readonly string[]) {
    for (const hash of hashes) {
      const tip = this.one('SELECT n, hash, first + facts AS next FROM segments WHERE hash = ? AND anchored = 1', hash)
      if (tip) return tip as unknown as Tip
    }
    return undefined
  }

  async fact(id: FactId) {
    const row = this.one('SELECT * FROM facts WHERE id = ?', id)
    return row && factOf(row)
  }

  async factsOf(tree: string) {
    return this.all('SELECT facts.* FROM fact_trees JOIN facts ON id = fact WHERE tree = ?', tree).map(factOf)
  }

  async factsAboutPersons() {
    return this.all('SELECT * FROM facts WHERE person > 0 AND person = 1').map(factOf)
  }

  async factsAboutRules() {
    return this.all('SELECT * FROM facts WHERE person > 0 AND person = 2').map(factOf)
  }

  async treesOf(fact: FactId) {
    return this.all('SELECT tree FROM fact_trees WHERE fact = ?', fact).map(({ tree }) => tree as string)
  }

  async treesTouchedBy(device: string) {
    const rows = this.all('SELECT DISTINCT tree FROM facts JOIN fact_trees ON fact = id WHERE device = ?', device)
    return rows.map(({ tree }) => tree as string)
  }

  async treesNamed(id: string) {
    const rows = this.all(
      'SELECT tree FROM versions WHERE version = ? UNION SELECT tree FROM fact_trees WHERE fact = ? ORDER BY tree',
      ...[id, id]
    )
    return rows.map(({ tree }) => tree as string)
  }

  async treeOf(id: string) {
    return (await this.treesNamed(id))[0]
  }

  async factOfVersion(version: string) {
    return this.one('SELECT fact FROM versions WHERE version = ? ORDER BY tree', version)?.fact as string | undefined
  }

  async lending(id: FactId) {
    const known = this.lendings.get(id)
    if (known) return known
    const row = this.one('SELECT facts.* FROM lendings JOIN facts ON facts.id = lendings.id WHERE lendings.id = ?', id)
    if (!row) return undefined
    // Only checked lendings enter the table.
    const lending = factOf(row).content as unknown as Lending
    if (this.lendings.size >= KEPT_LENDINGS) this.lendings.delete(this.lendings.keys().next().value as FactId)
    this.lendings.set(id, lending)
    return lending
  }

  async lendingsTo(device: string) {
    return this.all('SELECT id, until FROM lendings WHERE device = ? ORDER BY id', device) as unknown as {
      id: FactId
      until: number
    }[]
  }

  async openLoans(now: number) {
    return this.all(
      `SELECT lending, place, kind, target, lang, device, until, at, 
       coalesce((SELECT tree FROM versions WHERE version = target ORDER BY tree), '') AS tree FROM loans
       WHERE done = 0 AND until > ? ORDER BY lending, place`,
      now
    ) as unknown as OpenLoan[]
  }

  async loansOf(lending: FactId) {
    const rows = this.all('SELECT place, done FROM loans WHERE lending = ? ORDER BY place', lending)
    return rows.map(({ place, done }) => ({ place: Number(place), done: done === 1 }))
  }

  async waitingFor(need: string) {
    return this.all('SELECT fact FROM waits WHERE need = ? ORDER BY fact', need).map(({ fact }) => fact as string)
  }

  async lacksFor(device: string) {
    const rows = this.all(
      `SELECT DISTINCT need FROM waits JOIN facts ON id = fact
       WHERE device = ? AND length(need) = 64 AND NOT EXISTS (SELECT 1 FROM facts WHERE id = need) LIMIT 50`,
      device
    )
    return rows.map(({ need }) => need as string)
  }

  async isErased(fact: FactId) {
    return this.one('SELECT 1 FROM erased WHERE fact = ?', fact) !== undefined
  }

  async hasStale() {
    return this.one('SELECT 1 FROM stale LIMIT 1') !== undefined
  }

  async tree(id: string) {
    const row = this.one('SELECT * FROM trees WHERE id = ?', id)
    return row && treeIn(row)
  }

  async trees() {
    return this.all('SELECT * FROM trees ORDER BY id').map(treeIn)
  }

  async needs(of?: string) {
    const rows =
      of === undefined
        ? this.all('SELECT tree, need FROM needs ORDER BY tree, place')
        : this.all('SELECT tree, need FROM needs WHERE tree = ? ORDER BY place', of)
    return rows.map(({ tree, need }) => ({
      ...(JSON.parse(need as string) as Need),
      tree: tree as string
    }))
  }

  async erasedAmong(versions: readonly string[]) {
    const row = this.one(
      `SELECT 1 FROM versions JOIN erased ON erased.fact = versions.fact
       WHERE version IN (SELECT value FROM json_each(?)) LIMIT 1`,
      JSON.stringify(versions)
    )
    return row !== undefined
  }

  async outcome(fact: FactId) {
    const row = this.one('SELECT word, rule FROM outcomes WHERE fact = ?', fact)
    return row && outcomeIn(row)
  }

  async outcomesInTrees(fact: FactId) {
    return this.all('SELECT word, rule FROM tree_outcomes WHERE fact = ? ORDER BY tree', fact).map(outcomeIn)
  }

  async receiptsSince(device: string, stamp: number) {
    const rows = this.all(
      'SELECT segment, stamp, bytes FROM receipts WHERE device = ? AND stamp > ? ORDER BY stamp',
      device,
      stamp
    )
    return rows.map(receiptIn)
  }

  async receiptOf(segment: string) {
    const row = this.one('SELECT segment, stamp, bytes FROM receipts WHERE segment = ?', segment)
    return row && receiptIn(row)
  }

  async lastStamp() {
    return Number(this.one('SELECT max(stamp) AS stamp FROM receipts')?.stamp ?? 0)
  }

  async invite(secretHash: string) {
    return this.one('SELECT role, uses, expires FROM invites WHERE secret = ?', secretHash) as unknown as
      | Invite
      | undefined
  }

  async documentUpdates(name: string) {
    return this.all('SELECT bytes FROM document_updates WHERE document = ? ORDER BY n', name).map(({ bytes }) =>
      plain(bytes)
    )
  }
}
