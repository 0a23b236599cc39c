import type { DatabaseSync } from 'node:sqlite'
import { hexOf } from '../../core/bytes.ts'
import { decodeCbor } from '../../core/cbor.ts'
import { checkFact } from '../../core/fact/check.ts'
import type { Content } from '../../core/fact/fact.ts'
import { ABOUT_PERSONS } from '../../core/project/project.ts'
import { DERIVED, SCHEMA_VERSION } from './schema.ts'
import { plain, sumOf } from './sqlite-rows.ts'
import { LATER_VERSION } from './store.ts'

/**
 * Brings an older store up to date, all of it or nothing. Trees keep their rows, so that they are known, and whatever is
 * derived of them is derived anew when a hub opens the store.
 */
export function migrate(db: DatabaseSync, version: number): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    if (version < 2) toVersion2(db)
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`)
  } catch (cause) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw cause
  }
}

/** Ends of chains, offers and counts are kept and no longer looked for; rows without a signature have a checksum. */
function toVersion2(db: DatabaseSync): void {
  db.exec(`
    ALTER TABLE segments ADD COLUMN tip INTEGER NOT NULL DEFAULT 0;
    UPDATE segments SET tip = 1 WHERE anchored = 1 AND NOT EXISTS
      (SELECT 1 FROM segments AS next WHERE next.prev = segments.hash AND next.device = segments.device AND next.anchored = 1);
    CREATE INDEX segments_loose ON segments (device, n) WHERE anchored = 0;
    CREATE INDEX segments_tips ON segments (device, n, hash) WHERE tip = 1;
    DROP INDEX facts_about_persons;
    CREATE INDEX facts_about_persons ON facts (person) WHERE person > 0;
    INSERT INTO outcomes SELECT id, 'merged', '' FROM facts WHERE person = 1 ON CONFLICT DO NOTHING;
    ALTER TABLE versions RENAME TO old_versions;
    CREATE TABLE versions (version TEXT NOT NULL, tree TEXT NOT NULL, fact TEXT NOT NULL, PRIMARY KEY (version, tree)) STRICT, WITHOUT ROWID;
    INSERT INTO versions SELECT version, tree, fact FROM old_versions;
    DROP TABLE old_versions;
    CREATE INDEX versions_by_tree ON versions (tree);
    CREATE INDEX receipts_by_stamp ON receipts (stamp);
    CREATE TABLE tree_outcomes (fact TEXT NOT NULL, tree TEXT NOT NULL, word TEXT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (fact, tree)) STRICT, WITHOUT ROWID;
    CREATE TABLE stale (tree TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    INSERT INTO stale SELECT id FROM trees;
    ALTER TABLE lendings ADD COLUMN nonce TEXT NOT NULL DEFAULT '';
    ALTER TABLE loans RENAME TO old_loans;
    DROP INDEX loans_open;
    CREATE TABLE loans (
      lending TEXT NOT NULL,
      place INTEGER NOT NULL,
      kind TEXT NOT NULL,
      target TEXT NOT NULL,
      lang TEXT NOT NULL,
      device TEXT NOT NULL,
      until INTEGER NOT NULL,
      at INTEGER NOT NULL,
      done INTEGER NOT NULL DEFAULT 0,
      over INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (lending, place)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO loans SELECT lending, place, kind, target, lang, device, until, 0, done, 0 FROM old_loans;
    DROP TABLE old_loans;
    CREATE INDEX loans_open ON loans (until) WHERE done = 0 AND over = 0;
    CREATE INDEX loans_by_target ON loans (target) WHERE done = 0 AND over = 0;
    CREATE INDEX loans_by_device ON loans (device, kind);
    CREATE INDEX loans_of_prompts ON loans (lang) WHERE done = 0 AND over = 0 AND kind = 'initial_prompt';
    DROP INDEX lendings_by_device;
    CREATE INDEX lendings_by_device ON lendings (device, nonce);
    ALTER TABLE trees RENAME TO old_trees;
    DROP TABLE needs;
    ${DERIVED}
    INSERT INTO trees SELECT id, state, lang, messages, room, '', '', 0, 0, 0 FROM old_trees;
    INSERT INTO tree_counts SELECT lang, state, count(*) FROM old_trees GROUP BY lang, state;
    INSERT INTO author_counts SELECT lang, '', count(*) FROM old_trees WHERE state = 'prompt_lottery_waiting' GROUP BY lang;
    DROP TABLE old_trees;
    ALTER TABLE meta ADD COLUMN sum TEXT NOT NULL DEFAULT '';
    ALTER TABLE invites ADD COLUMN sum TEXT NOT NULL DEFAULT '';
    ALTER TABLE document_updates ADD COLUMN sum TEXT NOT NULL DEFAULT '';
  `)
  for (const { id, content } of db
    .prepare('SELECT lendings.id, content FROM lendings JOIN facts ON facts.id = lendings.id')
    .all()) {
    const { at, nonce } = decodeCbor(plain(content)) as { at: number; nonce: Uint8Array }
    db.prepare('UPDATE lendings SET nonce = ? WHERE id = ?').run(hexOf(nonce), id as string)
    db.prepare('UPDATE loans SET at = ? WHERE lending = ?').run(at, id as string)
  }
  reread(db)
  for (const { key, value } of db.prepare('SELECT key, value FROM meta').all())
    db.prepare('UPDATE meta SET sum = ? WHERE key = ?').run(sumOf(key as string, value as string), key as string)
  for (const { secret, role, uses, expires } of db.prepare('SELECT secret, role, uses, expires FROM invites').all())
    db.prepare('UPDATE invites SET sum = ? WHERE secret = ?').run(
      sumOf(secret as string, role as string, Number(uses), Number(expires)),
      secret as string
    )
  for (const { n, document, bytes } of db.prepare('SELECT n, document, bytes FROM document_updates').all())
    db.prepare('UPDATE document_updates SET sum = ? WHERE n = ?').run(
      sumOf(document as string, plain(bytes)),
      Number(n)
    )
}

/** Facts of kinds that the earlier version did not know; a hub places them when it opens the store. */
function reread(db: DatabaseSync): void {
  const unread = db.prepare(
    `SELECT id, device, content FROM facts WHERE person = 0 AND NOT EXISTS (SELECT 1 FROM fact_trees WHERE fact = id)
     AND NOT EXISTS (SELECT 1 FROM waits WHERE fact = id) AND NOT EXISTS (SELECT 1 FROM lendings WHERE lendings.id = facts.id)`
  )
  for (const { id, device, content } of unread.all()) {
    const { is } = checkFact({
      id: id as string,
      device: device as string,
      content: decodeCbor(plain(content)) as Content
    })
    const about = is === 'rules' ? 2 : ABOUT_PERSONS.includes(is) ? 1 : 0
    if (about > 0) db.prepare('UPDATE facts SET person = ? WHERE id = ?').run(about, id as string)
    db.prepare('INSERT INTO waits VALUES (?, ?)').run(LATER_VERSION, id as string)
  }
}
