import { taskKey } from '../../src/client/store/store.ts'
import type { DeviceDisk } from './device-disk.ts'

/** [JN5] A draft is in the second copy two seconds after it was written, and the disk takes a moment. */
const SURE_AFTER = 3000

/** What somebody has begun to write on one computer, and what of it has to be there after a crash. */
export class Drafts {
  /** By task, since the program began: number of the newest draft, and when it was written. */
  private readonly written = new Map<string, { readonly number: number; readonly at: number }>()
  /** By task: the least number that its draft has from now on. */
  private readonly owed = new Map<string, number>()

  wrote(task: string, number: number, at: number): void {
    this.written.set(task, { number, at })
  }

  /** The task is finished, or is about to be. */
  left(task: string): void {
    this.written.delete(task)
    this.owed.delete(task)
  }

  /** @param silentUntil when the second copy last began to answer again; undefined: there is none. */
  ended(now: number, silentUntil: number | undefined): void {
    for (const [task, { number, at }] of this.written)
      if (silentUntil !== undefined && silentUntil <= at && now - at >= SURE_AFTER) this.owed.set(task, number)
    this.written.clear()
  }

  /** Somebody has taken away or changed what they lay in. */
  forget(): void {
    this.written.clear()
    this.owed.clear()
  }

  /** What is gone, in words. */
  lost(disk: DeviceDisk): string[] {
    const drafts = new Map(disk.list('drafts').map(({ batch, place, value }) => [taskKey(batch, place), value.text]))
    const done = new Set(
      disk.list('tasks').flatMap(({ batch, place, item }) => (item === undefined ? [] : [taskKey(batch, place)]))
    )
    const lost: string[] = []
    for (const [task, number] of this.owed) {
      const text = drafts.get(task)
      const here = /^Draft (\d+)/.exec(String(text ?? ''))?.[1]
      // What was taken back after it was finished is a draft of other words.
      const isOther = text !== undefined && here === undefined
      if (!done.has(task) && !isOther && Number(here ?? -1) < number) lost.push(`draft ${number}`)
    }
    return lost
  }
}
