import type { Chance } from '../../../src/core/examples/chance.ts'
import type { HubComputer } from '../hubs.ts'
import type { Computer } from '../people.ts'
import type { World } from '../world.ts'

/** The world as one act finds it. */
export type Stage = {
  readonly world: World
  readonly chance: Chance
  /** Some computer that is still there; another one each time. */
  readonly computer: Computer
  readonly hub: HubComputer
  /** Has something happen between so many milliseconds from now. */
  later(least: number, most: number, run: () => unknown): void
}

/** Something that people do, or that befalls them: how often beside others, and what. */
export type Act = readonly [weight: number, act: (stage: Stage) => unknown]
