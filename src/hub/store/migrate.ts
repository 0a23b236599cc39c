import type { DatabaseSync } from 'node:sqlite'
import { hexOf } from '../../core/bytes.ts'
import { decodeCbor } from '../../core/cbor.ts'
import { checkFact } from '../../core/fact/check.ts'
import { ABOUT_PERSONS } from '../../core/project/project.ts'
import { nameAsKept, spelled } from './names.ts'
import { DERIVED, NEEDS_ANEW, SCHEMA, SCHEMA_VERSION, UNPLACED } from './schema.ts'
import { factOf, plain, randomPlace, sumOf } from './sqlite-rows.ts'
import { LATER_VERSION } from './store.ts'

/**
 * Brings an older store up to date, all of it or nothing. Trees keep their rows, so that they are known, and whatever is
 * derived of them is derived anew when a hub opens the store.
 */
export function migrate(db: DatabaseSync, version: number): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    // Also makes what is new since.
    if (version < 2) toVersion2(db)
    else db.exec(version < 3 ? UNPLACED + NEEDS_ANEW : NEEDS_ANEW)
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`)
  } catch (cause) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw cause
  }
}

const OLD_TABLES =
  'meta segments facts segment_facts erased fact_trees versions waits lendings loans invites document_updates receipts trees needs outcomes'.split(
    ' '
  )

/** Where a name stood: the columns of version 1, in the order in which their names are numbered. */
const OLD_NAMES = [
  'SELECT id AS name FROM old_facts ORDER BY log',
  'SELECT hash AS name FROM old_segments ORDER BY log',
  'SELECT fact AS name FROM old_segment_facts ORDER BY segment, place',
  ...['segments', 'facts', 'receipts', 'lendings', 'loans'].map((table) => `SELECT device AS name FROM old_${table}`),
  ...['erased', 'fact_trees', 'versions', 'waits', 'outcomes'].map((table) => `SELECT fact AS name FROM old_${table}`),
  'SELECT tree AS name FROM old_fact_trees',
  'SELECT id AS name FROM old_trees',
  'SELECT version AS name FROM old_versions',
  'SELECT id AS name FROM old_lendings',
  'SELECT target AS name FROM old_loans',
  'SELECT segment AS name FROM old_receipts'
]

const n = (column: string) => `(SELECT n FROM names WHERE name = kept(${column}))`

/**
 * Numbers stand for names; ends of chains, offers and counts are kept and no longer looked for; rows without a signature
 * have a checksum.
 */
function toVersion2(db: DatabaseSync): void {
  db.function('kept', { deterministic: true }, (name) => nameAsKept(String(name)))
  db.function('place', { deterministic: true }, (name) => randomPlace(String(name)))
  for (const { name } of db.prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND sql NOT NULL").all())
    db.exec(`DROP INDEX ${name}`)
  for (const table of OLD_TABLES) db.exec(`ALTER TABLE ${table} RENAME TO old_${table}`)
  db.exec(`${SCHEMA} ${DERIVED}`)
  for (const names of OLD_NAMES)
    db.exec(`INSERT INTO names (name) SELECT kept(name) FROM (${names}) WHERE true ON CONFLICT DO NOTHING`)
  db.exec(`
    INSERT INTO segments SELECT ${n('hash')}, ${n('device')}, n, first, facts, prev, header, signature, anchored,
      anchored = 1 AND NOT EXISTS (SELECT 1 FROM old_segments AS next
        WHERE next.prev = old_segments.hash AND next.device = old_segments.device AND next.anchored = 1)
      FROM old_segments;
    INSERT INTO facts SELECT ${n('id')}, ${n('device')}, person, content FROM old_facts;
    INSERT INTO segment_facts SELECT ${n('segment')}, place, ${n('fact')} FROM old_segment_facts;
    INSERT INTO erased SELECT ${n('fact')} FROM old_erased;
    INSERT INTO fact_trees SELECT ${n('tree')}, ${n('fact')} FROM old_fact_trees;
    INSERT INTO versions SELECT ${n('version')}, ${n('tree')}, ${n('fact')} FROM old_versions;
    INSERT INTO waits SELECT need, ${n('fact')} FROM old_waits;
    INSERT INTO lendings SELECT ${n('id')}, ${n('device')}, until, '' FROM old_lendings;
    INSERT INTO loans SELECT ${n('lending')}, place, kind, ${n('target')}, lang, ${n('device')}, until, 0, done, 0 FROM old_loans;
    INSERT INTO receipts SELECT ${n('segment')}, ${n('device')}, stamp, bytes FROM old_receipts;
    INSERT INTO outcomes SELECT ${n('fact')}, word, rule FROM old_outcomes;
    INSERT INTO outcomes SELECT id, 'merged', '' FROM facts WHERE person = 1 ON CONFLICT DO NOTHING;
    INSERT INTO trees SELECT ${n('id')}, id, state, lang, messages, room, '', '', 0, place(id), 0 FROM old_trees;
    INSERT INTO stale SELECT n FROM trees;
    INSERT INTO tree_counts SELECT lang, state, count(*) FROM trees GROUP BY lang, state;
    INSERT INTO author_counts SELECT lang, '', count(*) FROM trees WHERE state = 'prompt_lottery_waiting' GROUP BY lang;
    INSERT INTO meta SELECT key, value, '' FROM old_meta;
    INSERT INTO invites SELECT secret, role, uses, expires, '' FROM old_invites;
    INSERT INTO document_updates SELECT n, document, bytes, '' FROM old_document_updates;
  `)
  for (const table of OLD_TABLES) db.exec(`DROP TABLE old_${table}`)
  for (const { id, content } of db.prepare('SELECT id, content FROM lendings JOIN facts USING (id)').all()) {
    const { at, nonce } = decodeCbor(plain(content)) as { at: number; nonce: Uint8Array }
    db.prepare('UPDATE lendings SET nonce = ? WHERE id = ?').run(hexOf(nonce), Number(id))
    db.prepare('UPDATE loans SET at = ? WHERE lending = ?').run(at, Number(id))
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
    `SELECT id, name, content FROM facts JOIN names ON n = id WHERE person = 0
     AND NOT EXISTS (SELECT 1 FROM fact_trees WHERE fact = id) AND NOT EXISTS (SELECT 1 FROM waits WHERE fact = id)
     AND NOT EXISTS (SELECT 1 FROM lendings WHERE lendings.id = facts.id)`
  )
  for (const { id, name, content } of unread.all()) {
    // Whose it is makes no difference to what it is.
    const { is } = checkFact(factOf(spelled(name), '', content))
    const about = is === 'rules' || is === 'goal' ? 2 : ABOUT_PERSONS.includes(is) ? 1 : 0
    if (about > 0) db.prepare('UPDATE facts SET person = ? WHERE id = ?').run(about, Number(id))
    db.prepare('INSERT INTO waits VALUES (?, ?)').run(LATER_VERSION, Number(id))
  }
}
