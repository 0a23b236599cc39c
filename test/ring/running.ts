import { cpSync, readFileSync, rmSync } from 'node:fs'
import { type ImportAs, importContents } from '../../src/core/dataset/import.ts'
import { readDataset } from '../../src/core/dataset/read.ts'
import { newFolder } from '../../src/hub/examples/folders.ts'
import type { Hub } from '../../src/hub/hub.ts'
import { type RunningHub, startHub } from '../../src/hub/run.ts'
import type { HubStore } from '../../src/hub/store/store.ts'
import { writeInvite } from '../../src/sync/invite.ts'
import { secondsNow } from '../../src/sync/system.ts'

/** A hub as `understory hub` starts it, in this process, which may stand behind another. */
export class Running {
  readonly name: string
  readonly folder: string
  readonly log: string[] = []
  private readonly upstream: string | undefined
  private running!: RunningHub
  private port = 0

  constructor(name: string, folder: string, upstream: string | undefined) {
    this.name = name
    this.folder = folder
    this.upstream = upstream
  }

  /** At the address that it always had. */
  async comes(): Promise<void> {
    const log = (line: string) => void this.log.push(line)
    const { name, folder, upstream, port } = this
    const where = { folder, name, host: '127.0.0.1', port, site: undefined, open: false, log }
    this.running = await startHub({ ...where, upstream })
    this.port = Number(new URL(this.address).port)
  }

  close(): Promise<void> {
    return this.running.close()
  }

  get hub(): Hub {
    return this.running.hub
  }

  get store(): HubStore {
    return this.running.store
  }

  get address(): string {
    return this.running.address
  }

  get project(): string {
    return this.running.project
  }

  /** What contributors join with. */
  get contributors(): string {
    return this.running.invite
  }

  invite(): Promise<string> {
    return Promise.resolve(this.contributors)
  }

  get organizerInvite(): string {
    const secret = readFileSync(this.running.organizerInviteFile, 'utf8').trim()
    return writeInvite({ address: this.address, project: this.project, secret })
  }

  async import(lines: string, as: ImportAs = 'growing'): Promise<void> {
    const { system, identity, ingest } = this.hub
    const sealing = { device: identity.hub.device, salt: () => system.random(12) }
    const contents = [...readDataset([lines])].flatMap((found) =>
      'tree' in found ? importContents(found.tree, as, secondsNow(system), sealing) : []
    )
    await ingest.decide(async () => ({ contents, result: undefined }))
  }

  /** A copy of its folder as it is now. */
  async backup(): Promise<string> {
    await this.close()
    const copy = newFolder()
    cpSync(this.folder, copy, { recursive: true })
    await this.comes()
    return copy
  }

  async isPutBack(backup: string): Promise<void> {
    await this.close()
    rmSync(this.folder, { recursive: true })
    cpSync(backup, this.folder, { recursive: true })
    await this.comes()
  }
}

/** Those of one test. */
export class RunningHubs {
  private readonly all: Running[] = []

  async start(
    name: string,
    { upstream, folder = newFolder() }: { upstream?: string; folder?: string } = {}
  ): Promise<Running> {
    const running = new Running(name, folder, upstream)
    await running.comes()
    this.all.push(running)
    return running
  }

  /** Those that stand behind others first. */
  async stop(): Promise<void> {
    for (const running of this.all.splice(0).reverse()) await running.close()
  }
}
