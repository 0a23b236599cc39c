import { encodeCbor } from '../../core/cbor.ts'
import { erased, type Fact, type FactId } from '../../core/fact/fact.ts'
import type { Lending } from '../../core/tree/task.ts'
import type { Need, Outcome } from '../../core/tree/view.ts'
import { headerFields, NO_SEGMENT, type Segment } from '../../sync/segment/segment.ts'
import { SqliteReads } from './sqlite-reads.ts'
import type { Invite, Loan, StoredReceipt, TreeRow, WriteTx } from './store.ts'

/** What a transaction writes besides. */
export class SqliteWrites extends SqliteReads implements WriteTx {
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

  async addFact(fact: Fact, person: boolean) {
    const { content } = (await this.isErased(fact.id)) ? erased(fact) : fact
    const added = this.run(
      'INSERT INTO facts (id, device, person, content) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ...[fact.id, fact.device, person ? 1 : 0, encodeCbor(content)]
    )
    if (added > 0) return true
    const held = await this.fact(fact.id)
    if (!held || 'text' in held.content || !('text' in content)) return false
    this.run('UPDATE facts SET content = ? WHERE id = ?', encodeCbor(content), fact.id)
    return true
  }

  async placeFact(fact: FactId, tree: string) {
    this.run('INSERT INTO fact_trees VALUES (?, ?) ON CONFLICT DO NOTHING', tree, fact)
  }

  async addVersion(version: string, tree: string, fact: FactId) {
    this.run('INSERT INTO versions VALUES (?, ?, ?) ON CONFLICT DO NOTHING', version, tree, fact)
  }

  async addLending(id: FactId, { device, until }: Lending) {
    this.run('INSERT INTO lendings VALUES (?, ?, ?) ON CONFLICT DO NOTHING', id, device, until)
  }

  async addLoan({ lending, place, kind, target, lang, device, until }: Loan) {
    this.run(
      'INSERT INTO loans VALUES (?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING',
      ...[lending, place, kind, target, lang, device, until]
    )
  }

  async loanDone(lending: FactId, place: number) {
    this.run('UPDATE loans SET done = 1 WHERE lending = ? AND place = ?', lending, place)
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

  async setTree({ id, state, lang, messages, room }: TreeRow, needs: readonly Need[]) {
    this.run('INSERT OR REPLACE INTO trees VALUES (?, ?, ?, ?, ?)', id, state, lang, messages, room)
    this.run('DELETE FROM needs WHERE tree = ?', id)
    for (const [place, need] of needs.entries())
      this.run('INSERT INTO needs VALUES (?, ?, ?)', id, place, JSON.stringify(need))
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

  async addReceipt(device: string, { segment, stamp, bytes }: StoredReceipt) {
    this.run('INSERT OR REPLACE INTO receipts VALUES (?, ?, ?, ?)', segment, device, stamp, bytes)
  }

  async setInvite(secretHash: string, { role, uses, expires }: Invite) {
    this.run('INSERT OR REPLACE INTO invites VALUES (?, ?, ?, ?)', secretHash, role, uses, expires)
  }

  async addDocumentUpdate(name: string, update: Uint8Array) {
    this.run('INSERT INTO document_updates (document, bytes) VALUES (?, ?)', name, update)
  }
}
