import { compareText } from '../../core/bytes.ts'
import { decodeCbor } from '../../core/cbor.ts'
import type { Fact, FactId } from '../../core/fact/fact.ts'
import type { Lending } from '../../core/tree/task.ts'
import { nameAsKept, spelled } from './names.ts'
import { SqliteOffers } from './sqlite-offers.ts'
import { factOf, headerOf, outcomeIn, plain, type Row, treeIn } from './sqlite-rows.ts'
import type { ChangeMark, Invite, OpenLoan, ReadTx, StoredReceipt, Tip } from './store.ts'

const FACTS = 'SELECT name, device, content FROM facts JOIN names ON n = id'
const TIP = 'SELECT n, hash, first + facts AS next FROM segments'

/** Lendings are long, never change, and each is read for every answer to it. */
const KEPT_LENDINGS = 2000

/** What a transaction reads besides. */
export class SqliteReads extends SqliteOffers implements ReadTx {
  private readonly lendings = new Map<FactId, Lending>()

  override forget(): void {
    super.forget()
    this.lendings.clear()
  }

  async meta(key: string) {
    return this.one('SELECT value FROM meta WHERE key = ?', key)?.value as string | undefined
  }

  async segment(hash: string) {
    const segment = this.known(hash)
    const row = this.one('SELECT header, signature FROM segments WHERE hash = ?', segment)
    if (!row) return undefined
    const facts = this.all(`${FACTS} JOIN segment_facts ON fact = id WHERE segment = ? ORDER BY place`, segment).map(
      (each) => this.factIn(each)
    )
    const header = headerOf(row.header as Uint8Array)
    return { header, ids: facts.map(({ id }) => id), signature: plain(row.signature), hash, facts }
  }

  async segmentOf(fact: FactId) {
    return (await this.segmentsHolding(fact))[0]
  }

  async segmentsHolding(fact: FactId) {
    const rows = this.all('SELECT segment FROM segment_facts WHERE fact = ? ORDER BY segment', this.known(fact))
    return rows.map(({ segment }) => this.nameOf(segment))
  }

  async allSegments() {
    return this.all('SELECT hash FROM segments ORDER BY hash').map(({ hash }) => this.nameOf(hash))
  }

  async segmentsAfter(after: number, limit: number) {
    const rows = this.all('SELECT hash FROM segments ORDER BY hash LIMIT ? OFFSET ?', limit, after)
    return rows.map(({ hash }) => this.nameOf(hash))
  }

  async tips(device: string) {
    const rows = this.all(`${TIP} WHERE device = ? AND tip = 1`, this.known(device)).map((row) => this.tipIn(row))
    return rows.sort((a, b) => a.n - b.n || compareText(a.hash, b.hash))
  }

  async loose(device: string) {
    const rows = this.all(
      'SELECT hash FROM segments WHERE device = ? AND anchored = 0 ORDER BY n LIMIT 50',
      this.known(device)
    )
    return rows.map(({ hash }) => this.nameOf(hash))
  }

  async firstHeld(hashes: readonly string[]) {
    for (const hash of hashes) {
      const tip = this.one(`${TIP} WHERE hash = ? AND anchored = 1`, this.known(hash))
      if (tip) return this.tipIn(tip)
    }
    return undefined
  }

  async fact(id: FactId) {
    const row = this.one('SELECT device, content FROM facts WHERE id = ?', this.known(id))
    return row && factOf(id, this.nameOf(row.device), row.content)
  }

  async factsOf(tree: string) {
    return this.factsIn(`${FACTS} JOIN fact_trees ON fact = id WHERE tree = ?`, this.known(tree))
  }

  async latestOf(device: string, limit: number) {
    return this.factsIn(`${FACTS} WHERE device = ? ORDER BY id DESC LIMIT ?`, this.known(device), limit)
  }

  async keptFacts(behind: number, limit: number) {
    const rows = this.all(
      `SELECT id, name, device, content FROM facts JOIN names ON n = id JOIN outcomes ON fact = id
       WHERE id > ? AND person = 0 AND word IN ('merged', 'spare') ORDER BY id LIMIT ?`,
      ...[behind, limit]
    )
    const last = rows.length < limit ? undefined : Number(rows.at(-1)?.id)
    return { facts: rows.map((row) => this.factIn(row)), end: last }
  }

  async factsAboutPersons() {
    return this.factsIn(`${FACTS} WHERE person > 0 AND person = 1`)
  }

