-- Sealed notes. Nothing in the clear tells about whom a piece is, when it was written or how long it is.
CREATE TABLE author_key (
  account      BLOB NOT NULL PRIMARY KEY,
  organisation BLOB NOT NULL,
  public       TEXT NOT NULL,
  keys         TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX author_key_of ON author_key (organisation, account);

CREATE TABLE sealed (
  number       INTEGER PRIMARY KEY,
  organisation BLOB NOT NULL,
  account      BLOB NOT NULL,
  id           TEXT NOT NULL,
  lookup       TEXT NOT NULL,
  sealed       BLOB NOT NULL,
  UNIQUE (account, id)
) STRICT;
CREATE INDEX sealed_under ON sealed (account, lookup, number);
CREATE TRIGGER sealed_is_never_changed BEFORE UPDATE OF organisation, account, id, sealed ON sealed
BEGIN SELECT RAISE(ABORT, 'a sealed piece is never changed'); END;
CREATE TRIGGER sealed_is_never_deleted BEFORE DELETE ON sealed
BEGIN SELECT RAISE(ABORT, 'a sealed piece is never deleted'); END;

CREATE TABLE sealed_draft (
  account BLOB NOT NULL,
  lookup  TEXT NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (account, lookup)
) STRICT, WITHOUT ROWID;
