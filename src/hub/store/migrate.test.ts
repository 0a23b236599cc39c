import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { faultsIn, faultsOf } from '../examples/faults.ts'
import { newFolder, removeFolders } from '../examples/folders.ts'
import { treeLine, World } from '../examples/world.ts'
import { StoreOlder } from './errors.ts'
import { spelled } from './names.ts'
import { SCHEMA_VERSION } from './schema.ts'
import { openSqliteStore } from './sqlite.ts'
import { FOLLOWING, type FollowingTable } from './tables.ts'

afterAll(removeFolders)

/** The tables as version 1 made them. */
const VERSION_1 = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE segments ( log INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL UNIQUE, device TEXT NOT NULL, n INTEGER NOT NULL, first INTEGER NOT NULL, facts INTEGER NOT NULL, prev TEXT NOT NULL, header BLOB NOT NULL, signature BLOB NOT NULL, anchored INTEGER NOT NULL ) STRICT;
  CREATE INDEX segments_by_prev ON segments (prev);
  CREATE INDEX segments_by_device ON segments (device, n);
  CREATE TABLE facts ( log INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, device TEXT NOT NULL, person INTEGER NOT NULL, content BLOB NOT NULL ) STRICT;
  CREATE INDEX facts_about_persons ON facts (person) WHERE person = 1;
  CREATE INDEX facts_by_device ON facts (device);
  CREATE TABLE segment_facts (segment TEXT NOT NULL, place INTEGER NOT NULL, fact TEXT NOT NULL, PRIMARY KEY (segment, place)) STRICT, WITHOUT ROWID;
  CREATE INDEX segment_facts_by_fact ON segment_facts (fact);
  CREATE TABLE erased (fact TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE fact_trees (tree TEXT NOT NULL, fact TEXT NOT NULL, PRIMARY KEY (tree, fact)) STRICT, WITHOUT ROWID;
  CREATE INDEX fact_trees_by_fact ON fact_trees (fact);
  CREATE TABLE versions (version TEXT PRIMARY KEY, tree TEXT NOT NULL, fact TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE waits (need TEXT NOT NULL, fact TEXT NOT NULL, PRIMARY KEY (need, fact)) STRICT, WITHOUT ROWID;
  CREATE INDEX waits_by_fact ON waits (fact);
  CREATE TABLE lendings (id TEXT PRIMARY KEY, device TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX lendings_by_device ON lendings (device);
  CREATE TABLE loans ( lending TEXT NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, lang TEXT NOT NULL, device TEXT NOT NULL, until INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (lending, place) ) STRICT, WITHOUT ROWID;
  CREATE INDEX loans_open ON loans (until) WHERE done = 0;
  CREATE TABLE invites (secret TEXT PRIMARY KEY, role TEXT NOT NULL, uses INTEGER NOT NULL, expires INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE document_updates (n INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
  CREATE INDEX document_updates_by_document ON document_updates (document, n);
  CREATE TABLE trees (id TEXT PRIMARY KEY, state TEXT NOT NULL, lang TEXT NOT NULL, messages INTEGER NOT NULL, room INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE needs (tree TEXT NOT NULL, place INTEGER NOT NULL, need TEXT NOT NULL, PRIMARY KEY (tree, place)) STRICT, WITHOUT ROWID;
  CREATE TABLE outcomes (fact TEXT PRIMARY KEY, word TEXT NOT NULL, rule TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE receipts (segment TEXT PRIMARY KEY, device TEXT NOT NULL, stamp INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX receipts_by_device ON receipts (device, stamp);
`
/** What version 1 kept, by the names that it had in the place of numbers. */
const OF_NOW = {
  meta: 'key, value',
  segments: 'log, hash, device, n, first, facts, prev, header, signature, anchored',
  facts: 'log, id, device, person, content',
  segment_facts: 'segment, place, fact',
  erased: 'fact',
  fact_trees: 'tree, fact',
  versions: 'version, tree, fact',
  waits: 'need, fact',
  lendings: 'id, device, until',
  loans: 'lending, place, kind, target, lang, device, until, done',
  invites: 'secret, role, uses, expires',
  document_updates: 'n, document, bytes',
  trees: 'id, state, lang, messages, room',
  outcomes: 'fact, word, rule',
  receipts: 'segment, device, stamp, bytes'
}
const NAMED = 'hash id device segment fact tree version lending target'.split(' ')

/** What a store holds, as version 1 would have kept it. */
function asVersion1(file: string, old: string): void {
  const db = new DatabaseSync(old)
  db.function('spelled', spelled)
  db.exec(`PRAGMA journal_mode = WAL; ${VERSION_1} PRAGMA user_version = 1; ATTACH '${file}' AS now`)
  for (const [table, columns] of Object.entries(OF_NOW)) {
    const values = columns.split(', ').map((column) => {
      if (column === 'log') return table === 'segments' ? 'hash' : 'id'
      const isNumber = NAMED.includes(column) && table !== 'trees'
      return isNumber ? `(SELECT spelled(name) FROM now.names WHERE names.n = x.${column})` : column
    })
    db.exec(`INSERT INTO main.${table} (${columns}) SELECT ${values.join(', ')} FROM now.${table} AS x`)
  }
  db.exec("INSERT INTO main.needs SELECT id, place, '{}' FROM now.needs JOIN now.trees ON n = tree")
  // It knew neither these kinds nor what became of the facts that founded the project.
  db.exec(`UPDATE main.facts SET person = 0 WHERE id IN (SELECT fact FROM main.fact_trees) OR person = 2`)
  db.exec(`DELETE FROM main.outcomes WHERE fact IN (SELECT id FROM main.facts WHERE person = 1)`)
  for (const { id } of db.prepare(`SELECT id FROM main.facts WHERE instr(content, cast('emoji' AS BLOB)) > 0`).all())
    for (const table of ['fact_trees', 'outcomes'])
      db.prepare(`DELETE FROM main.${table} WHERE fact = ?`).run(id as string)
  db.close()
}

async function worked(): Promise<World> {
  const world = await World.begin()
  await world.import(['a', 'b'].map((id) => treeLine(id, { replies: 2 })).join(''))
  await world.import(Array.from({ length: 12 }, (_, n) => treeLine(`w${n}`, { replies: 0 })).join(''), 'prompts')
  const [ada, bo] = [await world.member(10), await world.member(11)]
  const [reply, other] = await world.borrow(ada, 'assistant_reply')
  await world.take(await ada.seals(ada.writing('assistant_reply', reply!.task, 'Moss.')))
  await world.take(await ada.seals(ada.writing('assistant_reply', other!.task, 'More moss.')))
  await world.take(await bo.seals({ kind: 'emoji', v: 1, message: 'a', emoji: '+1', saved: 1 }))
  await world.borrow(bo, 'prompter_reply', 3)
  await world.store.write((tx) => tx.addDocumentUpdate('notes/en', Uint8Array.of(1, 2, 3)))
  return world
}

describe('a store of an earlier version', { timeout: 30_000 }, () => {
  it('[HS11] is brought up to date when a hub opens it, and holds what it would hold had it always been of this one', async () => {
    const world = await worked()
    const rows = async (store: World['store']) =>
      store.read(async (tx) => {
        const all: unknown[] = []
        for (const table of Object.keys(FOLLOWING) as FollowingTable[])
          for await (const row of tx.rowsOf(table)) all.push([table, row])
        return all
      })
    const wanted = await rows(world.store)
    const folder = newFolder()
    asVersion1(world.file, join(folder, 'hub.sqlite'))
    await world.store.close()
    const again = await World.begin({ folder })
    expect(await rows(again.store)).toEqual(wanted)
    expect(await faultsOf(again.file)).toEqual([])
    const hand = await again.member(12)
    expect(await again.borrow(hand, 'prompter_reply', 3)).toHaveLength(1) // of four, Bo has three
    await again.store.close()
  })

  it('[HS11] of version 2 is given the table that is new, and nothing else changes', async () => {
    const world = await worked()
    await world.store.close()
    const db = new DatabaseSync(world.file)
    db.exec('DROP TABLE unplaced; PRAGMA user_version = 2')
    db.close()
    const again = await World.begin({ folder: world.folder })
    expect(await again.store.read((tx) => tx.schemaVersion())).toBe(SCHEMA_VERSION)
    expect(await faultsIn(again.store, again.file)).toEqual([])
    await again.store.close()
  })

  it('[HS11] of version 3 derives what is open again: needs say now what may be hard to read', async () => {
    const world = await worked()
    await world.import(treeLine('v').replace('"role":"prompter"', '$&,"labels":{"violence":{"value":1,"count":3}}'))
    const needs = async (store: World['store']) => store.read((tx) => tx.needs('v'))
    const wanted = await needs(world.store)
    expect(wanted).toMatchObject([{ target: 'v', sensitive: ['v'] }, {}, {}])
    await world.store.close()
    const db = new DatabaseSync(world.file)
    db.exec("UPDATE needs SET rest = json_remove(rest, '$.sensitive'); PRAGMA user_version = 3")
    db.close()
    const again = await World.begin({ folder: world.folder })
    expect(await needs(again.store)).toEqual(wanted)
    expect(await faultsIn(again.store, again.file)).toEqual([])
    await again.store.close()
  })

  it('[HS11] is left as it is by whoever only reads: a check says so, and others are told what to do', async () => {
    const world = await worked()
    const old = join(newFolder(), 'hub.sqlite')
    asVersion1(world.file, old)
    await world.store.close()
    const store = openSqliteStore(old, { readOnly: true, older: true })
    expect((await faultsIn(store, old)).map(({ fault }) => fault)).toEqual(['older-store'])
    await store.close()
    expect(() => openSqliteStore(old, { readOnly: true })).toThrow(StoreOlder)
    const db = new DatabaseSync(old)
    expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 })
    db.close()
  })
})
