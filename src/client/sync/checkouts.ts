import type { ControlFields } from '../../sync/link/control.ts'
import type { System } from '../../sync/system.ts'

type Checkout = { readonly fields: ControlFields<'checkout'>; done(answer: ControlFields<'lent'>): void }

/** Wishes for batches, asked again after a cut with the same number: the hub lends once. */
export class Checkouts {
  private readonly waiting: Checkout[] = []
  private readonly asked = new Map<number, Checkout>()

  wish(wish: Omit<ControlFields<'checkout'>, 'request'>, system: System): Promise<ControlFields<'lent'>> {
    const request = new DataView(system.random(4).buffer).getUint32(0)
    return new Promise((done) => this.waiting.push({ fields: { request, ...wish }, done }))
  }

  askAll(ask: (fields: ControlFields<'checkout'>) => void): void {
    for (const checkout of this.waiting.splice(0)) {
      this.asked.set(checkout.fields.request, checkout)
      ask(checkout.fields)
    }
  }

  lent(answer: ControlFields<'lent'>): void {
    this.asked.get(answer.request)?.done(answer)
    this.asked.delete(answer.request)
  }

  broken(): void {
    this.waiting.unshift(...this.asked.values())
    this.asked.clear()
  }
}
