import './surroundings.ts'
import type { Seams } from './around.ts'
import type { Base } from './base.ts'
import { Director } from './director.ts'
import { heal } from './heal.ts'
import { type Findings, findings } from './invariants.ts'
import { World } from './world.ts'

export type Run = Findings & {
  readonly seed: number
  /** Tells this history from every other. */
  readonly trace: string
  readonly injected: Readonly<Record<string, number>>
  readonly events: number
  readonly saved: number
  readonly destroyed: number
  readonly rounds: number | undefined
}

export const KINDS = ['lost', 'doubled', 'diverged'] as const

export function failed(run: Run): boolean {
  return KINDS.some((kind) => run[kind].length > 0)
}

/** How long things go wrong, in milliseconds of the world. */
const BAD_TIMES = 150_000

/** One history, from its seed alone. */
export async function run(seed: number, base: Base, seams: Seams = {}, onEvent?: (line: string) => void): Promise<Run> {
  // Providers of programs that were killed never take their listeners back.
  const listeners = new Set(process.listeners('exit'))
  process.setMaxListeners(0)
  const world = new World(seed, base, seams)
  world.scheduler.onEvent = onEvent
  const { chance } = world.scheduler
  world.populate(1 + chance.below(3), 3 + chance.below(4), chance.below(3))
  const director = new Director(world)
  director.begin()
  await world.scheduler.pass(BAD_TIMES)
  const rounds = await heal(world, director)
  const found = await findings(world, rounds)
  const { truth, injected, scheduler } = world
  const trace = await world.end()
  for (const listener of process.listeners('exit')) if (!listeners.has(listener)) process.off('exit', listener)
  const sums = { events: scheduler.events, saved: truth.saved.size, destroyed: truth.destroyed.size }
  return { seed, trace, injected: injected.counts, ...sums, rounds, ...found }
}