  async factsAboutRules() {
    return this.factsIn(`${FACTS} WHERE person > 0 AND person = 2`)
  }

  private factsIn(sql: string, ...values: number[]): Fact[] {
    return this.all(sql, ...values).map((row) => this.factIn(row))
  }

  private factIn({ name, device, content }: Row): Fact {
    return factOf(spelled(name), this.nameOf(device), content)
  }

  private tipIn({ n, hash, next }: Row): Tip {
    return { n: Number(n), hash: this.nameOf(hash), next: Number(next) }
  }

  async treesOf(fact: FactId) {
    return this.treesIn('SELECT tree FROM fact_trees WHERE fact = ?', this.known(fact))
  }

  async treesTouchedBy(device: string) {
    return this.treesIn(
      'SELECT DISTINCT tree FROM facts JOIN fact_trees ON fact = id WHERE device = ?',
      this.known(device)
    )
  }

  async changeMark() {
    const { segment } = this.one('SELECT max(hash) AS segment FROM segments') ?? {}
    return { stamp: await this.lastStamp(), segment: Number(segment ?? 0) }
  }

  async treesChanged(devices: readonly string[], { stamp, segment }: ChangeMark) {
    const trees = devices.flatMap((device) =>
      this.treesIn(
        `SELECT DISTINCT mine.tree FROM facts JOIN versions AS mine ON mine.fact = id WHERE device = ? AND EXISTS (
           SELECT 1 FROM fact_trees AS any_of JOIN segment_facts AS lies USING (fact)
           LEFT JOIN receipts ON receipts.segment = lies.segment
           WHERE any_of.tree = mine.tree AND (lies.segment > ? OR stamp > ?))`,
        ...[this.known(device), segment, stamp]
      )
    )
    return [...new Set(trees)].sort(compareText)
  }

  async treesNamed(id: string) {
    const n = this.known(id)
    if (n === 0) return []
    return this.treesIn(
      'SELECT tree FROM versions WHERE version = ? UNION SELECT tree FROM fact_trees WHERE fact = ?',
      ...[n, n]
    )
  }

  /** In the order of their names. */
  private treesIn(sql: string, ...values: number[]): string[] {
    return this.all(sql, ...values)
      .map(({ tree }) => this.nameOf(tree))
      .sort(compareText)
  }

  async treeOf(id: string) {
    return (await this.treesNamed(id))[0]
  }

  async factOfVersion(version: string) {
    const rows = this.all('SELECT tree, fact FROM versions WHERE version = ?', this.known(version))
    const [first] = rows.sort((a, b) => compareText(this.nameOf(a.tree), this.nameOf(b.tree)))
    return first && this.nameOf(first.fact)
  }

  async lending(id: FactId) {
    const known = this.lendings.get(id)
    if (known) return known
    // Of a lending nobody needs the number: an export asks for each of them once.
    const row = this.one(
      'SELECT content FROM names JOIN lendings ON lendings.id = n JOIN facts USING (id) WHERE name = ?',
      nameAsKept(id)
    )
    if (!row) return undefined
    // Only checked lendings enter the table.
    const lending = decodeCbor(plain(row.content)) as Lending
    if (this.lendings.size >= KEPT_LENDINGS) this.lendings.delete(this.lendings.keys().next().value as FactId)
    this.lendings.set(id, lending)
    return lending
  }

  async lacking(lendings: readonly FactId[]) {
    const has = (id: FactId) =>
      this.lendings.has(id) || this.one('SELECT 1 FROM names JOIN lendings ON id = n WHERE name = ?', nameAsKept(id))
    return lendings.filter((id) => !has(id))
  }

  async lendingsTo(device: string) {
    const rows = this.all('SELECT id, until FROM lendings WHERE device = ?', this.known(device))
    return rows
      .map(({ id, until }) => ({ id: this.nameOf(id), until: Number(until) }))
      .sort((a, b) => compareText(a.id, b.id))
  }

  async openLoans(now: number) {
    const rows = this.all(
      'SELECT lending, place, kind, target, lang, device, until, at FROM loans WHERE done = 0 AND until > ?',
      now
    )
    return rows
      .map(({ lending, target, device, ...loan }): OpenLoan => {
        const [tree = ''] = this.treesIn('SELECT tree FROM versions WHERE version = ?', Number(target))
        const names = { lending: this.nameOf(lending), target: this.nameOf(target), device: this.nameOf(device) }
        return { ...(loan as Pick<OpenLoan, 'place' | 'kind' | 'lang' | 'until' | 'at'>), ...names, tree }
      })
      .sort((a, b) => compareText(a.lending, b.lending) || a.place - b.place)
  }

