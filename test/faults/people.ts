import { Device } from '../../src/client/device.ts'
import { openTwin, type Twin } from '../../src/client/journal/twin.ts'
import { UnderstoryError } from '../../src/core/error.ts'
import { makeVerify } from '../../src/hub/keys.ts'
import { postSocket, reachesHub } from '../../src/sync/link/post.ts'
import type { Around, Seams } from './around.ts'
import { callsOf } from './calls.ts'
import { DeviceDisk } from './device-disk.ts'
import { Drafts } from './drafts.ts'
import type { Image } from './image.ts'
import { JournalDisk, toldBy } from './journal-disk.ts'
import type { Keys } from './keys.ts'
import type { SocketBreaker } from './net.ts'
import { Person } from './person.ts'
import { type Clock, Process } from './scheduler.ts'
import { keptOn, markOf } from './truth.ts'

const verify = makeVerify()

/** A volunteer’s computer: its disks, its keys, and the program that runs on it. */
export class Computer {
  readonly name: string
  readonly disk: DeviceDisk
  readonly journal: JournalDisk
  readonly keys: Keys
  readonly clock: Clock = { off: 0 }
  process: Process | undefined
  device: Device | undefined
  /** The hub that its address leads to. */
  home: number
  /** What stands between it and every hub. */
  proxy: SocketBreaker | undefined
  destroyed = false
  /** Older copies of what is on it. */
  readonly backups: Image[] = []
  /** What the device has said is saved in two copies, and nobody has touched the second since. */
  promised = new Set<string>()
  readonly drafts = new Drafts()
  /** Who sits before it. */
  readonly person: Person
  /** Marks of what was finished here and has to be seen here. */
  shown = new Set<string>()
  private readonly world: Around
  private readonly seams: Seams
  private store: ReturnType<DeviceDisk['open']> | undefined
  private twin: Twin | undefined
  /** What was here when the program began, and is in both copies with the next that is. */
  private atStart = new Set<string>()
  /** Somebody has touched the journal since the program began. */
  private touched = false

  constructor(world: Around, name: string, keys: Keys, home: number) {
    this.world = world
    this.seams = world.seams
    this.name = name
    this.keys = keys
    this.home = home
    this.disk = new DeviceDisk(world.scheduler)
    this.journal = new JournalDisk(world.scheduler)
    this.person = new Person(world, this)
    this.disk.onSegment = (row) => world.truth.onShown(name, row)
    this.disk.onWill = (facts) => world.truth.onSigned(facts)
  }

  /** The program starts. */
  begin(): void {
    if (this.process?.alive || this.destroyed) return
    const { world, seams } = this
    const process = new Process(world.scheduler, this.name, this.clock)
    const { system } = process
    this.process = process
    this.touched = false
    this.atStart.clear()
    const opened = this.journal.open(process)
    const journals = seams.journals?.(opened) ?? opened
    const twin = openTwin({ name: 'journal', store: this.disk.open(process), journals, keyring: this.keys, system })
    this.twin = twin
    const store = seams.deviceStore?.(twin.store, process) ?? twin.store
    this.store = store
    const answering = () => world.answering(this.home)
    const calls = callsOf(world.net, process, answering)
    const device = new Device({
      ...{ store, keyring: this.keys, verify, system },
      connect: (address) => world.net.connect(process, address, answering, this.proxy),
      post: {
        connect: (address) => postSocket(address, system, calls),
        reaches: (address) => reachesHub(address, system, calls)
      }
    })
    this.device = device
    // As in a browser: what the journal brought back while the program ran is looked at.
    twin.onChange(() => device.refresh())
    this.does('begins', async (device) => {
      await device.contact()
      if (twin.copies() === 'two' && !this.touched) {
        this.atStart = keptOn(this.disk)
        for (const draft of this.drafts.lost(this.disk)) world.truth.lostDrafts.push(`${this.name} has lost ${draft}`)
      }
      this.looks()
      await this.starts(device)
    })
  }

  async starts(device: Device): Promise<void> {
    const { project } = await device.contact()
    if (project === undefined) await device.join(this.world.invite, this.name)
    await device.restart()
  }

  /** Looks at what the program says it has mended; a key that was lost without a will is let in by an invite again. */
  looks(): void {
    const { twin } = this
    if (!twin) return
    this.does('looks', async (device) => {
      const mended = await twin.mended()
      for (const item of this.disk.list('items')) this.world.truth.signedAnew(item, this.name)
      if (!mended) return
      if (mended.newKey) await device.follow(this.world.invite)
      await twin.seen()
      this.world.injected.count(`repaired: ${mended.is}${mended.newKey ? ' with a new key' : ''}`)
    })
  }

