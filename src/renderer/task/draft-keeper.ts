import type { Given } from './task-work.ts'

/** A draft is kept this long after the last change … */
const PAUSE = 500
/** … and at least this often while changes go on: with the writing itself no more than two seconds can be lost. */
const AT_MOST = 1500

export type Clock = {
  now(): number
  /** Calls `run` once after so many milliseconds; what it returns calls that off. */
  after(ms: number, run: () => void): () => void
}

export type Kept =
  | { readonly is: 'nothing' }
  | { readonly is: 'kept'; readonly at: number }
  | { readonly is: 'failed'; readonly cause: unknown }

/** Decides when a draft is kept; writes one at a time, the newest last. */
export class DraftKeeper {
  private readonly clock: Clock
  private readonly keep: (given: Given | undefined) => Promise<void>
  private readonly heard: (kept: Kept) => void
  private pending: { readonly given: Given | undefined } | undefined
  /** What is being written, and not there yet. */
  private inHand: { readonly given: Given | undefined } | undefined
  private since: number | undefined
  private callOff = () => {}
  private held = false
  private writing: Promise<void> = Promise.resolve()

  constructor(clock: Clock, keep: (given: Given | undefined) => Promise<void>, heard: (kept: Kept) => void) {
    this.clock = clock
    this.keep = keep
    this.heard = heard
  }

  change(given: Given | undefined): void {
    this.pending = { given }
    const now = this.clock.now()
    this.since ??= now
    this.callOff()
    if (this.held) return
    const wait = Math.max(0, Math.min(PAUSE, this.since + AT_MOST - now))
    this.callOff = this.clock.after(wait, () => void this.flush())
  }

  /** A word is being composed: until it is there nothing is kept, unless the window may go away. */
  hold(): void {
    this.held = true
    this.callOff()
  }

  /** The word is there: it is kept at once. */
  release(): void {
    this.held = false
    void this.flush()
  }

  /** Resolves once everything given so far is kept, or has failed and was told. */
  flush(): Promise<void> {
    this.callOff()
    this.since = undefined
    this.writing = this.writing.then(() => this.write())
    return this.writing
  }

  /** The last letters, at once and after nothing else: the store closes behind what was handed to it by now. */
  leave(): void {
    const { pending } = this
    this.drop()
    if (pending) this.keep(pending.given).catch(() => {}) // nobody is left to be told
  }

  /** The newest of what is not known to be kept; undefined: all is. */
  get unkept(): { readonly given: Given | undefined } | undefined {
    return this.pending ?? this.inHand
  }

  /** Nothing waits to be kept any more: the task is finished. */
  drop(): void {
    this.callOff()
    this.pending = this.since = undefined
  }

  private async write(): Promise<void> {
    const { pending } = this
    if (!pending) return
    this.pending = undefined
    this.inHand = pending
    try {
      await this.keep(pending.given)
      this.inHand = undefined
      this.heard(pending.given === undefined ? { is: 'nothing' } : { is: 'kept', at: this.clock.now() })
    } catch (cause) {
      // It waits for the next change or flush, unless something newer came meanwhile.
      this.pending ??= pending
      this.inHand = undefined
      this.heard({ is: 'failed', cause })
    }
  }
}
