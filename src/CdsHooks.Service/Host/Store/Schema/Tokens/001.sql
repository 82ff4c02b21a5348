-- The file of used tokens, which SQLite has beside the main one: as token_use of the main scripts, after which PostgreSQL keeps them.
CREATE TABLE token_use (
  token TEXT NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL,
  use_id TEXT NULL
) WITHOUT ROWID;

CREATE INDEX token_use_by_expiry ON token_use (expires_at);

CREATE TABLE store_probe (
  id BIGINT NOT NULL PRIMARY KEY,
  content TEXT NOT NULL
);
