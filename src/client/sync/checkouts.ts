import type { TaskKind } from '../../core/fact/kinds.ts'
import type { ControlFields } from '../../sync/link/control.ts'
import type { System } from '../../sync/system.ts'

/** What tasks a person wants. */
export type Wish = {
  /** Tags of BCP 47, the dearest first; none: any language. */
  readonly langs?: readonly string[]
  readonly kinds?: readonly TaskKind[]
  readonly count: number
  /** No more than takes about so long. */
  readonly minutes?: number
}

type Checkout = { readonly fields: ControlFields<'checkout'>; done(answer: ControlFields<'lent'>): void }

/** Wishes for batches, asked again after a cut with the same number: the hub lends once. */
export class Checkouts {
  private readonly waiting: Checkout[] = []
  private readonly asked = new Map<number, Checkout>()

  wish({ langs = [], kinds, count, minutes }: Wish, system: System): Promise<ControlFields<'lent'>> {
    const request = new DataView(system.random(4).buffer).getUint32(0)
    const [lang] = langs
    const fields = {
      ...{ request, count },
      // A hub that knows of one language alone goes by the first.
      ...(lang !== undefined && { lang }),
      ...(langs.length > 1 && { langs: [...langs] }),
      ...(kinds && { kinds: [...kinds] }),
      ...(minutes !== undefined && { minutes })
    }
    return new Promise((done) => this.waiting.push({ fields, done }))
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
