import { createHash } from 'node:crypto'
import { Chance } from '../../src/core/examples/chance.ts'
import type { System } from '../../src/sync/system.ts'
import { drained, surround } from './surroundings.ts'

/** A clock on somebody's wall: how far it is from the time of the world, in milliseconds. */
export type Clock = { off: number }

/** A process has ended: whatever it waited for never comes. */
export class Died extends Error {}

/** A program that runs on a computer; with it end its timers and all that comes for it. */
export class Process {
  readonly name: string
  readonly clock: Clock
  alive = true
  private readonly scheduler: Scheduler
  private readonly sleepers = new Set<() => void>()

  constructor(scheduler: Scheduler, name: string, clock: Clock) {
    this.scheduler = scheduler
    this.name = name
    this.clock = clock
  }

  die(): void {
    this.alive = false
    for (const wake of [...this.sleepers]) wake()
  }

  /** @throws {Died} if the process ends meanwhile. */
  sleep(ms: number, label: string): Promise<void> {
    return new Promise((resume, reject) => {
      if (!this.alive) return reject(new Died())
      const wake = () => reject(new Died())
      this.sleepers.add(wake)
      this.scheduler.after(ms, this, label, () => {
        this.sleepers.delete(wake)
        resume()
      })
    })
  }

  get system(): System {
    const { scheduler, clock } = this
    return {
      now: () => scheduler.now + clock.off,
      after: (ms, run) => scheduler.after(ms, this, 'timer', run),
      random: (count) => {
        const bytes = new Uint8Array(count)
        scheduler.fill(bytes)
        return bytes
      }
    }
  }
}

type Event = { at: number; order: number; owner: Process | undefined; label: string; run: (() => void) | undefined }

/**
 * The one queue of all that happens in a world: messages, disks, timers, faults. One event runs, then every promise that it
 * resolved, then the next; so the same seed gives the same history.
 */
export class Scheduler {
  now = 1_793_606_400_000
  /** What went wrong in an event itself. */
  readonly stray: unknown[] = []
  events = 0
  readonly chance: Chance
  private readonly heap: Event[] = []
  private order = 0
  private current: Process | undefined
  private readonly hash = createHash('sha256')
  private readonly restore: () => void
  /** Each event is told to whoever looks for where two runs part. */
  onEvent: ((line: string) => void) | undefined

  constructor(seed: number) {
    this.chance = new Chance(seed)
    this.restore = surround({
      now: () => this.now + (this.current?.clock.off ?? 0),
      after: (ms, run) => this.after(ms, this.current, 'timer', run),
      fill: (bytes) => this.fill(bytes)
    })
  }

  /** @param owner whose event it is: it does not run if that process has ended. */
  after(ms: number, owner: Process | undefined, label: string, run: () => void): () => void {
    const event: Event = { at: this.now + Math.max(0, Math.round(ms)), order: this.order++, owner, label, run }
    push(this.heap, event)
    return () => {
      event.run = undefined
    }
  }

  fill(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.byteLength; at++) bytes[at] = this.chance.below(256)
  }

  between(least: number, most: number): number {
    return least + this.chance.below(most - least + 1)
  }

  /** What happened, for the trace. */
  note(line: string): void {
    this.hash.update(line)
    this.onEvent?.(line)
  }

  /** Lets time pass. */
  async pass(ms: number, until: () => boolean = () => false): Promise<void> {
    const end = this.now + ms
    for (;;) {
      const next = this.heap[0]
      if (!next || next.at > end || until()) break
      pop(this.heap)
      const { run, owner } = next
      if (!run || (owner && !owner.alive)) continue
      this.now = next.at
      this.events += 1
      this.current = owner
      this.note(`${this.now} ${owner?.name ?? ''} ${next.label}\n`)
      try {
        run()
      } catch (cause) {
        this.stray.push(cause)
      }
      await drained()
    }
    this.now = Math.max(this.now, Math.min(end, this.heap[0]?.at ?? end))
    this.current = undefined
  }

  /** @returns what tells this history from every other. */
  end(): string {
    this.restore()
    return this.hash.digest('hex').slice(0, 16)
  }
}

function before(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function push(heap: Event[], event: Event): void {
  let at = heap.push(event) - 1
  while (at > 0) {
    const up = (at - 1) >> 1
    if (before(heap[up] as Event, event)) break
    heap[at] = heap[up] as Event
    at = up
  }
  heap[at] = event
}

function pop(heap: Event[]): void {
  const last = heap.pop() as Event
  if (heap.length === 0) return
  let at = 0
  for (;;) {
    let down = 2 * at + 1
    if (down >= heap.length) break
    if (down + 1 < heap.length && before(heap[down + 1] as Event, heap[down] as Event)) down += 1
    if (before(last, heap[down] as Event)) break
    heap[at] = heap[down] as Event
    at = down
  }
  heap[at] = last
}
