/** Whoever gives no sign for so long is reading, or has gone; the rest of the pause is not counted. */
const IDLE = 60_000

/** How long somebody was at work: the window in view, and a sign of life within the last minute. Milliseconds. */
export class ActiveTime {
  private total: number
  private counted: number
  private lastSign: number
  /** A screen that is drawn ahead is in nobody's view yet. */
  private inView = false

  constructor(now: number, before = 0) {
    this.total = before
    this.counted = this.lastSign = now
  }

  sign(now: number): void {
    this.count(now)
    this.lastSign = now
  }

  view(inView: boolean, now: number): void {
    this.count(now)
    this.inView = inView
    if (inView) this.lastSign = now
  }

  seconds(now: number): number {
    this.count(now)
    return Math.round(this.total / 1000)
  }

  private count(now: number): void {
    if (this.inView) this.total += Math.max(0, Math.min(now, this.lastSign + IDLE) - this.counted)
    this.counted = Math.max(this.counted, now)
  }
}
