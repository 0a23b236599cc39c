import type { Segment } from '../../sync/segment/segment.ts'
import type { System } from '../../sync/system.ts'

/** Most segments that share one transaction, and so one flush to disk. */
const MOST_AT_ONCE = 256
/** And most of their facts: some of 512 each would keep everybody waiting for seconds. */
const MOST_FACTS_AT_ONCE = 8000
/** In a crowd, milliseconds in which another one may come to share it. */
const GATHERING = 5

export type TogetherOptions = {
  readonly system: System
  crowded(): boolean
  /** One transaction. @param pick what it takes, to be asked for once it has begun. @returns of each whether it is new. */
  takeAll(pick: () => readonly Segment[]): Promise<readonly boolean[]>
}

type Waiting = { readonly segment: Segment; done(isNew: boolean): void; failed(cause: unknown): void }

/** Segments that come together share a transaction, each with an answer of its own. */
export class Together {
  private readonly options: TogetherOptions
  private readonly waiting: Waiting[] = []
  private running = false

  constructor(options: TogetherOptions) {
    this.options = options
  }

  /** @returns once it is on disk: false if it was there already. */
  take(segment: Segment): Promise<boolean> {
    return new Promise((done, failed) => {
      this.waiting.push({ segment, done, failed })
      if (!this.running) void this.drain()
    })
  }

  private async drain(): Promise<void> {
    this.running = true
    while (this.waiting.length > 0) {
      await this.gather()
      await this.takeSome([])
    }
    this.running = false
  }

  /** In a crowd, waits while more keep coming: each would have a transaction of its own before the next socket is read. */
  private async gather(): Promise<void> {
    const { system, crowded } = this.options
    for (let count = 0; crowded() && count < this.waiting.length && this.waiting.length < MOST_AT_ONCE; ) {
      count = this.waiting.length
      await new Promise<void>((done) => system.after(GATHERING, done))
    }
  }

  private next(): readonly Waiting[] {
    let [count, facts] = [0, 0]
    while (count < Math.min(this.waiting.length, MOST_AT_ONCE) && facts < MOST_FACTS_AT_ONCE)
      facts += this.waiting[count++]?.segment.facts.length ?? 0
    return this.waiting.splice(0, count)
  }

  /** @param some none: whatever waits when the turn comes, which is more than when it is asked for. */
  private async takeSome(some: Waiting[]): Promise<void> {
    const pick = () => {
      if (some.length === 0) some.push(...this.next())
      return some.map(({ segment }) => segment)
    }
    try {
      const news = await this.options.takeAll(pick)
      for (const [i, { done }] of some.entries()) done(news[i] === true)
    } catch (cause) {
      // The store may not even have begun.
      pick()
      // What one segment breaks must not keep the others out.
      if (some.length > 1) for (const each of some) await this.takeSome([each])
      else for (const { failed } of some) failed(cause)
    }
  }
}
