import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Content } from '../src/core/fact/fact.ts'
import { makeFact } from '../src/core/fact/fact.ts'
import { uuidOf } from '../src/core/hash.ts'
import { lendingOf } from '../src/hub/dispatch/lending.ts'
import { Hub } from '../src/hub/hub.ts'
import { keyInFile, makeVerifyOnThreads } from '../src/hub/keys.ts'
import { identityIn } from '../src/hub/project.ts'
import { serve } from '../src/hub/server.ts'
import { openSqliteStore } from '../src/hub/store/sqlite.ts'
import { NO_HEAD, seal, writeSegment } from '../src/sync/segment/seal.ts'
import { realSystem } from '../src/sync/system.ts'
import { addGrowing, Bulk, importer, texts } from './bulk.ts'

/** What a server tells when its door is open; of a hub also who will call, in a file of `Caller`s. */
export type Opened = { readonly port: number; readonly project: string; readonly callers: string }
/** A device with its key and the work that it has done, as hex. */
export type Caller = { readonly device: string; readonly pem: string; readonly segments: readonly string[] }
/** What is in the store in the end. */
export type Stored = {
  readonly contributions: number
  readonly cpu_seconds: number
  readonly rss_mb: number
  /** So long after the last receipt, everything that follows from the contributions was derived as well. */
  readonly derived_after: number
}

export const CONTRIBUTIONS = 20
/** Each device answers so many tasks of writing; the others are sets of labels. */
const WRITTEN = 4
const DECIDED_AT_ONCE = 25

/** Runs as a process of its own: opens the server that it is told, and says at the end what it holds. */
async function main(kind: string, devices: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'understory-ingest-'))
  const open = kind === 'hub' ? await openHub(folder, devices) : await openBare(folder)
  const before = process.cpuUsage()
  process.on('message', async () => {
    const { user, system } = process.cpuUsage(before)
    const started = performance.now()
    await open.derived()
    const stored: Stored = {
      contributions: await open.contributions(),
      cpu_seconds: Math.round((user + system) / 1e5) / 10,
      derived_after: Math.round((performance.now() - started) / 100) / 10,
      rss_mb: Math.round(process.memoryUsage.rss() / 1e6)
    }
    process.send?.(stored, () => {
      rmSync(folder, { recursive: true })
      process.exit(0)
    })
  })
  process.send?.({ port: open.port, project: open.project, callers: open.callers } satisfies Opened)
}

type Server = Opened & { contributions(): Promise<number>; derived(): Promise<void> }

/** The handler of `peers.md`: no signatures, no checks, one durable transaction for each request. */
async function openBare(folder: string): Promise<Server> {
  const db = new DatabaseSync(join(folder, 'bare.sqlite'))
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE items (id TEXT PRIMARY KEY, body TEXT)')
  const insert = db.prepare('INSERT OR IGNORE INTO items VALUES (?, ?)')
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const items = JSON.parse(Buffer.concat(chunks).toString()) as { id: string }[]
      db.exec('BEGIN IMMEDIATE')
      for (const item of items) insert.run(item.id, JSON.stringify(item))
      db.exec('COMMIT')
      response.end(JSON.stringify(items.map(({ id }) => id)))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', 4096, done))
  return {
    ...{ port: (server.address() as AddressInfo).port, project: '', callers: '' },
    derived: async () => {},
    contributions: async () => Number(db.prepare('SELECT count(*) AS n FROM items').get()?.n)
  }
}

/** The real hub, with trees that grow and a batch lent to every device. */
async function openHub(folder: string, devices: number): Promise<Server> {
  const file = join(folder, 'hub.sqlite')
  const store = openSqliteStore(file)
  const identity = identityIn(folder)
  const verify = makeVerifyOnThreads()
  const hub = await Hub.open({ store, identity, name: 'bench', system: realSystem(), verify, log: () => {} })
  const trees = Array.from(
    { length: 4 * devices },
    (_, n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
  )
  const bulk = new Bulk(hub)
  const lender = await importer(hub)
  const text = texts()
  for (const tree of trees) {
    addGrowing(bulk, lender, tree, text)
    await bulk.flush(3000)
  }
  await bulk.flush()
  const callers: Caller[] = []
  for (let at = 0; at < devices; at += DECIDED_AT_ONCE)
    callers.push(...(await someCallers(hub, folder, trees, at, Math.min(DECIDED_AT_ONCE, devices - at))))
  const path = join(folder, 'callers.json')
  writeFileSync(path, JSON.stringify(callers))
  const { port } = await serve({ hub, host: '127.0.0.1', port: 0, site: undefined })
  const mine = new Set(callers.map(({ device }) => device))
  return {
    ...{ port, project: hub.project, callers: path },
    derived: () => hub.ingest.later.fresh(),
    async contributions() {
      const db = new DatabaseSync(file, { readOnly: true })
      const rows = db
        .prepare(
          'SELECT lower(hex(name)) AS device, count(*) AS n FROM facts JOIN names ON names.n = device GROUP BY device'
        )
        .all()
      return rows.reduce((sum, { device, n }) => sum + (mine.has(String(device)) ? Number(n) : 0), 0)
    }
  }
}

async function someCallers(
  hub: Hub,
  folder: string,
  trees: readonly string[],
  from: number,
  count: number
): Promise<Caller[]> {
  const keys = Array.from({ length: count }, (_, i) => {
    const file = join(folder, 'callers', `${from + i}.pem`)
    return { file, signer: keyInFile(file) }
  })
  const lendings = keys.map(({ signer: { device } }, i) => {
    const needs = Array.from({ length: CONTRIBUTIONS }, (_, place) => {
      const tree = trees[((from + i) * CONTRIBUTIONS + place) % trees.length] ?? ''
      const [target, thread] = [`${tree}-a`, [tree]]
      const kind = place < WRITTEN ? ('prompter_reply' as const) : ('label_assistant_reply' as const)
      return { kind, target, thread, candidates: [] }
    })
    const head = { device, lang: 'en', at: 0, until: 2 ** 32, nonce: hub.system.random(8) }
    return lendingOf(needs, 0, head, hub.system)
  })
  const grants = keys.map(({ signer: { device } }) => ({
    ...{ kind: 'grant', v: 1, device, role: 'contributor', contributor: uuidOf(device), at: 1 }
  }))
  await hub.ingest.decide(async () => ({ contents: [...grants, ...lendings], result: undefined }))
  const text = texts()
  return Promise.all(
    keys.map(async ({ file, signer }, i) => {
      const lending = makeFact(hub.identity.hub.device, lendings[i] as Content).id
      const contents = Array.from({ length: CONTRIBUTIONS }, (_, place): Content => {
        const given = { v: 1, task: [lending, place], saved: 1_700_000_000 + 60 * place, took: 30 }
        if (place >= WRITTEN) return { ...given, kind: 'label_assistant_reply', labels: { spam: 0, quality: 0.75 } }
        const words = `${from + i}: ${text()}`
        return { ...given, kind: 'prompter_reply', lang: 'en', text: words, salt: hub.system.random(12) }
      })
      const { segments } = await seal(contents, hub.project, NO_HEAD, signer)
      const bytes = segments.map((segment) => Buffer.from(writeSegment(segment)).toString('hex'))
      return { device: signer.device, pem: file, segments: bytes }
    })
  )
}

const [kind = '', devices = ''] = process.argv.slice(2)
if (process.send && (kind === 'hub' || kind === 'bare')) await main(kind, Number(devices))
