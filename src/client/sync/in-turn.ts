/** Does one thing after another. What came over a connection is left once that has broken, for it must not be answered on the next. */
export class InTurn {
  private work: Promise<void> = Promise.resolve()
  private breaks = 0
  /** The connection over which what is being done came. */
  private speaksOn = 0
  private readonly onTrouble: (cause: unknown) => void
  stopped = false

  /** @param onTrouble what was being done has failed. */
  constructor(onTrouble: (cause: unknown) => void) {
    this.onTrouble = onTrouble
  }

  /** In the order in which it was asked for, unless the present connection breaks before. */
  take(work: () => Promise<void>): void {
    const connection = this.breaks
    this.later(async () => {
      if (connection !== this.breaks) return
      this.speaksOn = connection
      await work()
    })
  }

  /** Also after a break. */
  later(work: () => Promise<void>): void {
    this.work = this.work
      .then(() => (this.stopped ? undefined : work()))
      .catch((cause) => {
        if (!this.stopped) this.onTrouble(cause)
      })
  }

  /** The connection has broken while this was being done: what it would still say is not to be said. */
  get overtaken(): boolean {
    return this.speaksOn !== this.breaks
  }

  broken(): void {
    this.breaks += 1
  }

  /** For good: what waits is left. */
  stop(): void {
    this.stopped = true
  }

  /** Resolves once nothing is being done. */
  over(): Promise<void> {
    return this.work
  }
}
