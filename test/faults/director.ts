import type { Act, Stage } from './acts/act.ts'
import { BUNDLES } from './acts/bundles.ts'
import { COPIES } from './acts/copies.ts'
import { MACHINES } from './acts/machines.ts'
import { ROADS } from './acts/roads.ts'
import { WORK } from './acts/work.ts'
import type { HubComputer } from './hubs.ts'
import type { Computer } from './people.ts'
import type { World } from './world.ts'

const ACTS: readonly Act[] = [...WORK, ...ROADS, ...MACHINES, ...COPIES, ...BUNDLES]

/** Has people work and everything fail, as the seed has it. */
export class Director implements Stage {
  readonly world: World
  private readonly acts: readonly Act[]
  private over = false

  constructor(world: World) {
    this.world = world
    // Each world has its own mixture: some are all cuts, some all sticks.
    this.acts = ACTS.map(([weight, act]) => [weight * (0.2 + 2 * this.chance.next()), act] as const)
  }

  begin(): void {
    for (const hub of this.world.hubs) hub.begin()
    for (const computer of this.world.computers) this.later(0, 4000, () => computer.begin())
    this.next()
  }

  end(): void {
    this.over = true
  }

  private next(): void {
    this.later(50, 2200, async () => {
      if (this.over) return
      this.next()
      const total = this.acts.reduce((sum, [weight]) => sum + weight, 0)
      let at = this.chance.next() * total
      for (const [weight, act] of this.acts) {
        at -= weight
        if (at < 0) return act(this)
      }
    })
  }

  readonly later = (least: number, most: number, run: () => unknown): void => {
    const { scheduler } = this.world
    scheduler.after(scheduler.between(least, most), undefined, 'director', () => {
      Promise.resolve(run()).catch((cause) => scheduler.stray.push(cause))
    })
  }

  get chance() {
    return this.world.scheduler.chance
  }

  get computer(): Computer {
    const here = this.world.computers.filter(({ destroyed }) => !destroyed)
    return this.chance.one(here) ?? (this.world.computers[0] as Computer)
  }

  get hub(): HubComputer {
    return this.chance.one(this.world.hubs) as HubComputer
  }
}
