import type { HubComputer } from './hubs.ts'
import { CALM, type Weather } from './net.ts'
import type { Computer } from './people.ts'
import { applyToDevice, applyToHub, forgery, type Making, type Stick, stickOfDevice, stickOfHub } from './sticks.ts'
import type { World } from './world.ts'

const YEAR = 365.25 * 86_400_000
const ZONES = ['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati', 'Africa/Addis_Ababa']

type Act = readonly [weight: number, act: (director: Director) => unknown]

/** Has people work and everything fail, as the seed has it. */
export class Director {
  private readonly world: World
  private readonly acts: readonly Act[]
  private over = false

  constructor(world: World) {
    this.world = world
    // Each world has its own mixture: some are all cuts, some all sticks.
    this.acts = ACTS.map(([weight, act]) => [weight * (0.2 + 2 * world.scheduler.chance.next()), act] as const)
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
      let at = this.world.scheduler.chance.next() * total
      for (const [weight, act] of this.acts) {
        at -= weight
        if (at < 0) return act(this)
      }
    })
  }

  private later(least: number, most: number, run: () => unknown): void {
    const { scheduler } = this.world
    scheduler.after(scheduler.between(least, most), undefined, 'director', () => {
      Promise.resolve(run()).catch((cause) => scheduler.stray.push(cause))
    })
  }

  private get chance() {
    return this.world.scheduler.chance
  }

  private get computer(): Computer {
    const here = this.world.computers.filter(({ destroyed }) => !destroyed)
    return this.chance.one(here) ?? (this.world.computers[0] as Computer)
  }

  private get hub(): HubComputer {
    return this.chance.one(this.world.hubs) as HubComputer
  }

  answers(): void {
    const { computer } = this
    for (let left = this.chance.below(3); left >= 0; left--) computer.answers()
  }

  borrows(): void {
    this.computer.borrows(1 + this.chance.below(6))
  }

  accepts(): void {
    this.computer.accepts()
  }

  undoes(): void {
    this.computer.undoes()
  }

  restarts(): void {
    this.computer.does('restarts', (device) => device.restart())
  }

  weather(): void {
    const { chance } = this
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
    this.world.net.weather = chance.one([CALM, slow, quick, quick]) ?? CALM
    if (this.world.net.weather === slow) this.world.injected.count('delay')
  }

  cuts(): void {
    const kind = this.chance.one(['cut', 'silent cut', 'cut heard late'] as const) ?? 'cut'
    this.world.injected.count(kind, this.world.net.cutSome(0.2 + this.chance.next(), kind))
  }

  deviceEnds(): void {
    const { computer } = this
    const powerCut = this.chance.happens(0.6)
    if (computer.process?.alive) this.world.injected.count(powerCut ? 'device: power cut' : 'device: killed')
    computer.end(powerCut)
    this.later(100, 30_000, () => computer.begin())
  }

  async hubEnds(hub = this.hub, powerCut = this.chance.happens(0.6)): Promise<void> {
    if (!hub.process?.alive) return
    this.world.injected.count(powerCut ? 'hub: power cut' : 'hub: killed')
    await hub.end(powerCut)
    this.later(1, 1, async () => {
      if (await hub.recovers(powerCut)) this.world.injected.count('torn commit')
      this.later(100, 20_000, () => hub.begin())
    })
  }

  /** The power fails while the hub's next commit is on its way to the disk. */
  hubTorn(): void {
    const { hub } = this
    const { disk } = hub
    disk.onCommit = () => {
      disk.onCommit = () => {}
      this.later(0, 8, () => this.hubEnds(hub, true))
    }
  }

  deviceFull(): void {
    const { disk } = this.computer
    disk.full = true
    this.world.injected.count('device: disk full')
    this.later(1000, 40_000, () => {
      disk.full = false
    })
  }

  hubFull(): void {
    const { hub } = this
    hub.disk.full = true
    this.world.injected.count('hub: disk full')
    this.later(1000, 30_000, () => {
      hub.disk.full = false
      hub.begin()
    })
  }

  clock(): void {
    const whose = this.chance.happens(0.75) ? this.computer : this.hub
    const { clock } = whose
    const kind = this.chance.one(['1985', '41 years ahead', 'a jump', 'a jump', 'set right']) ?? 'set right'
    const jump = (this.chance.next() - 0.5) * 4 * 3_600_000
    const { now } = this.world.scheduler
    const offs = {
      '1985': Date.UTC(1985, 0, 1) - now,
      '41 years ahead': 41 * YEAR,
      'a jump': clock.off + jump,
      'set right': 0
    }
    clock.off = Math.round(offs[kind as keyof typeof offs])
    this.world.injected.count(`clock: ${kind}`)
  }

  zone(): void {
    process.env.TZ = this.chance.one(ZONES)
    this.world.injected.count('another zone')
  }

  deviceBackup(): void {
    const { computer } = this
    this.world.noteCopies(computer)
    computer.backups.push(computer.disk.image())
  }

  async deviceRestored(): Promise<void> {
    const { computer } = this
    const backup = this.chance.one(computer.backups)
    if (!backup) return
    this.world.injected.count('device: old backup put back')
    await this.world.destroying(() => {
      computer.end(false)
      computer.disk.become(backup)
    })
    this.later(100, 10_000, () => computer.begin())
  }

  copies(): void {
    const { computer } = this
    const before = this.world.computers.length
    this.world.copyProfile(computer)
    if (this.world.computers.length > before) this.world.injected.count('profile copied')
  }

  async destroys(): Promise<void> {
    const { computer, world } = this
    if (world.computers.filter(({ destroyed }) => !destroyed).length < 3) return
    world.injected.count('device destroyed')
    await world.destroying(() => {
      computer.end(true)
      computer.destroyed = true
    })
  }

  async hubBackup(): Promise<void> {
    const { hub } = this
    if (!hub.answering) return
    const to = `${hub.path}-backup-${hub.backups.length}.sqlite`
    hub.does('is copied', async () => {
      await hub.disk.backup(to)
      hub.backups.push(to)
    })
  }

  async hubRestored(): Promise<void> {
    const { hub } = this
    const backup = this.chance.one(hub.backups)
    if (backup === undefined) return
    await hub.end(false)
    this.world.injected.count('hub: old backup put back')
    this.later(1, 1, async () => {
      await this.world.destroying(() => hub.putBack(backup))
      this.later(100, 10_000, () => hub.begin())
    })
  }

  moves(): void {
    if (this.world.hubs.length < 2) return
    const { computer } = this
    computer.home = this.chance.below(this.world.hubs.length)
    this.world.injected.count('another hub')
    computer.does('moves', (device) => device.restart())
  }

  private making(system: Making['system']): Making {
    return { system, open: this.chance.happens(0.5), small: this.chance.happens(0.3) }
  }

  deviceStick(): void {
    const { computer, world } = this
    const all = this.chance.happens(0.3)
    const { process } = computer
    if (!process) return
    const making = this.making(process.system)
    computer.doesOnStore('makes a bundle', async (store) => {
      await stickOfDevice(store, computer.keys, all, making, (sticks) => {
        world.noteCopies(computer)
        world.sticks.push(...sticks)
      })
    })
  }

  hubStick(): void {
    const { hub, world } = this
    const audience = this.chance.happens(world.hubs.length > 1 ? 0.5 : 0) ? 'hubs' : 'devices'
    const { process } = hub
    if (!process) return
    const making = this.making(process.system)
    hub.does('makes a bundle', async (running) => {
      const { sticks, mark } = await stickOfHub(running, audience, making, hub.marks.get('stick'))
      if (mark !== undefined) hub.marks.set('stick', mark)
      world.sticks.push(...sticks)
    })
  }

  appliesSome(): void {
    const stick = this.chance.one(this.world.sticks)
    if (!stick) return
    this.world.injected.count('bundle applied')
    if (this.chance.happens(0.2)) this.world.injected.count('bundle applied twice', this.applies(stick) ? 1 : 0)
    this.applies(stick)
  }

  /** @returns whether somebody takes it in. */
  applies(stick: Stick, to?: HubComputer): boolean {
    if (stick.for === 'devices') {
      const { computer } = this
      computer.doesOnStore('takes a bundle', async (store) => {
        if ((await computer.device?.contact())?.project === undefined) return
        await applyToDevice(store, computer.keys, stick)
        computer.device?.refresh()
      })
      return true
    }
    const hub = to ?? this.hub
    hub.does('takes a bundle', async (running) => {
      await applyToHub(running, [hub.keys.hub.opener, hub.keys.organizer.opener], stick, this.world.seams)
    })
    return hub.answering !== undefined
  }

  /** A byte is another on the way, or the rest of a file is missing. */
  damages(): void {
    const stick = this.chance.one(this.world.sticks)
    if (!stick) return
    const bytes = stick.bytes.slice()
    const at = this.chance.below(bytes.byteLength)
    const cutOff = this.chance.happens(0.3)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << this.chance.below(8))
    const damaged = { ...stick, bytes: cutOff ? bytes.slice(0, at) : bytes, segments: [] }
    this.world.injected.count(cutOff ? 'bundle broken off' : 'byte flipped in a bundle')
    this.applies(damaged)
  }

  /** Somebody writes other words above another's signature. */
  async forges(): Promise<void> {
    const stick = this.chance.one(this.world.sticks.filter((each) => each.isOpen && each.for === 'hubs'))
    const { process } = this.hub
    const forged = stick && process && (await forgery(stick, process.system))
    if (!forged) return
    this.world.injected.count('forged bundle')
    this.applies(forged)
  }
}

const ACTS: readonly Act[] = [
  [30, (director) => director.answers()],
  [10, (director) => director.borrows()],
  [1, (director) => director.accepts()],
  [2, (director) => director.undoes()],
  [4, (director) => director.restarts()],
  [4, (director) => director.weather()],
  [6, (director) => director.cuts()],
  [4, (director) => director.deviceEnds()],
  [2, (director) => director.hubEnds()],
  [2, (director) => director.hubTorn()],
  [1.5, (director) => director.deviceFull()],
  [1, (director) => director.hubFull()],
  [2, (director) => director.clock()],
  [0.3, (director) => director.zone()],
  [2, (director) => director.deviceBackup()],
  [1.2, (director) => director.deviceRestored()],
  [0.8, (director) => director.copies()],
  [0.2, (director) => director.destroys()],
  [2, (director) => director.hubBackup()],
  [1.5, (director) => director.hubRestored()],
  [1, (director) => director.moves()],
  [2.5, (director) => director.deviceStick()],
  [2, (director) => director.hubStick()],
  [5, (director) => director.appliesSome()],
  [1.5, (director) => director.damages()],
  [5, (director) => director.forges()]
]
