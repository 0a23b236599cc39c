import type { HubComputer } from '../hubs.ts'
import type { Act, Stage } from './act.ts'

const YEAR = 365.25 * 86_400_000
const ZONES = ['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati', 'Africa/Addis_Ababa']

/** What befalls computers, disks and clocks. */
export const MACHINES: readonly Act[] = [
  [4, deviceEnds],
  [2, (stage) => hubEnds(stage)],
  [2, hubTorn],
  [1.5, deviceFull],
  [1, hubFull],
  [2, clock],
  [0.3, zone],
  [1, journalSilent],
  [1, journalFull]
]

function deviceEnds({ computer, chance, world, later }: Stage): void {
  const powerCut = chance.happens(0.6)
  if (computer.process?.alive) world.injected.count(powerCut ? 'device: power cut' : 'device: killed')
  computer.end(powerCut)
  later(100, 30_000, () => computer.begin())
}

async function hubEnds(stage: Stage, hub: HubComputer = stage.hub, powerCut = stage.chance.happens(0.6)) {
  const { world, later } = stage
  if (!hub.process?.alive) return
  world.injected.count(powerCut ? 'hub: power cut' : 'hub: killed')
  await hub.end(powerCut)
  later(1, 1, async () => {
    if (await hub.recovers(powerCut)) world.injected.count('torn commit')
    later(100, 20_000, () => hub.begin())
  })
}

/** The power fails while the hub's next commit is on its way to the disk. */
function hubTorn(stage: Stage): void {
  const { hub } = stage
  const { disk } = hub
  disk.onCommit = () => {
    disk.onCommit = () => {}
    stage.later(0, 8, () => hubEnds(stage, hub, true))
  }
}

/** Both copies lie on one disk. */
function deviceFull({ computer, world, later }: Stage): void {
  const { disk, journal } = computer
  disk.full = journal.full = true
  world.injected.count('device: disk full')
  later(1000, 40_000, () => {
    disk.full = journal.full = false
  })
}

function hubFull({ hub, world, later }: Stage): void {
  hub.disk.full = true
  world.injected.count('hub: disk full')
  later(1000, 30_000, () => {
    hub.disk.full = false
    hub.begin()
  })
}

function journalFull({ computer, world, later }: Stage): void {
  const { journal, disk } = computer
  journal.full = true
  world.injected.count('journal: no room')
  later(1000, 30_000, () => {
    journal.full = disk.full
  })
}

function journalSilent({ computer, world, chance }: Stage): void {
  const { scheduler } = world
  computer.journal.silentUntil = scheduler.now + (chance.happens(0.5) ? 4000 : 30_000)
  world.injected.count('journal: silent')
}

function clock(stage: Stage): void {
  const { chance, world } = stage
  const { clock } = chance.happens(0.75) ? stage.computer : stage.hub
  const kind = chance.one(['1985', '41 years ahead', 'a jump', 'a jump', 'set right']) ?? 'set right'
  const jump = (chance.next() - 0.5) * 4 * 3_600_000
  const offs = {
    '1985': Date.UTC(1985, 0, 1) - world.scheduler.now,
    '41 years ahead': 41 * YEAR,
    'a jump': clock.off + jump,
    'set right': 0
  }
  clock.off = Math.round(offs[kind as keyof typeof offs])
  world.injected.count(`clock: ${kind}`)
}

function zone({ chance, world }: Stage): void {
  process.env.TZ = chance.one(ZONES)
  world.injected.count('another zone')
}
