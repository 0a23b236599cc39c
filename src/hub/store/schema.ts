/** Raised with every change of the tables; an older program refuses a newer store and changes nothing. */
export const SCHEMA_VERSION = 4

/** Since version 3. */
export const UNPLACED = 'CREATE TABLE unplaced (segment INTEGER PRIMARY KEY) STRICT;'
/** Since version 4 needs say which messages may be hard to read. */
export const NEEDS_ANEW = 'INSERT INTO stale SELECT DISTINCT tree FROM needs WHERE true ON CONFLICT DO NOTHING;'

/**
 * Facts and segments are the truth; from `trees` on all can be derived again. Hashes, UUIDs and ids lie in `names`, once
 * each, and everywhere else stands their number: names come in no order, so each one touches a page of its own, while
 * numbers only grow, and rows that begin with one are put at an end. So what a fact costs does not hang on how many
 * there are. `sum` is a checksum over the other columns of rows that nothing else vouches for. `tree_outcomes`: what
 * each tree says of a fact that belongs to several. `stale`: trees still to be derived anew; `unplaced`: segments whose
 * facts have still to find their trees.
 */
export const SCHEMA = `
  CREATE TABLE names (n INTEGER PRIMARY KEY, name ANY NOT NULL UNIQUE) STRICT;
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL, sum TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE segments (
    hash INTEGER PRIMARY KEY,
    device INTEGER NOT NULL,
    n INTEGER NOT NULL,
    first INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    prev TEXT NOT NULL,
    header BLOB NOT NULL,
    signature BLOB NOT NULL,
    anchored INTEGER NOT NULL,
    tip INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX segments_behind ON segments (prev) WHERE anchored = 0;
  CREATE INDEX segments_loose ON segments (device, n) WHERE anchored = 0;
  CREATE INDEX segments_tips ON segments (device, n) WHERE tip = 1;
  CREATE TABLE facts (id INTEGER PRIMARY KEY, device INTEGER NOT NULL, person INTEGER NOT NULL, content BLOB NOT NULL) STRICT;
  CREATE INDEX facts_about_persons ON facts (person) WHERE person > 0;
  CREATE INDEX facts_by_device ON facts (device);
  CREATE TABLE segment_facts (segment INTEGER NOT NULL, place INTEGER NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (segment, place)) STRICT, WITHOUT ROWID;
  CREATE INDEX segment_facts_by_fact ON segment_facts (fact);
  CREATE TABLE erased (fact INTEGER PRIMARY KEY) STRICT;
  CREATE TABLE fact_trees (tree INTEGER NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (tree, fact)) STRICT, WITHOUT ROWID;
  CREATE INDEX fact_trees_by_fact ON fact_trees (fact);
  CREATE TABLE versions (version INTEGER NOT NULL, tree INTEGER NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (version, tree)) STRICT, WITHOUT ROWID;
  CREATE INDEX versions_by_tree ON versions (tree);
  CREATE TABLE waits (need TEXT NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (need, fact)) STRICT, WITHOUT ROWID;
  CREATE INDEX waits_by_fact ON waits (fact);
  CREATE TABLE lendings (id INTEGER PRIMARY KEY, device INTEGER NOT NULL, until INTEGER NOT NULL, nonce TEXT NOT NULL) STRICT;
  CREATE INDEX lendings_by_device ON lendings (device, nonce);
  CREATE TABLE loans (
    lending INTEGER NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    target INTEGER NOT NULL,
    lang TEXT NOT NULL,
    device INTEGER NOT NULL,
    until INTEGER NOT NULL,
    at INTEGER NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    over INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (lending, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX loans_open ON loans (until) WHERE done = 0 AND over = 0;
  CREATE INDEX loans_by_target ON loans (target) WHERE done = 0 AND over = 0;
  CREATE INDEX loans_by_device ON loans (device, kind);
  CREATE INDEX loans_of_prompts ON loans (lang) WHERE done = 0 AND over = 0 AND kind = 'initial_prompt';
  CREATE TABLE invites (secret TEXT PRIMARY KEY, role TEXT NOT NULL, uses INTEGER NOT NULL, expires INTEGER NOT NULL, sum TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE document_updates (n INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, bytes BLOB NOT NULL, sum TEXT NOT NULL) STRICT;
  CREATE INDEX document_updates_by_document ON document_updates (document, n);
  CREATE TABLE receipts (segment INTEGER PRIMARY KEY, device INTEGER NOT NULL, stamp INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
  CREATE INDEX receipts_by_device ON receipts (device, stamp);

  CREATE TABLE outcomes (fact INTEGER PRIMARY KEY, word TEXT NOT NULL, rule TEXT NOT NULL) STRICT;
  CREATE TABLE stale (tree INTEGER PRIMARY KEY) STRICT;
  ${UNPLACED}
  CREATE TABLE tree_outcomes (fact INTEGER NOT NULL, tree INTEGER NOT NULL, word TEXT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (fact, tree)) STRICT, WITHOUT ROWID;
`

/**
 * `random`: a place of its own for each, from which a draw of candidates begins anywhere. `free`: whether there is some
 * left to lend. `firsts`: whose replies ballots put first, where the rules ask for that. `rest`: what a need says besides, as JSON. Counts follow their tables.
 */
export const DERIVED = `
  CREATE TABLE trees (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    state TEXT NOT NULL,
    lang TEXT NOT NULL,
    messages INTEGER NOT NULL,
    room INTEGER NOT NULL,
    author TEXT NOT NULL,
    prompt TEXT NOT NULL,
    score REAL NOT NULL,
    random INTEGER NOT NULL,
    replying INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX trees_waiting ON trees (lang, author, id) WHERE state = 'prompt_lottery_waiting';
  CREATE INDEX trees_to_rank ON trees (lang, random) WHERE state = 'prompt_lottery_waiting';
  CREATE INDEX trees_in_backlog ON trees (lang, id) WHERE state = 'backlog_ranking';
  CREATE TABLE tree_counts (lang TEXT NOT NULL, state TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (lang, state)) STRICT, WITHOUT ROWID;
  CREATE TABLE author_counts (lang TEXT NOT NULL, author TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (lang, author)) STRICT, WITHOUT ROWID;
  CREATE TABLE needs (
    tree INTEGER NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    target INTEGER NOT NULL,
    lang TEXT NOT NULL,
    wanted INTEGER NOT NULL,
    reserved INTEGER NOT NULL,
    lent_at INTEGER NOT NULL,
    free INTEGER NOT NULL,
    random INTEGER NOT NULL,
    rest TEXT NOT NULL,
    PRIMARY KEY (tree, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX needs_free ON needs (kind, lang, random, tree, place) WHERE free = 1;
  CREATE INDEX needs_lent ON needs (kind, lang, lent_at) WHERE free = 0 AND reserved = wanted;
  CREATE TABLE firsts (tree INTEGER NOT NULL, place INTEGER NOT NULL, author TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (tree, place)) STRICT, WITHOUT ROWID;
  CREATE INDEX firsts_by_time ON firsts (at, author);
  CREATE TABLE need_counts (kind TEXT NOT NULL, lang TEXT NOT NULL, free INTEGER NOT NULL, lent INTEGER NOT NULL, PRIMARY KEY (kind, lang)) STRICT, WITHOUT ROWID;
`
