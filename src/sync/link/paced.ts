import { WINDOW_BYTES } from './frame.ts'

const TOLD_EVERY = 2048

/**
 * [LK4] Sends documents no faster than the other side says it takes them in: at most 8 kB are on their way, so that a
 * cut loses at most that, and receipts and pings never wait behind a whole batch.
 */
export class Paced {
  private readonly queue: Uint8Array[] = []
  private sent = 0
  private taken = 0
  private readonly send: (frame: Uint8Array) => void

  constructor(send: (frame: Uint8Array) => void) {
    this.send = send
  }

  push(frame: Uint8Array): void {
    this.queue.push(frame)
    this.flow()
  }

  /** @param bytes all that the other side has taken in on this connection. */
  acknowledged(bytes: number): void {
    this.taken = Math.min(Math.max(this.taken, bytes), this.sent)
    this.flow()
  }

  /** Bytes that wait here or are on their way. */
  get open(): number {
    return this.sent - this.taken + this.queue.reduce((sum, frame) => sum + frame.byteLength, 0)
  }

  private flow(): void {
    for (let next = this.queue[0]; next; next = this.queue[0]) {
      const ahead = this.sent - this.taken
      // Below the step in which the other side tells, it may have taken in all and say nothing more.
      if (ahead >= TOLD_EVERY && ahead + next.byteLength > WINDOW_BYTES) return
      this.queue.shift()
      this.sent += next.byteLength
      this.send(next)
    }
  }
}

/** Counts what was taken in, and tells the other side every 2 kB. */
export class Taken {
  private total = 0
  private told = 0
  private readonly tell: (bytes: number) => void

  constructor(tell: (bytes: number) => void) {
    this.tell = tell
  }

  add(bytes: number): void {
    this.total += bytes
    if (this.total - this.told < TOLD_EVERY) return
    this.told = this.total
    this.tell(this.total)
  }
}
