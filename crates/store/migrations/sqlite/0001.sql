-- The log, the read models, the access log, and what sign-in needs. Ids and hashes are blobs, instants are
-- microseconds since 1970, JSON is text. A migration is never edited: the next number changes what is there.

-- One row a chart: where its log ends. The end is kept twice, here and in the log, so that a log that was cut
-- short is noticed.
CREATE TABLE chart (
  organisation BLOB NOT NULL CHECK (length(organisation) = 16),
  chart        BLOB NOT NULL CHECK (length(chart) = 16),
  head         INTEGER NOT NULL CHECK (head > 0),
  hash         BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (organisation, chart)
) STRICT, WITHOUT ROWID;

-- What happened. The primary key is the guard against two writers; a chart's events lie together.
CREATE TABLE event (
  organisation BLOB NOT NULL,
  chart        BLOB NOT NULL,
  seq          INTEGER NOT NULL CHECK (seq > 0),
  id           BLOB NOT NULL CHECK (length(id) = 16),
  occurred     TEXT NOT NULL,
  recorded_at  INTEGER NOT NULL,
  author       TEXT NOT NULL,
  on_behalf_of TEXT,
  sensitivity  TEXT NOT NULL,
  key          TEXT NOT NULL,
  amends       BLOB,
  source       TEXT,
  kind         TEXT NOT NULL,
  version      INTEGER NOT NULL,
  body         TEXT NOT NULL,
  prev_hash    BLOB NOT NULL CHECK (length(prev_hash) = 32),
  hash         BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (organisation, chart, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX event_key ON event (organisation, chart, key);
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never changed: record a correction'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never deleted: record a retraction'); END;

-- Records of other systems as they came. Texts can be large, so this one table keeps SQLite's own row numbers.
CREATE TABLE kept (
  organisation BLOB NOT NULL,
  chart        BLOB NOT NULL,
  resource     TEXT NOT NULL,
  sha256       TEXT NOT NULL,
  arrived      INTEGER NOT NULL,
  json         TEXT NOT NULL,
  PRIMARY KEY (organisation, chart, resource, sha256)
) STRICT;

-- The read models. A removed row stays without sort and body, so that "what changed since" can tell it.
CREATE TABLE read_row (
  organisation BLOB NOT NULL,
  chart        BLOB NOT NULL,
  shelf        TEXT NOT NULL,
  key          TEXT NOT NULL,
  sort         TEXT,
  body         TEXT,
  change       INTEGER NOT NULL,
  PRIMARY KEY (organisation, chart, shelf, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX read_row_in_order ON read_row (organisation, shelf, sort, chart, key) WHERE body IS NOT NULL;
CREATE INDEX read_row_news ON read_row (organisation, shelf, change);

CREATE TABLE counter (
  name  TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who looked at what. Lines of the same instant are told in the order in which they were written.
CREATE TABLE access_log (
  number       INTEGER PRIMARY KEY,
  organisation BLOB NOT NULL,
  chart        BLOB,
  at           INTEGER NOT NULL,
  account      BLOB,
  name         TEXT NOT NULL,
  role         TEXT NOT NULL,
  what         TEXT NOT NULL,
  reason       TEXT NOT NULL
) STRICT;
CREATE INDEX access_log_of_chart ON access_log (organisation, chart, at);
CREATE INDEX access_log_in_order ON access_log (organisation, at);
CREATE TRIGGER access_log_is_never_changed BEFORE UPDATE ON access_log
BEGIN SELECT RAISE(ABORT, 'a line of the access log is never changed'); END;
CREATE TRIGGER access_log_is_never_deleted BEFORE DELETE ON access_log
BEGIN SELECT RAISE(ABORT, 'a line of the access log is never deleted'); END;

CREATE TABLE outbox (
  organisation BLOB NOT NULL,
  id           TEXT NOT NULL,
  at           INTEGER NOT NULL,
  account      BLOB NOT NULL,
  kind         TEXT NOT NULL,
  text         TEXT NOT NULL,
  sent         INTEGER,
  PRIMARY KEY (organisation, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_waiting ON outbox (organisation, at, id) WHERE sent IS NULL;

CREATE TABLE account (
  id           BLOB NOT NULL PRIMARY KEY,
  organisation BLOB NOT NULL,
  login        TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  role         TEXT NOT NULL,
  staff        BLOB,
  chart        BLOB,
  places       TEXT NOT NULL,
  password     TEXT NOT NULL,
  open         INTEGER NOT NULL CHECK (open IN (0, 1)),
  settings     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX account_by_name ON account (organisation, name, id);

CREATE TABLE session (
  id_hash TEXT NOT NULL PRIMARY KEY,
  account BLOB NOT NULL,
  created INTEGER NOT NULL,
  seen    INTEGER NOT NULL,
  state   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of_account ON session (account);
CREATE INDEX session_seen ON session (seen);

CREATE TABLE sign_in_failure (
  number INTEGER PRIMARY KEY,
  key    TEXT NOT NULL,
  at     INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_failure_of_key ON sign_in_failure (key, at);
CREATE INDEX sign_in_failure_at ON sign_in_failure (at);

CREATE TABLE draft (
  account BLOB NOT NULL,
  form    TEXT NOT NULL,
  body    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (account, form)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
