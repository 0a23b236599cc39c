import type { Act, Stage } from './act.ts'

/** What becomes of copies of what is kept: some are lost, some come back, some live on elsewhere. */
export const COPIES: readonly Act[] = [
  [2, deviceBackup],
  [1.2, deviceRestored],
  [0.8, copies],
  [0.2, destroys],
  [1.5, storeLost],
  [1, journalLost],
  [1, journalDamaged],
  [2, hubBackup],
  [1.5, hubRestored]
]

function deviceBackup({ computer, world }: Stage): void {
  world.noteCopies(computer)
  computer.backups.push(computer.image())
}

/** Of the whole disk, or of one of both copies. */
async function deviceRestored({ computer, chance, world, later }: Stage): Promise<void> {
  const backup = chance.one(computer.backups)
  if (!backup) return
  const what = chance.one(['device', 'device', 'store', 'journal'] as const) ?? 'device'
  if (what === 'journal' && computer.signsTwice(backup.journal)) return
  world.injected.count(`${what}: old backup put back`)
  await world.destroying(() => {
    computer.end(false)
    computer.putBack(backup, what)
  })
  later(100, 10_000, () => computer.begin())
}

function copies({ computer, chance, world }: Stage): void {
  const before = world.computers.length
  world.copyProfile(computer, chance.happens(0.7))
  if (world.computers.length > before) world.injected.count('profile copied')
}

async function destroys({ computer, world }: Stage): Promise<void> {
  if (world.computers.filter(({ destroyed }) => !destroyed).length < 3) return
  world.injected.count('device destroyed')
  await world.destroying(() => {
    computer.end(true)
    computer.destroyed = true
  })
  await world.takenIsBack()
}

/** The folder of the store is deleted, and where the keys lay in it they go too. */
async function storeLost({ computer, chance, world, later }: Stage): Promise<void> {
  if (!computer.process?.alive || !computer.hasSecond) return
  const withKeys = chance.happens(0.5) && computer.keysMayGo
  world.injected.count(withKeys ? 'device: store and keys lost' : 'device: store lost')
  const powerCut = chance.happens(0.3)
  await world.destroying(() => {
    computer.end(powerCut)
    computer.losesStore(withKeys)
  })
  later(100, 10_000, () => computer.begin())
}

/** While the program runs, or not. */
async function journalLost({ computer, world }: Stage): Promise<void> {
  world.injected.count('journal: lost')
  await world.destroying(() => {
    computer.journal.lose()
    computer.distrustsJournal()
  })
}

async function journalDamaged({ computer, world }: Stage): Promise<void> {
  await world.destroying(() => {
    const before = computer.journal.image()
    const damage = computer.journal.damage()
    if (!damage) return
    if (computer.signsTwice(computer.journal.image())) return computer.journal.become(before)
    world.injected.count(`journal: ${damage}`)
    computer.distrustsJournal()
  })
}

async function hubBackup({ hub }: Stage): Promise<void> {
  if (!hub.answering) return
  const to = `${hub.path}-backup-${hub.backups.length}.sqlite`
  hub.does('is copied', async () => {
    await hub.disk.backup(to)
    hub.backups.push(to)
  })
}

async function hubRestored({ hub, chance, world, later }: Stage): Promise<void> {
  const backup = chance.one(hub.backups)
  if (backup === undefined) return
  await hub.end(false)
  world.injected.count('hub: old backup put back')
  later(1, 1, async () => {
    await world.destroying(() => hub.putBack(backup))
    await world.takenIsBack()
    later(100, 10_000, () => hub.begin())
  })
}
