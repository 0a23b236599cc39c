import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { hexOf } from '../../core/bytes.ts'
import { decodeCbor, encodeCbor } from '../../core/cbor.ts'
import { type Content, erased, type Fact, type FactId } from '../../core/fact/fact.ts'
import type { Lending } from '../../core/tree/task.ts'
import type { Need, Outcome, TreeState } from '../../core/tree/view.ts'
import { headerFields, NO_SEGMENT, type Segment, type SegmentHeader } from '../../sync/segment/segment.ts'
import { StoreNewer, StoreUnusable } from './errors.ts'
import { SCHEMA, SCHEMA_VERSION } from './schema.ts'
import type { HubStore, Invite, Loan, ReadTx, StoredReceipt, Tip, TreeRow, WriteTx } from './store.ts'

type Row = Record<string, SQLInputValue>

/**
 * The embedded store: one SQLite file, write-ahead log, flushed to disk at every commit.
 *
 * @param readOnly a snapshot for commands that only look, also while a hub runs on the file.
 * @throws {StoreUnusable} if the file cannot be opened, is damaged or full; {StoreNewer} for a later program's file.
 */
export function openSqliteStore(file: string, { readOnly = false } = {}): HubStore {
  try {
    const db = new DatabaseSync(file, { readOnly, timeout: 5000 })
    if (!readOnly) db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON')
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version)
    if (version > SCHEMA_VERSION) throw new StoreNewer(file)
    if (version === 0 && !readOnly) db.exec(`BEGIN; ${SCHEMA}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`)
    db.prepare('SELECT count(*) FROM segments').get()
    return new SqliteStore(db, file)
  } catch (cause) {
    throw cause instanceof StoreNewer ? cause : new StoreUnusable(file, cause)
  }
}

class SqliteStore implements HubStore {
  private readonly db: DatabaseSync
  private readonly file: string
  private readonly tx: SqliteTx
  private last: Promise<unknown> = Promise.resolve()

  constructor(db: DatabaseSync, file: string) {
    this.db = db
    this.file = file
    this.tx = new SqliteTx(db)
  }

  write<T>(work: (tx: WriteTx) => Promise<T>): Promise<T> {
    return this.inTurn('BEGIN IMMEDIATE', work)
  }

  read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T> {
    return this.inTurn('BEGIN', work)
  }

  scrub(): Promise<void> {
    return this.queued(async () => {
      this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    })
  }

  async close(): Promise<void> {
    await this.queued(async () => this.db.close())
  }

  private inTurn<T>(begin: string, work: (tx: WriteTx) => Promise<T>): Promise<T> {
    return this.queued(async () => {
      this.run(begin)
      try {
        const result = await work(this.tx)
        this.run('COMMIT')
        return result
      } catch (cause) {
        if (this.db.isTransaction) this.db.exec('ROLLBACK')
        throw cause
      }
    })
  }

  private queued<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work, work)
    this.last = turn.catch(() => {})
    return turn
  }

  private run(sql: string): void {
    try {
      this.db.exec(sql)
    } catch (cause) {
      throw new StoreUnusable(this.file, cause)
    }
  }
}

class SqliteTx implements WriteTx {
  private readonly db: DatabaseSync
  private readonly prepared = new Map<string, StatementSync>()

  constructor(db: DatabaseSync) {
    this.db = db
  }

  async meta(key: string) {
    return this.one('SELECT value FROM meta WHERE key = ?', key)?.value as string | undefined
  }

  async setMeta(key: string, value: string) {
    this.run('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value', key, value)
  }

