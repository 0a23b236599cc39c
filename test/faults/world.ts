import { join } from 'node:path'
import type { FactId } from '../../src/core/fact/fact.ts'
import type { Around, Seams } from './around.ts'
import { type Base, HUB_KEYS, ORGANIZER, PAIRS } from './base.ts'
import { HubComputer } from './hubs.ts'
import { Injected } from './injected.ts'
import { type Key, Keys, keyNumber } from './keys.ts'
import { type Answering, Net } from './net.ts'
import { LANGS, marksIn, notesUpdatesOf, updatesOn } from './notes.ts'
import { Computer } from './people.ts'
import { Scheduler } from './scheduler.ts'
import type { Stick } from './sticks.ts'
import { keptOn, markOf, Truth } from './truth.ts'

/** Each has files of its own. */
let worlds = 0
const MOST_COMPUTERS = 8

/** Hubs, devices, links between them and sticks, all under one scheduler. */
export class World implements Around {
  readonly scheduler: Scheduler
  readonly injected = new Injected()
  readonly truth = new Truth()
  readonly net: Net
  readonly seams: Seams
  readonly invite: string
  readonly hubs: HubComputer[] = []
  readonly computers: Computer[] = []
  /** Each with when it was made, in milliseconds since 1970. */
  readonly sticks: { readonly stick: Stick; readonly since: number }[] = []
  /** Finished items of which a copy was made. */
  readonly copied = new Set<FactId>()
  readonly copiedMarks = new Set<string>()
  private readonly base: Base
  private keys = 1000
  private marks = 0

  constructor(seed: number, base: Base, seams: Seams) {
    worlds += 1
    this.base = base
    this.seams = seams
    this.scheduler = new Scheduler(seed)
    this.net = new Net(this.scheduler, this.injected)
    this.net.meddler = seams.meddler?.(this)
    this.invite = base.invite
  }

  populate(hubs: number, computers: number, pairs: number): void {
    for (const [at, hub] of HUB_KEYS.slice(0, hubs).entries()) {
      const name = `hub ${'ABC'[at]}`
      const path = join(this.base.folder, `world-${worlds}-hub-${at}`)
      this.hubs.push(new HubComputer(this, name, path, this.base.file, { hub, organizer: ORGANIZER }))
    }
    const own = PAIRS.slice(0, pairs).flat()
    for (let at = 0; at < computers; at++) this.addComputer(new Keys(this.keyFrom(own[at])))
  }

  keepSticks(sticks: readonly Stick[]): void {
    for (const stick of sticks) this.sticks.push({ stick, since: this.scheduler.now })
  }

  /** A copy of a profile, on a computer of its own. @param both its journal goes along. */
  copyProfile(of: Computer, both: boolean): void {
    if (this.computers.length >= MOST_COMPUTERS) return
    this.noteCopies(of)
    const copy = this.addComputer(of.keys.copy(this.keyFrom()))
    copy.putBack(of.image(), both ? 'device' : 'store')
    copy.begin()
  }

  private addComputer(keys: Keys): Computer {
    const name = `device ${this.computers.length + 1}`
    const computer = new Computer(this, name, keys, this.scheduler.chance.below(this.hubs.length))
    this.computers.push(computer)
    return computer
  }

  /** @param first a key that the organizer has granted beforehand. */
  private keyFrom(first?: Key): () => Key {
    let given = first
    return () => {
      const key = given ?? keyNumber(this.keys++)
      given = undefined
      return key
    }
  }

  /** Different for each finished item. */
  nextMark(): number {
    this.marks += 1
    return this.marks
  }

  answering(hub: number): Answering | undefined {
    return this.hubs[hub]?.answering
  }

  /**
   * What is finished on a computer goes elsewhere too: it can no longer be taken back everywhere. While its store is lost
   * the journal has it; and an heir signs it there under the name that it will have here.
   */
  noteCopies(of: Computer): void {
    for (const item of [...of.disk.list('items'), ...of.journal.list('items')]) {
      this.copied.add(item.id)
      const mark = markOf(item)
      if (mark !== undefined) this.copiedMarks.add(mark)
    }
  }

  /** Something is destroyed for good: of what was finished or written that takes away the last copy. */
  async destroying(work: () => void | Promise<void>): Promise<void> {
    const { truth, computers } = this
    const before = await this.copiesLeft()
    // Hubs answer when their turn comes, and people work on meanwhile.
    for (const kept of this.onDevices()) before.add(kept)
    await work()
    const after = await this.copiesLeft()
    for (const kept of before) if (!after.has(kept)) truth.destroyed.add(kept)
    for (const computer of computers) computer.forgets()
  }

  /** What a device that is gone has taken away in notes stays away only where another copy knows of it. */
  async takenIsBack(): Promise<void> {
    const { truth, hubs } = this
    const here = this.computers.filter(({ destroyed }) => !destroyed)
    const isGone = (device: string) => here.every(({ name }) => name !== device)
    if (![...truth.taken.values()].some(isGone)) return
    const stands = new Set<string>()
    for (const lang of LANGS) {
      const updates = here.flatMap(({ disk, journal }) => [...updatesOn(disk, lang), ...updatesOn(journal, lang)])
      for (const { disk } of hubs) updates.push(...(await notesUpdatesOf(disk, lang)))
      for (const mark of marksIn(updates)) stands.add(mark)
    }
    for (const [mark, device] of truth.taken) if (isGone(device) && stands.has(mark)) truth.taken.delete(mark)
  }

  private async copiesLeft(): Promise<Set<string>> {
    const { truth } = this
    const left = this.onDevices()
    for (const { stick } of this.sticks)
      for (const hash of stick.segments) for (const id of truth.factsOf(hash)) left.add(id)
    for (const { disk } of this.hubs) {
      await disk.read(async (tx) => {
        for (const id of truth.saved.keys()) if (!left.has(id) && (await tx.fact(id))) left.add(id)
      })
      for (const lang of LANGS) for (const mark of marksIn(await notesUpdatesOf(disk, lang))) left.add(mark)
    }
    return left
  }

  /** In either copy, or at least said to be in the second. */
  private onDevices(): Set<string> {
    const left = new Set<string>()
    for (const { disk, journal, promised, destroyed } of this.computers)
      if (!destroyed)
        for (const all of [keptOn(disk), keptOn(journal), promised]) for (const kept of all) left.add(kept)
    return left
  }

  async end(): Promise<string> {
    for (const computer of this.computers) computer.end(false)
    for (const hub of this.hubs) {
      await hub.end(false)
      await hub.disk.close()
    }
    return this.scheduler.end()
  }
}
