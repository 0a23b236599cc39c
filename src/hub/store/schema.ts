/** Raised with every change of the tables; an older program refuses a newer store and changes nothing. */
export const SCHEMA_VERSION = 1

/** Ids are hexadecimal or UUID text. Facts and segments are the truth; from `trees` on all can be derived again. */
export const SCHEMA = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE segments (
    log INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    n INTEGER NOT NULL,
    first INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    prev TEXT NOT NULL,
    header BLOB NOT NULL,
    signature BLOB NOT NULL,
    anchored INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX segments_by_prev ON segments (prev);
  CREATE INDEX segments_by_device ON segments (device, n);
  CREATE TABLE facts (
    log INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    person INTEGER NOT NULL,
    content BLOB NOT NULL
  ) STRICT;
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
  CREATE TABLE loans (
    lending TEXT NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    lang TEXT NOT NULL,
    device TEXT NOT NULL,
    until INTEGER NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (lending, place)
  ) STRICT, WITHOUT ROWID;
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
