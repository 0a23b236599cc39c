import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Row } from './sqlite-rows.ts'

/** Statements of one connection, each prepared once. */
export class SqliteStatements {
  private readonly db: DatabaseSync
  private readonly prepared = new Map<string, StatementSync>()

  constructor(db: DatabaseSync) {
    this.db = db
  }

  /** @returns how many rows it changed. */
  protected run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.statement(sql).run(...values).changes)
  }

  protected one(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.statement(sql).get(...values) as Row | undefined
  }

  protected all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.statement(sql).all(...values) as Row[]
  }

  /** One at a time, for tables that memory may not hold. A statement of its own: others may read meanwhile. */
  protected each(sql: string): Iterable<Row> {
    return this.db.prepare(sql).iterate() as Iterable<Row>
  }

  private statement(sql: string): StatementSync {
    const known = this.prepared.get(sql)
    if (known) return known
    const statement = this.db.prepare(sql)
    this.prepared.set(sql, statement)
    return statement
  }
}
