-- The log, the read models, the access log, and what sign-in needs. Instants are microseconds since 1970, JSON is
-- text, texts that are ordered by are compared byte by byte. A migration is never edited: the next number changes
-- what is there. Keys begin with organisation and chart, so that a database that shards by chart can hold them.

-- One row a chart: where its log ends. A writer locks it, so that the writers of one chart take turns. The end is
-- kept twice, here and in the log, so that a log that was cut short is noticed.
CREATE TABLE chart (
  organisation uuid   NOT NULL,
  chart        uuid   NOT NULL,
  head         bigint NOT NULL CHECK (head > 0),
  hash         bytea  NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (organisation, chart)
);

-- What happened. The primary key is the guard against two writers.
CREATE TABLE event (
  organisation uuid     NOT NULL,
  chart        uuid     NOT NULL,
  seq          bigint   NOT NULL CHECK (seq > 0),
  id           uuid     NOT NULL,
  occurred     text     NOT NULL,
  recorded_at  bigint   NOT NULL,
  author       text     NOT NULL,
  on_behalf_of text,
  sensitivity  text     NOT NULL,
  key          text     NOT NULL COLLATE "C",
  amends       uuid,
  source       text,
  kind         text     NOT NULL,
  version      integer  NOT NULL,
  body         text     NOT NULL,
  prev_hash    bytea    NOT NULL CHECK (length(prev_hash) = 32),
  hash         bytea    NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (organisation, chart, seq),
  UNIQUE (organisation, chart, key)
);

-- Records of other systems as they came.
CREATE TABLE kept (
  organisation uuid   NOT NULL,
  chart        uuid   NOT NULL,
  resource     text   NOT NULL COLLATE "C",
  sha256       text   NOT NULL COLLATE "C",
  arrived      bigint NOT NULL,
  json         text   NOT NULL,
  PRIMARY KEY (organisation, chart, resource, sha256)
);

-- The read models. A removed row stays without sort and body, so that "what changed since" can tell it. `change` is
-- the transaction that changed the row: transactions commit out of order, so who asks for news is told everything
-- from the oldest transaction on that was still going on when they last asked.
CREATE TABLE read_row (
  organisation uuid NOT NULL,
  chart        uuid NOT NULL,
  shelf        text NOT NULL COLLATE "C",
  key          text NOT NULL COLLATE "C",
  sort         text COLLATE "C",
  body         text,
  change       xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (organisation, chart, shelf, key)
);
CREATE INDEX read_row_in_order ON read_row (organisation, shelf, sort, chart, key) WHERE body IS NOT NULL;
CREATE INDEX read_row_news ON read_row (organisation, shelf, change);

-- Who looked at what. A line about no single chart has the chart of zeros. `number` orders lines of the same instant;
-- nothing reads it as a place in a feed.
CREATE TABLE access_log (
  organisation uuid   NOT NULL,
  chart        uuid   NOT NULL,
  at           bigint NOT NULL,
  number       bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  account      uuid,
  name         text   NOT NULL,
  role         text   NOT NULL,
  what         text   NOT NULL,
  reason       text   NOT NULL,
  PRIMARY KEY (organisation, chart, at, number)
);
CREATE INDEX access_log_in_order ON access_log (organisation, at, number);

-- Guards against a slip of the hand, for every account up to the owner. No function of Concord rests on them, so a
-- database without triggers may take the right to UPDATE and DELETE away instead.
CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is in "%" is never changed or deleted', TG_TABLE_NAME;
END $$;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION never();
CREATE TRIGGER access_log_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
  FOR EACH STATEMENT EXECUTE FUNCTION never();

CREATE TABLE outbox (
  organisation uuid   NOT NULL,
  id           text   NOT NULL COLLATE "C",
  at           bigint NOT NULL,
  account      uuid   NOT NULL,
  kind         text   NOT NULL,
  text         text   NOT NULL,
  sent         bigint,
  PRIMARY KEY (organisation, id)
);
CREATE INDEX outbox_waiting ON outbox (organisation, at, id) WHERE sent IS NULL;

CREATE TABLE account (
  id           uuid    NOT NULL PRIMARY KEY,
  organisation uuid    NOT NULL,
  login        text    NOT NULL COLLATE "C" UNIQUE,
  name         text    NOT NULL COLLATE "C",
  role         text    NOT NULL,
  staff        uuid,
  chart        uuid,
  places       text    NOT NULL,
  password     text    NOT NULL,
  open         boolean NOT NULL,
  settings     text    NOT NULL
);
CREATE INDEX account_by_name ON account (organisation, name, id);

CREATE TABLE session (
  id_hash text   NOT NULL COLLATE "C" PRIMARY KEY,
  account uuid   NOT NULL,
  created bigint NOT NULL,
  seen    bigint NOT NULL,
  state   text   NOT NULL
);
CREATE INDEX session_of_account ON session (account);
CREATE INDEX session_seen ON session (seen);

CREATE TABLE sign_in_failure (
  key    text   NOT NULL COLLATE "C",
  at     bigint NOT NULL,
  number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (key, at, number)
);
CREATE INDEX sign_in_failure_at ON sign_in_failure (at);

CREATE TABLE draft (
  account uuid   NOT NULL,
  form    text   NOT NULL COLLATE "C",
  body    text   NOT NULL,
  at      bigint NOT NULL,
  PRIMARY KEY (account, form)
);

CREATE TABLE setting (
  key   text NOT NULL COLLATE "C" PRIMARY KEY,
  value text NOT NULL
);
