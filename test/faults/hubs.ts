import { Hub } from '../../src/hub/hub.ts'
import { PostLinks } from '../../src/hub/link/post.ts'
import type { Identity } from '../../src/hub/project.ts'
import { StoreUnusable } from '../../src/hub/store/errors.ts'
import type { Around } from './around.ts'
import { HubDisk } from './hub-disk.ts'
import type { Key } from './keys.ts'
import type { Answering } from './net.ts'
import { type Clock, Process } from './scheduler.ts'

/** A computer with a hub. */
export class HubComputer {
  readonly name: string
  readonly disk: HubDisk
  readonly clock: Clock = { off: 0 }
  readonly keys: Identity & { readonly hub: Key; readonly organizer: Key }
  process: Process | undefined
  hub: Hub | undefined
  private posts: PostLinks | undefined
  readonly backups: string[] = []
  readonly path: string
  /** Where the last bundle for each other hub ended. */
  readonly marks = new Map<string, string | undefined>()
  /** It has ended, and its files are as that left them. */
  private isDown = false
  private readonly world: Around

  constructor(world: Around, name: string, path: string, base: string, keys: HubComputer['keys']) {
    this.world = world
    this.name = name
    this.path = path
    this.keys = keys
    this.disk = new HubDisk(world.scheduler, path, base)
    this.disk.onDurable = (brought) => world.truth.onDurable(brought)
    if (world.seams.hubWrites) this.disk.tampering = world.seams.hubWrites
  }

  begin(): void {
    if (this.process?.alive || this.isDown) return
    const { world } = this
    const process = new Process(world.scheduler, this.name, this.clock)
    this.process = process
    world.scheduler.after(0, process, 'begins', () => {
      void this.open(process).catch((cause) => {
        process.die()
        if (!(cause instanceof StoreUnusable)) world.scheduler.stray.push(cause)
      })
    })
  }

  private async open(process: Process): Promise<void> {
    const { world } = this
    await world.truth.onOpened(this.disk.plain)
    const opened = this.disk.open(process)
    const store = world.seams.hubStore?.(opened) ?? opened
    const hub = await Hub.open({
      ...{ store, identity: this.keys, name: 'Faults', system: process.system },
      log: () => {}
    })
    this.hub = hub
    this.posts = new PostLinks(hub)
  }

  /** @param powerCut the computer ends, not the program alone. */
  async end(powerCut: boolean): Promise<void> {
    const { process, world } = this
    this.hub = this.posts = undefined
    if (process?.alive) {
      process.die()
      world.net.ended(process, powerCut)
    }
    this.process = undefined
    this.isDown = true
  }

  /** Its files as the end of the process has left them. @returns whether the last commit was torn. */
  async recovers(powerCut: boolean): Promise<boolean> {
    const torn = await this.disk.recover(powerCut)
    this.isDown = false
    return torn
  }

  async putBack(backup: string): Promise<void> {
    await this.disk.putBack(backup)
    this.isDown = false
  }

  /** Something that somebody has this hub do, in its own turn. */
  does(label: string, work: (hub: Hub) => Promise<void>): void {
    const { process, hub } = this
    if (!process?.alive || !hub) return
    this.world.scheduler.after(0, process, label, () => {
      work(hub).catch((cause) => {
        if (!(cause instanceof StoreUnusable)) this.world.scheduler.stray.push(cause)
      })
    })
  }

  get answering(): Answering | undefined {
    const { process, hub, posts } = this
    return process?.alive && hub && posts ? { process, hub, posts } : undefined
  }
}
