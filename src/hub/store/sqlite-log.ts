import { compareText } from '../../core/bytes.ts'
import type { Fact, FactId } from '../../core/fact/fact.ts'
import { spelled } from './names.ts'
import { SqliteOffers } from './sqlite-offers.ts'
import { factOf, headerOf, outcomeIn, plain, type Row } from './sqlite-rows.ts'
import type { StoredReceipt, Tip } from './store.ts'

export const FACTS = 'SELECT name, device, content FROM facts JOIN names ON n = id'
const TIP = 'SELECT n, hash, first + facts AS next FROM segments'

/** Segments in the order in which they came, the chains that they make, and receipts of them. */
export class SqliteLog extends SqliteOffers {
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

  async lastStamp() {
    return Number(this.one('SELECT max(stamp) AS stamp FROM receipts')?.stamp ?? 0)
  }

  protected factIn({ name, device, content }: Row): Fact {
    return factOf(spelled(name), this.nameOf(device), content)
  }

  private tipIn({ n, hash, next }: Row): Tip {
    return { n: Number(n), hash: this.nameOf(hash), next: Number(next) }
  }

  private receiptIn({ segment, stamp, bytes }: Row): StoredReceipt {
    return { segment: this.nameOf(segment), stamp: Number(stamp), bytes: plain(bytes) }
  }
}
