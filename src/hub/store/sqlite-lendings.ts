import { compareText } from '../../core/bytes.ts'
import { decodeCbor } from '../../core/cbor.ts'
import type { FactId } from '../../core/fact/fact.ts'
import type { Lending } from '../../core/tree/task.ts'
import { nameAsKept } from './names.ts'
import { SqliteLog } from './sqlite-log.ts'
import { plain } from './sqlite-rows.ts'
import type { OpenLoan } from './store.ts'

/** Lendings are long, never change, and each is read for every answer to it. */
const KEPT_LENDINGS = 2000

/** What is lent, to whom, and what of it is done. */
export class SqliteLendings extends SqliteLog {
  private readonly lendings = new Map<FactId, Lending>()

  override forget(): void {
    super.forget()
    this.lendings.clear()
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

  async lacksFor(device: string) {
    const rows = this.all(
      `SELECT DISTINCT need FROM waits JOIN facts ON id = fact WHERE device = ? AND length(need) = 64
       AND NOT EXISTS (SELECT 1 FROM names JOIN facts ON id = n WHERE name = unhex(need)) LIMIT 50`,
      this.known(device)
    )
    return rows.map(({ need }) => need as string)
  }

  /** In the order of their names. */
  protected treesIn(sql: string, ...values: number[]): string[] {
    return this.all(sql, ...values)
      .map(({ tree }) => this.nameOf(tree))
      .sort(compareText)
  }
}
