import { CALM, type Weather } from '../net.ts'
import type { Act, Stage } from './act.ts'

/** What befalls messages on their way. */
export const ROADS: readonly Act[] = [
  [4, weather],
  [6, cuts],
  [1, proxy],
  [1, moves]
]

function weather({ chance, world }: Stage): void {
  const bad = (most: number) => (chance.happens(0.5) ? chance.next() * most : 0)
  const slow: Weather = {
    latency: [100, 1200],
    speed: 2500,
    fails: bad(0.4),
    cuts: bad(0.1),
    repeats: bad(0.4),
    late: bad(0.4)
  }
  const quick: Weather = {
    latency: [1, 60],
    speed: 100_000,
    fails: bad(0.2),
    cuts: bad(0.05),
    repeats: bad(0.4),
    late: bad(0.4)
  }
  world.net.weather = chance.one([CALM, slow, quick, quick]) ?? CALM
  if (world.net.weather === slow) world.injected.count('delay')
}

function cuts({ chance, world }: Stage): void {
  const kind = chance.one(['cut', 'silent cut', 'cut heard late'] as const) ?? 'cut'
  world.injected.count(kind, world.net.cutSome(0.2 + chance.next(), kind))
}

/** A proxy comes between that breaks sockets, or it goes. */
function proxy({ computer, chance, world }: Stage): void {
  computer.proxy = computer.proxy ? undefined : (chance.one(['refuses', 'swallows'] as const) ?? 'refuses')
  if (computer.proxy) world.injected.count(`proxy that ${computer.proxy} sockets`)
}

function moves({ computer, chance, world }: Stage): void {
  if (world.hubs.length < 2) return
  computer.home = chance.below(world.hubs.length)
  world.injected.count('another hub')
  computer.does('moves', (device) => device.restart())
}
