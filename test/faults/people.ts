import { Device } from '../../src/client/device.ts'
import type { ItemRow, TaskRow } from '../../src/client/store/store.ts'
import { UnderstoryError } from '../../src/core/error.ts'
import type { FactId } from '../../src/core/fact/fact.ts'
import { isBallot, isReview } from '../../src/core/fact/kinds.ts'
import { makeVerify } from '../../src/hub/keys.ts'
import type { Around, Seams } from './around.ts'
import { DeviceDisk } from './device-disk.ts'
import type { Keys } from './keys.ts'
import { type Clock, Process } from './scheduler.ts'

const verify = makeVerify()

/** A volunteer's computer, with who sits before it. */
export class Computer {
  readonly name: string
  readonly disk: DeviceDisk
  readonly keys: Keys
  readonly clock: Clock = { off: 0 }
  process: Process | undefined
  device: Device | undefined
  /** The hub that its address leads to. */
  home: number
  destroyed = false
  /** Older copies of its disk. */
  readonly backups: Uint8Array[] = []
  private readonly world: Around
  private readonly seams: Seams
  private readonly recent: FactId[] = []
  private store: ReturnType<DeviceDisk['open']> | undefined

  constructor(world: Around, name: string, keys: Keys, home: number) {
    this.world = world
    this.seams = world.seams
    this.name = name
    this.keys = keys
    this.home = home
    this.disk = new DeviceDisk(world.scheduler)
    this.disk.onSegment = (row) => world.truth.onShown(name, row)
  }

  /** The program starts. */
  begin(): void {
    if (this.process?.alive || this.destroyed) return
    const { world } = this
    const process = new Process(world.scheduler, this.name, this.clock)
    this.process = process
    const opened = this.disk.open(process)
    const store = this.seams.deviceStore?.(opened, process) ?? opened
    this.store = store
    this.device = new Device({
      ...{ store, keyring: this.keys, verify, system: process.system },
      connect: (address) => world.net.connect(process, address, () => world.answering(this.home))
    })
    this.does('begins', async (device) => {
      const { project } = await device.contact()
      if (project === undefined) await device.join(world.invite, this.name)
      await device.start()
    })
  }

  /** The program ends at once, or the computer does. */
  end(powerCut: boolean): void {
    const { process } = this
    if (!process?.alive) return
    process.die()
    this.world.net.ended(process, powerCut)
    this.process = this.device = this.store = undefined
    if (powerCut && this.disk.powerCut()) this.world.injected.count('torn record')
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

  borrows(count: number): void {
    this.does('borrows', async (device) => {
      await device.checkout({ count }, 60_000)
    })
  }

  /** Works on one open task. */
  answers(): void {
    const { world } = this
    this.does('answers', async (device) => {
      const task = world.scheduler.chance.one(await device.tasks())
      if (!task) return
      if (world.scheduler.chance.happens(0.1)) await this.reports(device, task)
      this.said(await device.answer(this.answerTo(task)))
    })
  }

  /** Accepts the terms, if they are here. */
  accepts(): void {
    this.does('accepts', (device) => device.acceptTerms())
  }

  /** Takes back what was last finished, if that is still possible. */
  undoes(): void {
    const id = this.recent.at(-1)
    if (id === undefined) return
    this.does('undoes', async (device) => {
      await device.undo(id)
      this.recent.pop()
      this.world.truth.saved.delete(id)
      if (!this.world.copied.has(id)) this.world.truth.undone.add(id)
    })
  }

  async reports(device: Device, { thread, candidates }: TaskRow): Promise<void> {
    const message = this.world.scheduler.chance.one([...thread, ...candidates])?.id
    if (message !== undefined) this.said(await device.report(message, `Report ${this.world.nextMark()}.`))
  }

  private said(item: ItemRow): void {
    this.recent.push(item.id)
    this.world.truth.say(item, this.name)
  }

  /** `took` tells each of all finished items from every other. */
  private answerTo({ batch, place, kind, candidates }: TaskRow) {
    const { scheduler } = this.world
    const mark = this.world.nextMark()
    const head = { task: `${batch}/${place}`, took: mark }
    if (scheduler.chance.happens(0.05)) return { ...head, skip: `no idea ${mark}` }
    if (isReview(kind)) return { ...head, labels: { spam: scheduler.chance.happens(0.1) ? 1 : 0, quality: 0.75 } }
    if (isBallot(kind)) return { ...head, order: scheduler.chance.shuffled(candidates.map((_, at) => at)) }
    const length = scheduler.chance.one([1, 1, 1, 5, 40, 400]) ?? 1
    const words = Array.from({ length }, (_, at) => `${(at * 7919 + mark) % 1009} ñ`).join(' ')
    return { ...head, text: `Answer ${mark}: ${words}.` }
  }
}
