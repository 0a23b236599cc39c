import type { Device } from '../../src/client/device.ts'
import { type ItemRow, type TaskRow, taskKey } from '../../src/client/store/store.ts'
import type { FactId } from '../../src/core/fact/fact.ts'
import { answerTo } from './answers.ts'
import type { Around } from './around.ts'
import type { Drafts } from './drafts.ts'
import { edit, LANGS } from './notes.ts'
import { markOf } from './truth.ts'

/** A computer as whoever sits before it needs it. */
type Seat = {
  readonly name: string
  readonly drafts: Drafts
  /** What the device has said is saved in two copies. */
  readonly promised: Set<string>
  /** Marks of what was finished here and has to be seen here. */
  readonly shown: Set<string>
  readonly hasSecond: boolean
  does(label: string, work: (device: Device) => Promise<void>): void
  promises(kept: string): void
}

/** A volunteer: works, writes drafts and notes, and thinks better of it. */
export class Person {
  private readonly world: Around
  private readonly computer: Seat
  private readonly recent: FactId[] = []

  constructor(world: Around, computer: Seat) {
    this.world = world
    this.computer = computer
  }

  borrows(count: number): void {
    this.computer.does('borrows', async (device) => {
      await device.checkout({ count }, 60_000)
    })
  }

  /** Works on one open task. */
  answers(): void {
    const { world } = this
    this.computer.does('answers', async (device) => {
      const task = world.scheduler.chance.one(await device.tasks())
      if (!task) return
      if (world.scheduler.chance.happens(0.1)) await this.reports(device, task)
      this.computer.drafts.left(taskKey(task.batch, task.place))
      this.said(await device.answer(answerTo(task, world.scheduler.chance, world.nextMark())))
    })
  }

  /** Begins to write, or goes on. */
  writesDraft(done: () => void): void {
    const { scheduler } = this.world
    this.computer.does('writes a draft', async (device) => {
      const task = scheduler.chance.one(await device.tasks())
      if (!task) return
      const number = this.world.nextMark()
      await device.keepDraft(task.batch, task.place, { text: `Draft ${number}.` })
      // Unless it was finished meanwhile.
      if ((await device.draft(task.batch, task.place)) !== undefined)
        this.computer.drafts.wrote(taskKey(task.batch, task.place), number, scheduler.now)
      done()
    })
  }

  /** Gives something otherwise that is sealed already. */
  amends(done: () => void): void {
    this.computer.does('amends', async (device) => {
      const mine = (await device.work()).filter(
        ({ changeable, task, state }) => changeable && task && state !== 'saved'
      )
      const work = this.world.scheduler.chance.one(mine)
      if (!work?.task) return
      const { task: _, ...given } = answerTo(work.task, this.world.scheduler.chance, this.world.nextMark(), 0)
      this.said(await device.amend({ ...given, amend: work.id }))
      done()
    })
  }

  /** Accepts the terms, if they are here. */
  accepts(): void {
    this.computer.does('accepts', (device) => device.acceptTerms())
  }

  /** Takes back what was last finished, if that is still possible. */
  undoes(done: () => void): void {
    const id = this.recent.at(-1)
    if (id === undefined) return
    this.computer.does('undoes', async (device) => {
      const putBack = this.disclaims(id)
      await device.undo(id).catch((cause) => {
        putBack()
        throw cause
      })
      this.recent.pop()
      if (!this.world.copied.has(id) && this.computer.hasSecond) this.world.truth.undone.add(id)
      done()
    })
  }

  /** A program that ends before it says that an item was taken back may have taken it back, or not. */
  private disclaims(id: FactId): () => void {
    const { saved } = this.world.truth
    const item = saved.get(id)
    const wasPromised = this.computer.promised.delete(id)
    const wasShown = item?.mark !== undefined && this.computer.shown.delete(item.mark)
    saved.delete(id)
    return () => {
      if (item) saved.set(id, item)
      if (wasPromised) this.computer.promised.add(id)
      if (wasShown && item.mark !== undefined) this.computer.shown.add(item.mark)
    }
  }

  writesNotes(done: (kind: string) => void): void {
    const { chance } = this.world.scheduler
    this.computer.does('writes notes', async (device) => {
      const notes = await device.openNotes(chance.one(LANGS) ?? 'en')
      const { kind, mark } = edit(notes.text, chance, this.world.nextMark())
      const { truth } = this.world
      if (kind === 'taken away') truth.missed.add(mark)
      await notes.saved()
      if (kind === 'written') truth.notes.add(mark)
      else truth.taken.set(mark, this.computer.name)
      this.computer.promises(kind === 'written' ? mark : `taken ${mark}`)
      done(kind)
    })
  }

  private async reports(device: Device, { thread, candidates }: TaskRow): Promise<void> {
    const message = this.world.scheduler.chance.one([...thread, ...candidates])?.id
    if (message !== undefined) this.said(await device.report(message, `Report ${this.world.nextMark()}.`))
  }

  private said(item: ItemRow): void {
    this.recent.push(item.id)
    this.world.truth.say(item, this.computer.name)
    const mark = markOf(item)
    if (mark !== undefined) this.computer.shown.add(mark)
    this.computer.promises(item.id)
  }
}
