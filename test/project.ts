import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { answerTo } from './answers.ts'
import { BadLink } from './bad-link.ts'
import { DeviceFolder } from './device-folder.ts'
import { HubProcess } from './hub-process.ts'
import { type Source, unpack } from './sources.ts'
import { freePort, newFolder, succeeds } from './understory.ts'

/** A hub's folder with imported trees, its process, and the devices that have joined. */
export class Project {
  readonly folder = join(newFolder(), 'hub')
  readonly devices: DeviceFolder[] = []
  /** All that was imported, as lines. */
  readonly imported: string
  readonly languages: readonly string[]
  /** The way by which all devices reach the hub. */
  readonly link: BadLink
  hub: HubProcess
  private readonly port: number

  static async from(source: Source): Promise<Project> {
    const files = newFolder()
    const { growing, ranking, languages } = unpack(source, files)
    const port = await freePort()
    const project = new Project(growing.text + ranking.text, languages, port, await BadLink.to(port))
    await succeeds(['import', growing.file, '--data', project.folder, '--as', 'growing'])
    await succeeds(['import', ranking.file, '--data', project.folder, '--as', 'ranking'])
    await project.hubStarts()
    return project
  }

  private constructor(imported: string, languages: readonly string[], port: number, link: BadLink) {
    this.imported = imported
    this.languages = languages
    this.port = port
    this.link = link
    this.hub = undefined as unknown as HubProcess
  }

  async hubStarts(): Promise<void> {
    this.hub = await HubProcess.start(this.folder, this.port)
  }

  /** The hub's folder as it is now; the hub is stopped for it. */
  async backup(): Promise<string> {
    await this.hub.stopped()
    const copy = join(newFolder(), 'backup')
    cpSync(this.folder, copy, { recursive: true })
    await this.hubStarts()
    return copy
  }

  /** Puts an older copy in the place of a dead hub's folder. */
  restore(backup: string): void {
    rmSync(this.folder, { recursive: true })
    cpSync(backup, this.folder, { recursive: true })
  }

  async newDevice(name: string): Promise<DeviceFolder> {
    const device = new DeviceFolder(name)
    await device.join(this.link.invite(this.hub.invite))
    this.devices.push(device)
    return device
  }

  /** So many messages, for others to judge. */
  async written(name: string, count: number): Promise<void> {
    const device = await this.newDevice(name)
    await this.checkout(device, 'assistant_reply,prompter_reply', count)
    await device.answer((await device.tasks()).map((task) => answerTo(task, name)))
    await device.sync()
  }

  /** Asks for tasks of these kinds in one language after the other, until there are so many. */
  async checkout(device: DeviceFolder, kinds: string, count: number): Promise<number> {
    let borrowed = 0
    for (const lang of this.languages) {
      if (borrowed >= count) break
      const wanted = String(Math.min(50, count - borrowed))
      borrowed += await device.checkout('--lang', lang, '--kind', kinds, '--count', wanted)
    }
    return borrowed
  }

  /** `export --all`, also while the hub runs. */
  async exported(): Promise<string> {
    return (await succeeds(['export', '--data', this.folder, '--all'])).stdout
  }

  /** What every device, copy and restored device has ever said it saved. */
  get told(): string[] {
    return [...new Set(this.devices.flatMap(({ told }) => [...told]))]
  }
}