  async addSegment({ header, ids, signature, hash }: Segment) {
    const first =
      header.prev === NO_SEGMENT || this.one('SELECT 1 FROM segments WHERE hash = ? AND anchored = 1', header.prev)
    const added = this.run(
      'INSERT INTO segments (hash, device, n, first, facts, prev, header, signature, anchored) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ...[hash, header.device, header.n, header.first, ids.length, header.prev],
      ...[encodeCbor(headerFields(header)), signature, first ? 1 : 0]
    )
    if (added === 0) return false
    for (const [place, id] of ids.entries()) this.run('INSERT INTO segment_facts VALUES (?, ?, ?)', hash, place, id)
    // Segments that came before this one now hang together with the chain's first.
    for (let news = first ? [hash] : []; news.length > 0; )
      news = news.flatMap((prev) =>
        this.all('UPDATE segments SET anchored = 1 WHERE prev = ? AND anchored = 0 RETURNING hash', prev).map(
          (row) => row.hash as string
        )
      )
    return true
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
      `SELECT n, hash, first + facts AS next FROM segments AS s WHERE device = ? AND anchored = 1
       AND NOT EXISTS (SELECT 1 FROM segments WHERE prev = s.hash AND device = s.device AND anchored = 1) ORDER BY n, hash`,
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

  async addFact(fact: Fact, person: boolean) {
    const kept = (await this.isErased(fact.id)) ? erased(fact) : fact
    return (
      this.run(
        'INSERT INTO facts (id, device, person, content) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        ...[fact.id, fact.device, person ? 1 : 0, encodeCbor(kept.content)]
      ) > 0
    )
  }

  async fact(id: FactId) {
    const row = this.one('SELECT * FROM facts WHERE id = ?', id)
    return row && factOf(row)
  }

  async factsOf(tree: string) {
    return this.all('SELECT facts.* FROM fact_trees JOIN facts ON id = fact WHERE tree = ?', tree).map(factOf)
  }

  async factsAboutPersons() {
    return this.all('SELECT * FROM facts WHERE person = 1').map(factOf)
  }

  async treesOf(fact: FactId) {
    return this.all('SELECT tree FROM fact_trees WHERE fact = ?', fact).map(({ tree }) => tree as string)
  }

  async treesTouchedBy(device: string) {
    const rows = this.all('SELECT DISTINCT tree FROM facts JOIN fact_trees ON fact = id WHERE device = ?', device)
    return rows.map(({ tree }) => tree as string)
  }

  async treeOf(id: string) {
    const row =
      this.one('SELECT tree FROM versions WHERE version = ?', id) ??
      this.one('SELECT tree FROM fact_trees WHERE fact = ?', id)
    return row?.tree as string | undefined
  }

  async placeFact(fact: FactId, tree: string) {
    this.run('INSERT INTO fact_trees VALUES (?, ?) ON CONFLICT DO NOTHING', tree, fact)
  }

  async addVersion(version: string, tree: string, fact: FactId) {
    this.run('INSERT INTO versions VALUES (?, ?, ?) ON CONFLICT DO NOTHING', version, tree, fact)
  }

  async factOfVersion(version: string) {
    return this.one('SELECT fact FROM versions WHERE version = ?', version)?.fact as string | undefined
  }

  async addLending(id: FactId, lending: Lending, contributor: string) {
    this.run('INSERT INTO lendings VALUES (?, ?, ?) ON CONFLICT DO NOTHING', id, contributor, lending.until)
  }

  async lending(id: FactId) {
    const row = this.one('SELECT facts.* FROM lendings JOIN facts ON facts.id = lendings.id WHERE lendings.id = ?', id)
    // Only checked lendings enter the table.
    return row && (factOf(row).content as unknown as Lending)
  }

  async lendingsTo(contributor: string) {
    return this.all('SELECT id, until FROM lendings WHERE contributor = ? ORDER BY id', contributor) as unknown as {
      id: FactId
      until: number
    }[]
  }

  async addLoan({ lending, place, kind, target, tree, contributor, until }: Loan) {
    this.run(
      'INSERT INTO loans VALUES (?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING',
      ...[lending, place, kind, target, tree, contributor, until]
    )
  }

  async loanDone(lending: FactId, place: number) {
    this.run('UPDATE loans SET done = 1 WHERE lending = ? AND place = ?', lending, place)
  }

  async openLoans(now: number) {
    return this.all('SELECT * FROM loans WHERE done = 0 AND until > ?', now) as unknown as Loan[]
  }

  async loansOf(lending: FactId) {
    const rows = this.all('SELECT place, done FROM loans WHERE lending = ? ORDER BY place', lending)
    return rows.map(({ place, done }) => ({ place: Number(place), done: done === 1 }))
  }

  async setWaits(fact: FactId, needs: readonly string[]) {
    this.run('DELETE FROM waits WHERE fact = ?', fact)
    for (const need of new Set(needs)) this.run('INSERT INTO waits VALUES (?, ?)', need, fact)
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

  async eraseFact(id: FactId) {
    this.run('INSERT INTO erased VALUES (?) ON CONFLICT DO NOTHING', id)
    const fact = await this.fact(id)
    if (fact) this.run('UPDATE facts SET content = ? WHERE id = ?', encodeCbor(erased(fact).content), id)
  }

  async isErased(fact: FactId) {
    return this.one('SELECT 1 FROM erased WHERE fact = ?', fact) !== undefined
  }

  async setTree({ id, state, lang, messages, room }: TreeRow, needs: readonly Need[]) {
    this.run('INSERT OR REPLACE INTO trees VALUES (?, ?, ?, ?, ?)', id, state, lang, messages, room)
    this.run('DELETE FROM needs WHERE tree = ?', id)
    for (const [place, need] of needs.entries())
      this.run('INSERT INTO needs VALUES (?, ?, ?)', id, place, JSON.stringify(need))
  }

  async tree(id: string) {
    return this.one('SELECT * FROM trees WHERE id = ?', id) as unknown as TreeRow | undefined
  }

  async trees() {
    return this.all('SELECT * FROM trees ORDER BY id') as unknown as (TreeRow & { state: TreeState })[]
  }

  async needs() {
    return this.all('SELECT tree, need FROM needs ORDER BY tree, place').map(({ tree, need }) => ({
      ...(JSON.parse(need as string) as Need),
      tree: tree as string
    }))
  }

  async setOutcome(fact: FactId, outcome: Outcome | undefined) {
    if (!outcome) this.run('DELETE FROM outcomes WHERE fact = ?', fact)
    else
      this.run(
        'INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?)',
        fact,
        outcome.is,
        'rule' in outcome ? outcome.rule : ''
      )
  }

  async outcome(fact: FactId) {
    const row = this.one('SELECT word, rule FROM outcomes WHERE fact = ?', fact)
    if (!row) return undefined
    return (row.word === 'merged' ? { is: 'merged' } : { is: row.word, rule: row.rule }) as Outcome
  }

  async addReceipt(device: string, { segment, stamp, bytes }: StoredReceipt) {
    this.run('INSERT OR REPLACE INTO receipts VALUES (?, ?, ?, ?)', segment, device, stamp, bytes)
  }

  async receiptsSince(device: string, stamp: number) {
    const rows = this.all(
      'SELECT segment, stamp, bytes FROM receipts WHERE device = ? AND stamp > ? ORDER BY stamp',
      device,
      stamp
    )
    return rows.map((row) => ({ segment: row.segment as string, stamp: Number(row.stamp), bytes: plain(row.bytes) }))
  }

  async lastStamp() {
    return Number(this.one('SELECT max(stamp) AS stamp FROM receipts')?.stamp ?? 0)
  }

  async setInvite(secretHash: string, { role, uses, expires }: Invite) {
    this.run('INSERT OR REPLACE INTO invites VALUES (?, ?, ?, ?)', secretHash, role, uses, expires)
  }

  async invite(secretHash: string) {
    return this.one('SELECT role, uses, expires FROM invites WHERE secret = ?', secretHash) as unknown as
      | Invite
      | undefined
  }

  async addDocumentUpdate(name: string, update: Uint8Array) {
    this.run('INSERT INTO document_updates (document, bytes) VALUES (?, ?)', name, update)
  }

  async documentUpdates(name: string) {
    return this.all('SELECT bytes FROM document_updates WHERE document = ? ORDER BY n', name).map(({ bytes }) =>
      plain(bytes)
    )
  }

  private statement(sql: string): StatementSync {
    const known = this.prepared.get(sql)
    if (known) return known
    const statement = this.db.prepare(sql)
    this.prepared.set(sql, statement)
    return statement
  }

  private run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.statement(sql).run(...values).changes)
  }

  private one(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.statement(sql).get(...values) as Row | undefined
  }

  private all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.statement(sql).all(...values) as Row[]
  }
}

function factOf(row: Row): Fact {
  return { id: row.id as string, device: row.device as string, content: decodeCbor(plain(row.content)) as Content }
}

function headerOf(bytes: Uint8Array): SegmentHeader {
  const [, project, device, n, first, prev, batches] = decodeCbor(plain(bytes)) as [
    number,
    Uint8Array,
    Uint8Array,
    number,
    number,
    Uint8Array,
    Uint8Array[]
  ]
  return {
    project: hexOf(project),
    device: hexOf(device),
    n,
    first,
    prev: hexOf(prev),
    batches: batches.map((batch) => hexOf(batch))
  }
}

function plain(bytes: unknown): Uint8Array {
  return new Uint8Array(bytes as Uint8Array)
}
