import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type ImportAs, importContents } from '../../src/core/dataset/import.ts'
import { readDataset } from '../../src/core/dataset/read.ts'
import type { FactId } from '../../src/core/fact/fact.ts'
import { newFolder } from '../../src/hub/examples/folders.ts'
import { Hub } from '../../src/hub/hub.ts'
import { makeSecret, secretHash } from '../../src/hub/invite.ts'
import { identityIn } from '../../src/hub/project.ts'
import { type Serving, serve } from '../../src/hub/server.ts'
import { openSqliteStore } from '../../src/hub/store/sqlite.ts'
import { writeInvite } from '../../src/sync/invite.ts'
import { realSystem, secondsNow } from '../../src/sync/system.ts'

const system = realSystem()
const running: RunningHub[] = []

/** For `afterEach`. */
export async function stopHubs(): Promise<void> {
  for (const hub of running.splice(0)) await hub.vanishes()
}

/** A hub in this process, behind a real socket on loopback, that can vanish and come back at the same address. */
export class RunningHub {
  readonly folder = newFolder()
  readonly log: string[] = []
  hub!: Hub
  private serving: Serving | undefined
  private port = 0

  /** @param lines trees as the import command reads them. */
  static async start(...lines: string[]): Promise<RunningHub> {
    const running = new RunningHub()
    await running.comes()
    await running.import(...lines)
    return running
  }

  private constructor() {
    running.push(this)
  }

  /** At the address that it always had. */
  async comes(): Promise<void> {
    const store = openSqliteStore(join(this.folder, 'hub.sqlite'))
    const identity = identityIn(this.folder)
    const log = (line: string) => void this.log.push(line)
    this.hub = await Hub.open({ store, identity, name: 'Example', system, log })
    this.serving = await serve({ hub: this.hub, host: '127.0.0.1', port: this.port, site: undefined })
    this.port = this.serving.port
  }

  async vanishes(): Promise<void> {
    const { serving } = this
    this.serving = undefined
    if (!serving) return
    await serving.close()
    await this.hub.store.close()
  }

  /** A copy of its folder as it is now. */
  async backup(): Promise<string> {
    await this.vanishes()
    const copy = newFolder()
    cpSync(this.folder, copy, { recursive: true })
    await this.comes()
    return copy
  }

  async isPutBack(backup: string): Promise<void> {
    await this.vanishes()
    rmSync(this.folder, { recursive: true })
    cpSync(backup, this.folder, { recursive: true })
    await this.comes()
  }

  async import(...lines: string[]): Promise<void> {
    await this.importAs('growing', ...lines)
  }

  async importAs(as: ImportAs, ...lines: string[]): Promise<void> {
    const sealing = { device: this.hub.identity.hub.device, salt: () => system.random(12) }
    const contents = [...readDataset(lines)].flatMap((found) =>
      'tree' in found ? importContents(found.tree, as, secondsNow(system), sealing) : []
    )
    await this.hub.ingest.decide(async () => ({ contents, result: undefined }))
  }

  async invite(uses = 100): Promise<string> {
    const secret = makeSecret(system)
    const expires = secondsNow(system) + 3600
    await this.hub.store.write((tx) => tx.setInvite(secretHash(secret), { role: 'contributor', uses, expires }))
    return writeInvite({ address: `http://127.0.0.1:${this.port}`, project: this.hub.project, secret })
  }

  /** An organizer has texts dropped for good. */
  async erases(...facts: FactId[]): Promise<void> {
    const erase = { kind: 'erase', v: 1, facts, at: secondsNow(system) }
    const signer = this.hub.identity.organizer
    await this.hub.ingest.decide(async () => ({ contents: [erase], result: undefined, signer }))
  }

  /** How many segments each end of a device's chain has. */
  async tipsOf(device: string): Promise<number[]> {
    return (await this.hub.store.read((tx) => tx.tips(device))).map(({ n }) => n)
  }

  async holds(fact: FactId): Promise<boolean> {
    return (await this.hub.store.read((tx) => tx.fact(fact))) !== undefined
  }

  /** The tasks of each lending to a device. */
  async lentTo(device: string): Promise<number[]> {
    return this.hub.store.read(async (tx) => {
      const counts: number[] = []
      for (const { id } of await tx.lendingsTo(device)) counts.push((await tx.lending(id))?.tasks.length ?? 0)
      return counts
    })
  }
}
