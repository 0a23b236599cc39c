import type { System } from '../../sync/system.ts'

/** [LK16] Callers that are challenged, let in and served at a time; of more, none is served sooner. */
const AT_ONCE = 256
/** A caller that does not answer its challenge keeps others waiting for so long. */
const PATIENCE = 10_000
/** So many callers within so many milliseconds are a crowd, and so is what it leaves for as long. */
const MANY = 20
const JUST_NOW = 2000
/** Links at a time, waiting or not. */
const MOST_LINKS = 5000

/** [LK16] A thousand devices that call at once, as after a power cut, are let in one after another. */
export class Turns {
  private readonly system: System
  private readonly atOnce: number
  private busy = 0
  private links = 0
  /** When the newest callers came, milliseconds since 1970, the oldest first. */
  private readonly lastCame: number[] = []
  private readonly waiting = new Set<() => void>()
  /** When somebody had to wait, or many were served at once. */
  private lastMany = Number.NEGATIVE_INFINITY

  constructor(system: System, atOnce = AT_ONCE) {
    this.system = system
    this.atOnce = atOnce
  }

  /**
   * Takes a place at the end; `place` is 0 once it is this caller's turn.
   * @returns undefined where too many are here already.
   */
  enter(): Turn | undefined {
    if (this.links >= MOST_LINKS) return undefined
    this.links += 1
    this.lastCame.push(this.system.now())
    if (this.lastCame.length > MANY) this.lastCame.shift()
    let begin = () => {}
    let state: 'waits' | 'served' | 'over' = 'waits'
    let cancel = () => {}
    const came = new Promise<void>((done) => {
      begin = () => {
        state = 'served'
        this.busy += 1
        cancel = this.system.after(PATIENCE, served)
        done()
      }
    })
    const served = () => {
      cancel()
      if (state !== 'served') return
      state = 'over'
      this.busy -= 1
      this.next()
    }
    let left = false
    const leave = () => {
      if (left) return
      left = true
      this.links -= 1
      this.waiting.delete(begin)
      served()
    }
    this.waiting.add(begin)
    this.next()
    return { came, served, leave, place: () => (state === 'waits' ? [...this.waiting].indexOf(begin) + 1 : 0) }
  }

  /** Whether anybody waits, or just now did, or many have come or were served at once. */
  get crowded(): boolean {
    const since = this.system.now() - JUST_NOW
    return (
      this.waiting.size > 0 ||
      this.lastMany >= since ||
      (this.lastCame.length === MANY && (this.lastCame[0] ?? 0) >= since)
    )
  }

  private next(): void {
    for (const begin of this.waiting) {
      if (this.busy >= this.atOnce) break
      this.waiting.delete(begin)
      begin()
    }
    if (this.waiting.size > 0 || this.busy >= MANY) this.lastMany = this.system.now()
  }
}

export type Turn = {
  readonly came: Promise<void>
  /** How many come before, itself included; 0: nobody. */
  place(): number
  /** The first exchange is done: the next caller's turn. */
  served(): void
  /** The link is over. */
  leave(): void
}
