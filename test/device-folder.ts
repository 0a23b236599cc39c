import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Answer, answerTo, type TaskLine } from './answers.ts'
import { type Ended, newFolder, succeeds, Understory, understory } from './understory.ts'

export type Status = {
  readonly device?: string
  readonly tasks: number
  readonly items: readonly {
    readonly id: string
    readonly kind: string
    readonly state: string
    readonly rule?: string
  }[]
}

/** A volunteer's folder, worked on by `understory device`. */
export class DeviceFolder {
  readonly name: string
  folder: string
  /** Every item that `answer` has ever printed here, or that a killed `answer` left saved. */
  readonly told: Set<string>

  constructor(name: string, folder = join(newFolder(), name), told = new Set<string>()) {
    this.name = name
    this.folder = folder
    this.told = told
  }

  args(...command: string[]): string[] {
    return ['device', '--data', this.folder, ...command]
  }

  async join(invite: string, ...more: string[]): Promise<void> {
    await succeeds(this.args('join', invite, '--name', this.name, ...more))
  }

  /** @returns how many tasks came. */
  async checkout(...wish: string[]): Promise<number> {
    const { stdout } = await succeeds(this.args('checkout', '--json', ...wish))
    return (JSON.parse(stdout) as { count: number }).count
  }

  async tasks(): Promise<TaskLine[]> {
    return linesOf<TaskLine>((await succeeds(this.args('tasks', '--json'))).stdout)
  }

  /** Gives these answers, all of which must be taken; and what needs no task. */
  async answer(answers: readonly (Answer | { readonly appeal: string; readonly text: string })[]): Promise<string[]> {
    const { stdout } = await succeeds(this.args('answer', '-'), { input: textOf(answers) })
    const ids = stdout.split('\n').filter((id) => id !== '')
    expect(ids).toHaveLength(answers.length)
    for (const id of ids) this.told.add(id)
    return ids
  }

  /** Gives what an item gave otherwise. @returns the new item. */
  async amend(item: string, fields: Omit<Answer, 'task'>): Promise<string> {
    const input = `${JSON.stringify({ amend: item, ...fields })}\n`
    const id = (await succeeds(this.args('answer', '-'), { input })).stdout.trim()
    this.told.add(id)
    return id
  }

  /** Answers the first open tasks, all unless told how many. */
  async work(count = Number.POSITIVE_INFINITY): Promise<string[]> {
    return this.answer((await this.tasks()).slice(0, count).map((task) => answerTo(task, this.name)))
  }

  /** Starts to answer and is killed with -9 once a first item is printed. */
  async answerKilled(answers: readonly Answer[]): Promise<void> {
    const answering = new Understory(this.args('answer', '-'), { input: textOf(answers) })
    await answering.when(({ stdout }) => stdout.includes('\n'))
    const { signal, stdout } = await answering.kill()
    const printed = stdout.split('\n').slice(0, -1)
    const saved = (await this.status()).items.filter(({ kind }) => kind !== 'consent').map(({ id }) => id)
    const untold = saved.filter((id) => !this.told.has(id) && !printed.includes(id))
    expect(signal).toBe('SIGKILL')
    expect(printed.length).toBeLessThan(answers.length)
    // [I2] What was printed is saved; of what was not, at most the item in hand when the lights went out.
    expect(saved).toEqual(expect.arrayContaining(printed))
    expect(untold.length).toBeLessThanOrEqual(1)
    for (const id of [...printed, ...untold]) this.told.add(id)
  }

  async undo(item: string): Promise<void> {
    await succeeds(this.args('undo', item))
    this.told.delete(item)
  }

  async sync(): Promise<void> {
    await succeeds(this.args('sync'))
  }

  /** A sync that goes on while a test does something to it or to the hub. */
  syncing(): Understory {
    return new Understory(this.args('sync'))
  }

  trySync(...more: string[]): Promise<Ended> {
    return understory(this.args('sync', ...more))
  }

  async note(lang: string, words: string): Promise<void> {
    await succeeds(this.args('notes', lang, '--add', words))
  }

  async notes(lang: string): Promise<string> {
    return (await succeeds(this.args('notes', lang))).stdout
  }

  async status(): Promise<Status> {
    return JSON.parse((await succeeds(this.args('status', '--json'))).stdout) as Status
  }

  /** The folder as it is now, with what it has told so far. */
  copied(name: string): DeviceFolder {
    const copy = new DeviceFolder(name, undefined, new Set(this.told))
    cpSync(this.folder, copy.folder, { recursive: true })
    return copy
  }

  /** Puts an older copy in the folder's place; what it told since was told all the same. */
  restoredFrom(copy: DeviceFolder): void {
    rmSync(this.folder, { recursive: true })
    cpSync(copy.folder, this.folder, { recursive: true })
  }
}

export function textOf(lines: readonly unknown[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

export function linesOf<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}
