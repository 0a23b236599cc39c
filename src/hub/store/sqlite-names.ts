import type { DatabaseSync } from 'node:sqlite'
import { nameAsKept, spelled } from './names.ts'
import { SqliteStatements } from './sqlite-statements.ts'

/** Names looked up lately: a fact is asked for some ten times in the transaction that takes it in. */
const KEPT_NAMES = 20_000

/** The numbers that stand for names in all tables. They are given once, and never taken back. */
export class SqliteNames extends SqliteStatements {
  private readonly numbers = new Map<string, number>()
  private readonly names = new Map<number, string>()

  constructor(db: DatabaseSync) {
    super(db)
    // For readings of whole tables, in the order of names.
    db.function('spelled', { deterministic: true }, spelled)
  }

  /** After a transaction that was cut: what it read may never have been there. */
  forget(): void {
    this.numbers.clear()
    this.names.clear()
  }

  /** The number of a name; 0, which none has, if it never occurred. */
  protected known(name: string): number {
    const kept = this.numbers.get(name)
    if (kept !== undefined) return kept
    const row = this.one('SELECT n FROM names WHERE name = ?', nameAsKept(name))
    return row === undefined ? 0 : this.keep(name, Number(row.n))
  }

  /** The number of a name, a new one if it never occurred. */
  protected number(name: string): number {
    const known = this.known(name)
    if (known !== 0) return known
    return this.keep(name, Number(this.one('INSERT INTO names (name) VALUES (?) RETURNING n', nameAsKept(name))?.n))
  }

  protected nameOf(number: unknown): string {
    const n = Number(number)
    const kept = this.names.get(n)
    if (kept !== undefined) return kept
    const name = spelled(this.one('SELECT name FROM names WHERE n = ?', n)?.name)
    this.keep(name, n)
    return name
  }

  private keep(name: string, n: number): number {
    if (this.numbers.size >= KEPT_NAMES) this.numbers.clear()
    if (this.names.size >= KEPT_NAMES) this.names.clear()
    this.numbers.set(name, n)
    this.names.set(n, name)
    return n
  }
}