  async loansOf(lending: FactId) {
    const rows = this.all('SELECT place, done FROM loans WHERE lending = ? ORDER BY place', this.known(lending))
    return rows.map(({ place, done }) => ({ place: Number(place), done: done === 1 }))
  }

  async waitingFor(need: string) {
    const facts = this.all('SELECT fact FROM waits WHERE need = ?', need).map(({ fact }) => this.nameOf(fact))
    return facts.sort(compareText)
  }

  async lacksFor(device: string) {
    const rows = this.all(
      `SELECT DISTINCT need FROM waits JOIN facts ON id = fact WHERE device = ? AND length(need) = 64
       AND NOT EXISTS (SELECT 1 FROM names JOIN facts ON id = n WHERE name = unhex(need)) LIMIT 50`,
      this.known(device)
    )
    return rows.map(({ need }) => need as string)
  }

  async isErased(fact: FactId) {
    return this.one('SELECT 1 FROM erased WHERE fact = ?', this.known(fact)) !== undefined
  }

  async hasStale() {
    return this.one('SELECT 1 FROM stale UNION ALL SELECT 1 FROM unplaced LIMIT 1') !== undefined
  }

  async unplaced() {
    return this.all('SELECT segment FROM unplaced ORDER BY segment').map(({ segment }) => this.nameOf(segment))
  }

  async staleTrees() {
    return this.all('SELECT tree FROM stale ORDER BY tree').map(({ tree }) => this.nameOf(tree))
  }

  async tree(id: string) {
    const row = this.one('SELECT * FROM trees WHERE n = ?', this.known(id))
    return row && treeIn(row)
  }

  async trees() {
    return this.all('SELECT * FROM trees ORDER BY id').map(treeIn)
  }

  async needs(of?: string) {
    const [where, values] = of === undefined ? ['', []] : ['WHERE tree = ?', [this.known(of)]]
    return this.all(`SELECT * FROM needs ${where} ORDER BY tree, place`, ...values)
      .map((row) => ({ ...this.needIn(row), tree: this.nameOf(row.tree) }))
      .sort((a, b) => compareText(a.tree, b.tree))
  }

  async erasedAmong(versions: readonly string[]) {
    return versions.some(
      (version) =>
        this.one(
          'SELECT 1 FROM versions JOIN erased ON erased.fact = versions.fact WHERE version = ? LIMIT 1',
          this.known(version)
        ) !== undefined
    )
  }

  async outcome(fact: FactId) {
    const row = this.one('SELECT word, rule FROM outcomes WHERE fact = ?', this.known(fact))
    return row && outcomeIn(row)
  }

  async outcomesIn(segment: string) {
    const rows = this.all(
      `SELECT device, word, rule FROM segment_facts JOIN segments ON hash = segment LEFT JOIN outcomes USING (fact)
       WHERE segment = ? ORDER BY place`,
      this.known(segment)
    )
    const [first] = rows
    const outcomes = rows.map((row) => (row.word === null ? undefined : outcomeIn(row)))
    return first && { device: this.nameOf(first.device), outcomes }
  }

  async outcomesInTrees(fact: FactId) {
    const rows = this.all('SELECT tree, word, rule FROM tree_outcomes WHERE fact = ?', this.known(fact))
    return rows.sort((a, b) => compareText(this.nameOf(a.tree), this.nameOf(b.tree))).map(outcomeIn)
  }

  async receiptsSince(device: string, stamp: number) {
    const rows = this.all(
      'SELECT segment, stamp, bytes FROM receipts WHERE device = ? AND stamp > ? ORDER BY stamp',
      this.known(device),
      stamp
    )
    return rows.map((row) => this.receiptIn(row))
  }

  async receiptOf(segment: string) {
    const row = this.one('SELECT segment, stamp, bytes FROM receipts WHERE segment = ?', this.known(segment))
    return row && this.receiptIn(row)
  }

  private receiptIn({ segment, stamp, bytes }: Row): StoredReceipt {
    return { segment: this.nameOf(segment), stamp: Number(stamp), bytes: plain(bytes) }
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
