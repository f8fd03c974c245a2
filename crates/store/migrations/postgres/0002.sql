-- Sealed notes. Nothing in the clear tells about whom a piece is, when it was written or how long it is.
CREATE TABLE author_key (
  account      uuid NOT NULL PRIMARY KEY,
  organisation uuid NOT NULL,
  public       text NOT NULL,
  keys         text NOT NULL
);
CREATE INDEX author_key_of ON author_key (organisation, account);

CREATE TABLE sealed (
  account      uuid   NOT NULL,
  id           text   NOT NULL COLLATE "C",
  number       bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  organisation uuid   NOT NULL,
  lookup       text   NOT NULL COLLATE "C",
  sealed       bytea  NOT NULL,
  PRIMARY KEY (account, id)
);
CREATE INDEX sealed_under ON sealed (account, lookup, number);
CREATE TRIGGER sealed_is_never_changed BEFORE UPDATE OF organisation, account, id, sealed ON sealed
  FOR EACH STATEMENT EXECUTE FUNCTION never();
CREATE TRIGGER sealed_is_never_deleted BEFORE DELETE OR TRUNCATE ON sealed
  FOR EACH STATEMENT EXECUTE FUNCTION never();

CREATE TABLE sealed_draft (
  account uuid  NOT NULL,
  lookup  text  NOT NULL COLLATE "C",
  sealed  bytea NOT NULL,
  PRIMARY KEY (account, lookup)
);