  /** The program ends at once, or the computer does. */
  end(powerCut: boolean): void {
    const { process } = this
    if (!process?.alive) return
    process.die()
    this.drafts.ended(this.world.scheduler.now, this.hasSecond ? this.journal.silentUntil : undefined)
    this.world.net.ended(process, powerCut)
    this.process = this.device = this.store = this.twin = undefined
    if (powerCut && this.disk.powerCut()) this.world.injected.count('torn record')
    if (powerCut && this.journal.powerCut()) this.world.injected.count('journal: cut by a power cut')
  }

  image(): Image {
    const { disk, journal, keys, promised } = this
    return {
      disk: disk.image(),
      journal: journal.image(),
      keys: keys.copy(() => keys.next()),
      promised: new Set(promised)
    }
  }

  /** @param what the whole disk, or one of both copies. */
  putBack({ disk, journal, keys, promised }: Image, what: 'device' | 'store' | 'journal'): void {
    if (what !== 'store') {
      this.journal.become(journal)
      this.distrustsJournal()
    }
    if (what === 'device') this.promised = new Set(promised)
    if (what === 'journal') return
    this.disk.become(disk)
    this.keys.take(keys)
    this.forgetsTaken()
  }

  /** Somebody has touched the journal: what it holds it may or may not give back. */
  distrustsJournal(): void {
    this.touched = true
    this.promised.clear()
    this.drafts.forget()
    // What was taken back may come back out of it.
    for (const { id } of [...this.journal.list('items'), ...this.disk.list('items')]) this.world.copied.add(id)
    this.world.truth.undone.clear()
  }

  /** After something was destroyed: what is in neither copy any more, nobody can ask of this device. */
  forgets(): void {
    const marks = new Set<string | undefined>([...this.disk.list('items'), ...this.journal.list('items')].map(markOf))
    for (const id of this.promised) marks.add(this.world.truth.saved.get(id)?.mark)
    for (const mark of this.shown) if (!marks.has(mark)) this.shown.delete(mark)
  }

  /** Its store is lost or an older one. What was taken away in notes is there again, but for the journal. */
  private forgetsTaken(): void {
    const { taken } = this.world.truth
    for (const [mark, device] of taken)
      if (device === this.name && !this.promised.has(`taken ${mark}`)) taken.delete(mark)
  }

  losesStore(withKeys: boolean): void {
    this.disk.become(new Uint8Array())
    if (withKeys) this.keys.lose()
    this.forgetsTaken()
  }

  /** Whether the device says that there are two copies, and there are. */
  get hasSecond(): boolean {
    return this.twin?.copies() === 'two' && !this.touched
  }

  /**
   * Whether the key may go with the store: what was not sealed yet is signed anew, and what lies elsewhere too, or was
   * sealed while the journal could not be written, would be there twice.
   */
  get keysMayGo(): boolean {
    const told = new Set(this.journal.list('segments').map(({ hash }) => hash))
    const open = this.disk.list('items').filter(({ segment }) => segment === undefined)
    return (
      this.disk.list('segments').every(({ hash }) => told.has(hash)) &&
      open.every((item) => !this.world.copied.has(item.id) && !this.world.copiedMarks.has(markOf(item)))
    )
  }

  /**
   * The same of what a journal says that is put back, or damaged, after a key was lost: of what it holds for open, a part
   * was sealed by that key, and nothing here can tell.
   */
  signsTwice(journal: Uint8Array): boolean {
    const { truth, copied } = this.world
    const sealed = new Set(toldBy(journal, 'segments').flatMap(({ facts }) => facts))
    return toldBy(journal, 'items').some(
      ({ id, device, segment }) =>
        segment === undefined && !this.keys.has(device) && !sealed.has(id) && (copied.has(id) || truth.sealed.has(id))
    )
  }

  /** Something that the person or the program does, in the program's own turn. */
  does(label: string, work: (device: Device) => Promise<void>): void {
    const { process, device } = this
    if (!process?.alive || !device) return
    this.world.scheduler.after(0, process, label, () => {
      work(device).catch((cause) => {
        if (!(cause instanceof UnderstoryError)) this.world.scheduler.stray.push(cause)
      })
    })
  }

  /** With the store of the program that runs. */
  doesOnStore(label: string, work: (store: ReturnType<DeviceDisk['open']>) => Promise<void>): void {
    const { store } = this
    if (store) this.does(label, () => work(store))
  }

  /** It is saved in both copies, if there are two. */
  promises(kept: string): void {
    if (!this.hasSecond) return
    for (const each of [...this.atStart, kept]) this.promised.add(each)
  }
}
