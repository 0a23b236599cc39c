import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Content } from '../src/core/fact/fact.ts'
import { isReview } from '../src/core/fact/kinds.ts'
import { uuidOf } from '../src/core/hash.ts'
import { exportDataset } from '../src/hub/export.ts'
import { Hub } from '../src/hub/hub.ts'
import { keyInFile } from '../src/hub/keys.ts'
import { identityIn } from '../src/hub/project.ts'
import { openSqliteStore } from '../src/hub/store/sqlite.ts'
import { readSegment } from '../src/sync/segment/read.ts'
import { type Head, NO_HEAD, seal, writeSegment } from '../src/sync/segment/seal.ts'
import type { Signer } from '../src/sync/signer.ts'
import { realSystem } from '../src/sync/system.ts'
import { addGrowing, Bulk, importer, texts, writeDataset } from './bulk.ts'

const SIZES = [1_000, 10_000, 100_000]
/** Of the published dataset: message trees, messages and ratings of them. */
const PUBLISHED = { trees: 66_497, messages: 161_443, ratings: 461_292 }
const DEVICES = 40
const ROUNDS = 5
const BATCH = 20

export type Taken = {
  trees: number
  contributions: number
  /** Contributions from bytes to a receipt, flushed to disk. */
  per_second: number
  /** Of the processor for each of them; other programs on the machine change it little. */
  cpu_ms_each: number
  /** Written to disk for each of them: log and tables, in whole pages. */
  kb_written_each: number
  /** Batches put together, lent and flushed. */
  checkouts_per_second: number
  /** Members let in. */
  joins_per_second: number
  rss_mb: number
  store_mb: number
  built_in_seconds: number
}

export type Exported = {
  trees: number
  messages: number
  ratings: number
  messages_per_second: number
  rss_mb: number
  store_mb: number
  built_in_seconds: number
}

/** @param scale of the numbers of trees and of the published dataset; 1: as they are. */
export async function derive(scale: number): Promise<{ taking_in: Taken[]; export: Exported }> {
  const taken: Taken[] = []
  for (const size of SIZES) taken.push(await takeIn(Math.max(50, Math.round(size * scale))))
  return { taking_in: taken, export: await exported(scale) }
}

async function withHub<T>(work: (hub: Hub, file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'understory-derive-'))
  const file = join(folder, 'hub.sqlite')
  const store = openSqliteStore(file)
  try {
    const identity = identityIn(folder)
    return await work(await Hub.open({ store, identity, name: 'bench', system: realSystem(), log: () => {} }), file)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
}

/** Replies and reviews of volunteers, lent by the hub's own dispatch, as signed segments of a batch each. */
async function takeIn(trees: number): Promise<Taken> {
  return withHub(async (hub, file) => {
    const building = clock()
    const bulk = new Bulk(hub)
    const lender = await importer(hub)
    const text = texts()
    for (let n = 0; n < trees; n++) {
      addGrowing(bulk, lender, `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`, text)
      await bulk.flush(3000)
    }
    await bulk.flush()
    const built = building()
    const folder = mkdtempSync(join(tmpdir(), 'understory-keys-'))
    const hands = Array.from({ length: DEVICES }, (_, n) => new Hand(hub, keyInFile(join(folder, `${n}.pem`)), text))
    rmSync(folder, { recursive: true })
    const joining = clock()
    for (const hand of hands) await hand.join()
    const joined = joining()
    let [contributions, taking, busy, written, lending, lent] = [0, 0, 0, 0, 0, 0]
    for (let round = 0; round < ROUNDS; round++) {
      const segments: Uint8Array[] = []
      for (const hand of hands) {
        const asking = clock()
        const tasks = await hand.borrow()
        lending += asking()
        lent += 1
        contributions += tasks.length
        segments.push(...(await hand.answer(tasks)))
      }
      const receiving = clock()
      const before = process.resourceUsage()
      await Promise.all(
        segments.map(async (bytes) => hub.ingest.take(await readSegment(bytes, hub.verify, { project: hub.project })))
      )
      taking += receiving()
      const after = process.resourceUsage()
      busy += (after.userCPUTime - before.userCPUTime + after.systemCPUTime - before.systemCPUTime) / 1000
      written += ((after.fsWrite - before.fsWrite) * 512) / 1000
    }
    return {
      trees,
      contributions,
      per_second: Math.round(contributions / taking),
      cpu_ms_each: Math.round((100 * busy) / contributions) / 100,
      kb_written_each: Math.round((10 * written) / contributions) / 10,
      checkouts_per_second: Math.round(lent / lending),
      joins_per_second: Math.round(DEVICES / joined),
      rss_mb: rss(),
      store_mb: megabytes(statSync(file).size),
      built_in_seconds: Math.round(built)
    }
  })
}

async function exported(scale: number): Promise<Exported> {
  const [trees, messages, ratings] = [PUBLISHED.trees, PUBLISHED.messages, PUBLISHED.ratings].map((count) =>
    Math.round(count * scale)
  ) as [number, number, number]
  return withHub(async (hub, file) => {
    const building = clock()
    await writeDataset(hub, { trees, messages, ratings })
    const built = building()
    const exporting = clock()
    const sum = await exportDataset(hub.store, { all: true }, () => {})
    return {
      trees: sum.trees,
      messages: sum.messages,
      ratings,
      messages_per_second: Math.round(sum.messages / exporting()),
      rss_mb: rss(),
      store_mb: megabytes(statSync(file).size),
      built_in_seconds: Math.round(built)
    }
  })
}

type Lent = { readonly kind: string; readonly task: readonly [string, number] }

/** A volunteer's key and chain. */
class Hand {
  private head: Head = NO_HEAD
  private readonly hub: Hub
  private readonly signer: Signer
  private readonly text: () => string

  constructor(hub: Hub, signer: Signer, text: () => string) {
    this.hub = hub
    this.signer = signer
    this.text = text
  }

  async join(): Promise<void> {
    const { device } = this.signer
    const grant = { kind: 'grant', v: 1, device, role: 'contributor', contributor: uuidOf(device), at: 1 }
    await this.hub.ingest.decide(async () => ({ contents: [grant], result: undefined }))
  }

  async borrow(): Promise<Lent[]> {
    const { hub, signer } = this
    const wish = { langs: ['en'], count: BATCH, nonce: hub.system.random(8) }
    const lent = await hub.lend(signer.device, wish)
    const lending = lent && (await hub.store.read((tx) => tx.lending(lent.id)))
    return (lending?.tasks ?? []).map(({ kind }, place) => ({ kind, task: [lent?.id ?? '', place] as const }))
  }

  async answer(tasks: readonly Lent[]): Promise<Uint8Array[]> {
    if (tasks.length === 0) return []
    const contents = tasks.map(({ kind, task }): Content => {
      const given = { kind, v: 1, task, saved: Math.floor(Date.now() / 1000), took: 30 }
      if (isReview(kind)) return { ...given, labels: { spam: 0, quality: 0.75 } }
      return { ...given, lang: 'en', text: this.text(), salt: this.hub.system.random(12) }
    })
    const { segments, head } = await seal(contents, this.hub.project, this.head, this.signer)
    this.head = head
    return segments.map((segment) => writeSegment(segment))
  }
}

/** Seconds since it was started. */
function clock(): () => number {
  const start = performance.now()
  return () => (performance.now() - start) / 1000
}

function rss(): number {
  return megabytes(process.memoryUsage.rss())
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6)
}
