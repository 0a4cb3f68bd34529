CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- What was read, by name: `stamp` is size and time of a file, `digest` of its bytes; the rest is HTTP's.
CREATE TABLE files (name TEXT PRIMARY KEY, digest TEXT NOT NULL, stamp TEXT NOT NULL, etag TEXT NOT NULL,
  modified TEXT NOT NULL, batch INTEGER NOT NULL) WITHOUT ROWID;
-- What `servanda-events` remembers of cases, a line each.
CREATE TABLE cases (line TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE events (feed TEXT NOT NULL, id TEXT NOT NULL, case_id TEXT NOT NULL, day TEXT NOT NULL, known TEXT NOT NULL,
  source TEXT NOT NULL, sources INTEGER NOT NULL, confidence INTEGER NOT NULL, digest TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (feed, id)) WITHOUT ROWID;
CREATE INDEX events_of_case ON events (case_id, day, known, feed, id);
-- How many independent sources told of a case; `less`: those that told of rows that belong to it no more.
CREATE TABLE heard (case_id TEXT PRIMARY KEY, independent INTEGER NOT NULL, less INTEGER NOT NULL, last TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX heard_last ON heard (last);
CREATE TABLE alerts (key TEXT PRIMARY KEY, rule TEXT NOT NULL, case_id TEXT NOT NULL, pair TEXT NOT NULL, first TEXT NOT NULL,
  told TEXT NOT NULL, revision INTEGER NOT NULL, standing INTEGER NOT NULL, digest TEXT NOT NULL, updated TEXT NOT NULL,
  seq INTEGER NOT NULL, event TEXT NOT NULL, body TEXT) WITHOUT ROWID;
CREATE INDEX alerts_of_case ON alerts (case_id);
CREATE INDEX alerts_of_pair ON alerts (rule, pair);
CREATE INDEX alerts_by_seq ON alerts (seq);
CREATE TABLE held (rule TEXT NOT NULL, case_id TEXT NOT NULL, by TEXT NOT NULL, PRIMARY KEY (rule, case_id)) WITHOUT ROWID;
CREATE INDEX held_by ON held (by);
CREATE TABLE duties (alert TEXT NOT NULL, state TEXT NOT NULL, name TEXT NOT NULL, act TEXT NOT NULL, toward TEXT NOT NULL,
  treaty TEXT NOT NULL, article TEXT NOT NULL, since TEXT NOT NULL, due TEXT NOT NULL, until TEXT NOT NULL, recorded TEXT NOT NULL,
  closed TEXT NOT NULL, here INTEGER NOT NULL, PRIMARY KEY (alert, state, act, toward, treaty, article)) WITHOUT ROWID;
CREATE INDEX duties_open ON duties (state, toward, act) WHERE closed = '' AND recorded = '';
CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, batch INTEGER NOT NULL, key TEXT NOT NULL, revision INTEGER NOT NULL,
  kind TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (key, revision));
CREATE TABLE sinks (name TEXT PRIMARY KEY, cursor INTEGER NOT NULL, place INTEGER NOT NULL, named INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE dead (sink TEXT NOT NULL, seq INTEGER NOT NULL, key TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL,
  why TEXT NOT NULL, PRIMARY KEY (sink, seq)) WITHOUT ROWID;
