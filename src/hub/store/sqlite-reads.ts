import { compareText } from '../../core/bytes.ts'
import type { Fact, FactId } from '../../core/fact/fact.ts'
import { SqliteLendings } from './sqlite-lendings.ts'
import { FACTS } from './sqlite-log.ts'
import { factOf, outcomeIn, plain, treeIn } from './sqlite-rows.ts'
import type { ChangeMark, Invite, ReadTx } from './store.ts'

/** What a transaction reads besides. */
export class SqliteReads extends SqliteLendings implements ReadTx {
  async meta(key: string) {
    return this.one('SELECT value FROM meta WHERE key = ?', key)?.value as string | undefined
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

  async treeOf(id: string) {
    return (await this.treesNamed(id))[0]
  }

  async factOfVersion(version: string) {
    const rows = this.all('SELECT tree, fact FROM versions WHERE version = ?', this.known(version))
    const [first] = rows.sort((a, b) => compareText(this.nameOf(a.tree), this.nameOf(b.tree)))
    return first && this.nameOf(first.fact)
  }

  async waitingFor(need: string) {
    const facts = this.all('SELECT fact FROM waits WHERE need = ?', need).map(({ fact }) => this.nameOf(fact))
    return facts.sort(compareText)
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

  async outcomesInTrees(fact: FactId) {
    const rows = this.all('SELECT tree, word, rule FROM tree_outcomes WHERE fact = ?', this.known(fact))
    return rows.sort((a, b) => compareText(this.nameOf(a.tree), this.nameOf(b.tree))).map(outcomeIn)
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
