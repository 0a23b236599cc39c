import type { FactId } from '../fact/fact.ts'
import type { Outcome } from './view.ts'

/** Collects what became of each fact while a tree is evaluated. The first word on a fact holds. */
export class Outcomes {
  readonly of = new Map<FactId, Outcome>()

  merged(fact: { id: FactId }): void {
    if (!this.of.has(fact.id)) this.of.set(fact.id, { is: 'merged' })
  }

  spare(fact: { id: FactId }, rule: string): void {
    if (!this.of.has(fact.id)) this.of.set(fact.id, { is: 'spare', rule })
  }

  returned(fact: { id: FactId }, rule: string): void {
    if (!this.of.has(fact.id)) this.of.set(fact.id, { is: 'returned', rule })
  }
}
