import { join } from 'node:path'
import { joined } from '../../src/core/bytes.ts'
import { type ImportAs, importContents } from '../../src/core/dataset/import.ts'
import { readDataset } from '../../src/core/dataset/read.ts'
import type { Content } from '../../src/core/fact/fact.ts'
import { forDevices, forHubs, type HubSide, hubSideOf, hubsAmong, takerFor } from '../../src/hub/bundle.ts'
import { checkStore } from '../../src/hub/check/check.ts'
import { newFolder } from '../../src/hub/examples/folders.ts'
import { ALL, exportDataset } from '../../src/hub/export.ts'
import { exportFacts } from '../../src/hub/export-facts.ts'
import { Hub } from '../../src/hub/hub.ts'
import { openSqliteStore } from '../../src/hub/store/sqlite.ts'
import type { HubStore } from '../../src/hub/store/store.ts'
import { FOLLOWING, type FollowingTable } from '../../src/hub/store/tables.ts'
import { type Applied, applyBundle } from '../../src/sync/bundle/apply.ts'
import type { BundleItem } from '../../src/sync/bundle/bundle.ts'
import { openerOf } from '../../src/sync/bundle/lock.ts'
import { type Writing, writeBundle } from '../../src/sync/bundle/write.ts'
import { testSigner, testVerify } from '../../src/sync/examples/key.ts'
import { manualSystem } from '../../src/sync/manual-system.ts'
import type { Signer } from '../../src/sync/signer.ts'
import { type System, secondsNow } from '../../src/sync/system.ts'

/** The key of the organizer, who lives where the first hub stands. */
const ORGANIZER = 2

/** A file of one part in memory. */
export async function fileOf(items: AsyncIterable<BundleItem>, writing: Omit<Writing, 'made' | 'maxBytes' | 'holds'>) {
  const all: Uint8Array[] = []
  const more = { made: 1_790_000_000, maxBytes: 1e9, holds: [] }
  for await (const { bytes } of writeBundle(items, { ...more, ...writing })) all.push(bytes)
  return joined(...all)
}

/** A hub in this process that nobody can call: what it hears of comes in files. */
export class QuietHub {
  readonly signer: Signer
  readonly file = join(newFolder(), 'hub.sqlite')
  hub!: Hub
  store!: HubStore
  private readonly key: number
  private readonly system: System
  private given: string | undefined

  /** @param project that it is a hub of, if it does not found one. @param clock milliseconds since 1970. */
  static async open(key: number, { project, clock }: { project?: string; clock?: number } = {}): Promise<QuietHub> {
    const quiet = new QuietHub(key, await testSigner(key), manualSystem(key, clock))
    if (project !== undefined) {
      const store = openSqliteStore(quiet.file)
      await store.write((tx) => tx.setMeta('project', project))
      await store.close()
    }
    await quiet.begins()
    return quiet
  }

  private constructor(key: number, signer: Signer, system: System) {
    this.key = key
    this.signer = signer
    this.system = system
  }

  private async begins(): Promise<void> {
    this.store = openSqliteStore(this.file)
    const identity = { hub: this.signer, organizer: await testSigner(ORGANIZER) }
    this.hub = await Hub.open({ store: this.store, identity, name: 'Example', system: this.system, log: () => {} })
  }

  /** The program ends and starts again, as between two bundles of the command line. */
  async restarts(): Promise<void> {
    await this.store.close()
    await this.begins()
  }

  async decide(contents: readonly Content[], signer = this.signer): Promise<void> {
    await this.hub.ingest.decide(async () => ({ contents, result: undefined, signer }))
  }

  async grants(device: string, role: 'hub' | 'contributor'): Promise<void> {
    const grant = { kind: 'grant', v: 1, device, role, contributor: `who has ${device.slice(0, 8)}` }
    const at = secondsNow(this.system)
    await this.decide([{ ...grant, at }], role === 'hub' ? await testSigner(ORGANIZER) : this.signer)
  }

  async imports(lines: string, as: ImportAs = 'growing'): Promise<void> {
    const sealing = { device: this.signer.device, salt: () => this.system.random(12) }
    const contents = [...readDataset([lines])].flatMap((found) =>
      'tree' in found ? importContents(found.tree, as, secondsNow(this.system), sealing) : []
    )
    await this.decide(contents)
  }

  private async side(): Promise<HubSide> {
    return (await hubSideOf(this.store, this.signer)) as HubSide
  }

  /** Everything for the other hubs, or what came since it gave before. */
  async gives({ all = false } = {}): Promise<Uint8Array> {
    const side = await this.side()
    const { items, mark } = await forHubs(side, all ? undefined : this.given)
    const about = { signer: this.signer, project: side.project, title: side.title, random: this.system.random }
    const file = await fileOf(items, {
      ...about,
      madeBy: 'a hub',
      audience: 'hubs',
      readers: hubsAmong(side.book.people)
    })
    this.given = mark
    return file
  }

  async answers(device: string): Promise<Uint8Array> {
    const side = await this.side()
    const about = { signer: this.signer, project: side.project, title: side.title, random: this.system.random }
    return fileOf(forDevices(side, [device]), { ...about, madeBy: 'a hub', audience: 'devices', readers: [device] })
  }

  async takes(file: Uint8Array): Promise<Applied> {
    const source = async function* () {
      yield file
    }
    const opener = openerOf(this.signer.device, new Uint8Array(32).fill(this.key))
    return applyBundle(source, testVerify, takerFor(this.hub, [opener]))
  }

  /** All that it holds and all that it makes of that, as a text: exports, derived rows, and how long its log is. */
  async says(): Promise<{ exported: string; facts: string; derived: string; segments: number }> {
    const [exported, facts, derived]: [string[], string[], string[]] = [[], [], []]
    await exportDataset(this.store, ALL, async (line) => void exported.push(line))
    await exportFacts(this.store, true, (line) => void facts.push(line))
    const segments = await this.store.read(async (tx) => {
      for (const table of Object.keys(FOLLOWING) as FollowingTable[])
        for await (const row of tx.rowsOf(table)) derived.push(JSON.stringify([table, row]))
      return (await tx.allSegments()).length
    })
    return { exported: exported.join(''), facts: facts.join(''), derived: derived.join('\n'), segments }
  }

  async faults(): Promise<string[]> {
    const faults: string[] = []
    const store = openSqliteStore(this.file, { readOnly: true })
    await checkStore(
      store,
      this.file,
      ({ fault, table, row, detail }) => void faults.push(`${fault} ${table} ${row} ${detail}`)
    )
    await store.close()
    return faults
  }
}
